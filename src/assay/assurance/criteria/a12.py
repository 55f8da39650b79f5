"""A12: the initial assessment was signed in time."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    checks,
    day,
    evidence,
    first_blank,
    first_known,
    seen,
)


def checks_of(record: Record) -> Table:
    """One check for each case from the first appointment kept, up to the first signature."""
    first = shared.first_of(record.assessments, "signed_at")
    first = first.select("case_id", "assessment_id", "signed_at")
    rows = shared.begun(record).join(shared.first_kept(record), "case_id")
    rows = rows.left_join(first, "case_id").drop("case_id_right")
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
