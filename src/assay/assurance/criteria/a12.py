"""A12: the initial assessment was signed in time."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    case,
    checks,
    day,
    evidence,
    first_blank,
    first_known,
    one,
    seen,
    union,
    yes,
)


def checks_of(record: Record) -> Table:
    """One check for each case from the first appointment kept, or that may have been."""
    return union(_seen(record), _maybe_seen(record))


def _with_first_signed(record: Record, rows: Table) -> Table:
    first = shared.first_of(record.assessments, "signed_at")
    first = first.select("case_id", "assessment_id", "signed_at")
    return rows.left_join(first, "case_id").drop("case_id_right")


def _seen(record: Record) -> Table:
    rows = shared.begun(record).join(shared.first_kept(record), "case_id")
    rows = _with_first_signed(record, rows)
    rows = shared.with_risk(record, rows, rows.kept_at)
    rows = record.with_due(rows, "due_on", rows.kept_at, "assessment.within", risk=rows.risk)
    rows = record.with_due(rows, "sure_by", rows.maybe_at, "assessment.within", risk=rows.risk)
    rows = shared.with_excuse(record, rows, ("custody", "hospital"), rows.kept_at, rows.due_on)
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.case_id,
        from_on=day(rows.kept_at),
        until_on=shared.looked_back(record, "A12.looks_back", rows.started_on),
        due_on=rows.due_on,
        done_on=day(rows.signed_at),
        blank=first_known(
            first_blank({"cases.started_on": rows.started_on, "risk_levels.level": rows.risk}),
            shared.doubtful(rows, day(rows.signed_at), rows.sure_by),
        ),
        excuse=rows.excuse,
        excused_until=rows.excused_until,
        evidence=evidence(
            seen("cases", rows.case_id, started_on=rows.started_on),
            seen("contacts", rows.kept_id, planned_at=rows.kept_at),
            seen("risk_levels", rows.risk_id, level=rows.risk),
            seen("assessments", rows.assessment_id, signed_at=rows.signed_at),
            seen("excuses", rows.excuse_id, reason=rows.excuse),
        ),
    )


def _maybe_seen(record: Record) -> Table:
    """Of those not known to have been seen: once an assessment would have been late if they were.

    Up to then it is due or nothing is, and one signed by then is in time or not asked for.
    """
    rows = shared.begun(record).anti_join(shared.first_kept(record), "case_id")
    rows = rows.join(shared.maybe_kept(record), "case_id")
    rows = rows.mutate(open_on=case((rows.undated == 0, day(rows.open_at))))
    rows = shared.with_risk(record, _with_first_signed(record, rows), rows.open_on)
    rows = record.with_due(rows, "sure_by", rows.open_on, "assessment.within", risk=rows.risk)
    rows = rows.filter(~yes(day(rows.signed_at) <= rows.sure_by))
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.case_id,
        from_on=first_known(
            shared.day_past(rows.sure_by), shared.day_past(rows.open_on), rows.started_on
        ),
        until_on=shared.looked_back(record, "A12.looks_back", rows.started_on),
        due_on=rows.sure_by,
        done_on=None,
        blank=first_known(
            first_blank({"cases.started_on": rows.started_on}),
            case((rows.undated > 0, "contacts.planned_at"), otherwise="contacts.outcome"),
        ),
        evidence=evidence(
            seen("cases", rows.case_id, started_on=rows.started_on),
            one("contacts maybe_kept_at=") + first_known(rows.open_at.cast("string"), one("blank")),
            seen("risk_levels", rows.risk_id, level=rows.risk),
            seen("assessments", rows.assessment_id, signed_at=rows.signed_at),
        ),
    )
