"""A11: the screening for serious harm, and the full analysis where it found risk, are done."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    case,
    checks,
    day,
    earliest,
    evidence,
    first_blank,
    seen,
    union,
    yes,
)


def checks_of(record: Record) -> Table:
    """One check until an assessment is signed, then one for it and one for each group at risk."""
    signed = shared.standing(record, "assessments")
    signed = signed.semi_join(record.cases, "case_id")
    return union(_waiting(record, signed), _screened(record, signed), _analysed(record, signed))


def _waiting(record: Record, signed: Table) -> Table:
    """From the first kept appointment until the first assessment is signed."""
    first = signed.filter(signed.place == 0).select("case_id", signed_on="from_on")
    rows = record.cases.join(shared.first_kept(record), "case_id").left_join(first, "case_id")
    rows = shared.with_risk(record, rows, rows.kept_at)
    rows = record.with_due(rows, "due_on", rows.kept_at, "assessment.within", risk=rows.risk)
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.case_id,
        from_on=day(rows.kept_at),
        until_on=earliest(rows.signed_on, shared.day_past(rows.ended_on)),
        due_on=rows.due_on,
        done_on=None,
        blank=first_blank({"risk_levels.level": rows.risk}),
        evidence=evidence(
            seen("contacts", rows.kept_id, planned_at=rows.kept_at),
            seen("risk_levels", rows.risk_id, level=rows.risk),
        ),
    )


def _screened(record: Record, signed: Table) -> Table:
    rows = shared.with_risk(record, signed, signed.from_on)
    found = first_blank(
        {
            "assessments.screening_found_risk": rows.screening_found_risk,
            "risk_levels.level": case((rows.screening_found_risk, rows.risk), otherwise="none"),
        }
    )
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.assessment_id,
        from_on=rows.from_on,
        until_on=rows.until_on,
        due_on=rows.from_on,
        done_on=rows.from_on,
        right=rows.screening_complete,
        wrong="screening not complete",
        blank=case(
            (rows.screening_complete.isnull(), "assessments.screening_complete"),
            (rows.screening_complete, found),
        ),
        evidence=evidence(
            seen(
                "assessments",
                rows.assessment_id,
                screening_complete=rows.screening_complete,
                screening_found_risk=rows.screening_found_risk,
            ),
            seen("risk_levels", rows.risk_id, level=rows.risk),
        ),
    )


def _analysed(record: Record, signed: Table) -> Table:
    """One check for each group at risk, up to the day its analysis was complete."""
    rows = signed.filter(yes(signed.screening_complete) & yes(signed.screening_found_risk))
    rows = shared.with_groups(record, rows, rows.from_on)
    rows = rows.filter(rows.group_rank > shared.RANKS["low"])
    made = record.assessment_analyses
    whole = made.group_by("assessment_id", "group").agg(
        analysis_id=made.analysis_id.min(), completed_at=made.completed_at.min()
    )
    loose = made.filter(made.group.isnull() & made.completed_at.notnull())
    loose = loose.group_by("assessment_id").agg(loose_id=loose.analysis_id.min())
    rows = rows.left_join(whole, ["assessment_id", "group"]).drop(
        "assessment_id_right", "group_right"
    )
    rows = rows.left_join(loose, "assessment_id").drop("assessment_id_right")
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.risk_level_id,
        from_on=rows.from_on,
        until_on=earliest(rows.until_on, day(rows.completed_at)),
        due_on=rows.from_on,
        done_on=rows.from_on,
        right=rows.case_id.isnull(),
        wrong="no analysis of a group at risk",
        blank=case(
            (rows.group.isnull(), "risk_levels.group"),
            (rows.loose_id.notnull(), "assessment_analyses.group"),
        ),
        evidence=evidence(
            seen("assessments", rows.assessment_id, signed_at=rows.signed_at),
            seen("risk_levels", rows.risk_level_id, group=rows.group),
            seen("assessment_analyses", rows.analysis_id, completed_at=rows.completed_at),
        ),
    )
