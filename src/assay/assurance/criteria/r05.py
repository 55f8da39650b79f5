"""R05: flags are in date."""

from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    LONG_AGO,
    Table,
    checks,
    day,
    days_after,
    evidence,
    first_blank,
    first_known,
    latest,
    one,
    seen,
    union,
)


def checks_of(record: Record) -> Table:
    """Two checks for each flag: it is filled in, and it is looked at by its day."""
    return union(_filled(record), _in_date(record))


def _filled(record: Record) -> Table:
    flags = record.flags
    raised = first_known(day(flags.raised_at), one(LONG_AGO))
    return checks(
        flags,
        case_id=flags.case_id,
        about=flags.flag_id,
        from_on=raised,
        until_on=flags.ended_on,
        due_on=raised,
        done_on=raised,
        right=flags.type.notnull() & flags.owner_id.notnull() & flags.reason_given,
        wrong="not filled in",
        blank=first_blank({"flags.reason_given": flags.reason_given}),
        evidence=seen(
            "flags",
            flags.flag_id,
            type=flags.type,
            owner_id=flags.owner_id,
            reason_given=flags.reason_given,
        ),
    )


def _in_date(record: Record) -> Table:
    flags = record.flags
    warning = record.value("R05.warns", flags.review_by_on)
    return checks(
        flags,
        case_id=flags.case_id,
        about=flags.flag_id,
        from_on=latest(day(flags.raised_at), days_after(flags.review_by_on, -warning)),
        until_on=flags.ended_on,
        due_on=flags.review_by_on,
        done_on=None,
        blank=first_blank({"flags.review_by_on": flags.review_by_on}),
        evidence=evidence(
            seen("flags", flags.flag_id, review_by_on=flags.review_by_on, ended_on=flags.ended_on)
        ),
    )
