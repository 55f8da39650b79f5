"""D03: a referral was picked up in time."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    case,
    checks,
    day,
    evidence,
    first_blank,
    seen,
    union,
    yes,
)


def checks_of(record: Record) -> Table:
    """Two checks for each referral: the supplier's assessment, and its action plan."""
    held = record.referrals.mutate(
        last_on=record.last_day("D03.looks_back", record.referrals.closed_on)
    )
    recent = held.filter(held.closed_on.isnull() | yes(held.last_on >= record.since))
    return union(_assessed(record, recent), _planned(record, recent))


def _assessed(record: Record, rows: Table) -> Table:
    within = record.value("referral.assessed_within", day(rows.sent_at))
    rows = rows.filter(rows.sent_at.isnull() | within.notnull())
    rows = record.with_due(rows, "due_on", rows.sent_at, "referral.assessed_within")
    rows = shared.with_excuse(
        record, rows, ("person missed it",), rows.sent_at, rows.due_on, key="referral_id"
    )
    skipped = rows.assessed_at.isnull() & rows.plan_at.notnull()
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.referral_id,
        from_on=day(rows.sent_at),
        until_on=shared.day_past(rows.last_on),
        due_on=rows.due_on,
        done_on=day(rows.assessed_at),
        blank=case(
            (skipped, "referrals.assessed_at"),
            otherwise=first_blank({"referrals.sent_at": rows.sent_at}),
        ),
        excuse=rows.excuse,
        excused_until=rows.excused_until,
        evidence=evidence(
            seen("referrals", rows.referral_id, sent_at=rows.sent_at, assessed_at=rows.assessed_at),
            seen("excuses", rows.excuse_id, reason=rows.excuse),
        ),
    )


def _planned(record: Record, rows: Table) -> Table:
    rows = rows.filter(record.value("referral.planned_within", day(rows.assessed_at)).notnull())
    rows = record.with_due(rows, "due_on", rows.assessed_at, "referral.planned_within")
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.referral_id,
        from_on=day(rows.assessed_at),
        until_on=shared.day_past(rows.last_on),
        due_on=rows.due_on,
        done_on=day(rows.plan_at),
        evidence=seen(
            "referrals", rows.referral_id, assessed_at=rows.assessed_at, plan_at=rows.plan_at
        ),
    )
