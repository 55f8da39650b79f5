"""A10: the assessment is as deep as the signs of risk call for."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    Value,
    case,
    checks,
    evidence,
    first_blank,
    seen,
)

MEDIUM = "medium or higher risk"
FLAGS = {
    "child concern": ("child concern", "child protection plan", "child exploitation"),
    "sexual": ("sexual offence", "registered sexual offence"),
}
"""Flags a word of practice stands for, where it is not the one flag of that name."""


def checks_of(record: Record) -> Table:
    """One check for each assessment of a case with a sign of risk when it was signed."""
    rows = shared.standing(record, "assessments")
    rows = rows.join(record.cases.select("case_id", "ends_on"), "case_id")
    rows = shared.with_risk(record, rows, rows.from_on)
    rows = _with_flags(record, rows)
    full = record.value("assessment.full_layer", rows.from_on)
    rows = rows.mutate(sign=_sign(record, rows), full=full, signed_on=rows.from_on)
    rows = rows.filter(rows.full.notnull() & (rows.sign != "none"))
    rows = record.with_due(rows, "short_until", rows.signed_on, "assessment.short_case")
    rows = shared.split(rows, shared.signed_off(record, "assessment layer"), "assessment_id")
    allowed = (rows.layer == rows.full) | rows.cover_id.notnull()
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.assessment_id,
        from_on=rows.from_on,
        until_on=rows.until_on,
        due_on=rows.signed_on,
        done_on=rows.signed_on,
        right=allowed,
        wrong="not the full layer",
        blank=_blank(rows),
        excuse=case((rows.ends_on <= rows.short_until, "ends soon")),
        evidence=evidence(
            seen("assessments", rows.assessment_id, layer=rows.layer, signed_at=rows.signed_at),
            seen("flags", rows.flag_id),
            seen("risk_levels", rows.risk_id, level=rows.risk),
            seen("signoffs", rows.cover_id),
            seen("cases", rows.case_id, ends_on=rows.ends_on),
        ),
    )


def _with_flags(record: Record, rows: Table) -> Table:
    """Add `flag_id`, a warning that counts and stood at signing, and `untyped`, one of no type."""
    words = shared.words_in_force(record, "assessment.full_layer_for")
    listed = [flag for word in words for flag in FLAGS.get(word, (word,))]
    flags = shared.flags_held(record).rename(raised_on="from_on", off_on="until_on")
    stood = rows.select("assessment_id", "case_id", "from_on").join(flags, "case_id")
    stood = stood.filter((stood.raised_on <= stood.from_on) & (stood.off_on > stood.from_on))
    found = stood.group_by("assessment_id").agg(
        flag_id=case((stood.type.isin(listed), stood.flag_id)).min(),
        untyped=case((stood.type.isnull(), stood.flag_id)).min(),
    )
    return rows.left_join(found, "assessment_id").drop("assessment_id_right")


def _sign(record: Record, rows: Table) -> Value:
    """Whether there is a sign of risk: "some" or "none", else the field that leaves it open."""
    by_risk = MEDIUM in shared.words_in_force(record, "assessment.full_layer_for")
    medium = shared.RANKS["medium"]
    risky = (rows.risk_rank >= medium) & by_risk
    return case(
        (rows.flag_id.notnull() | risky, "some"),
        (rows.untyped.notnull(), "flags.type"),
        (rows.risk.isnull() & by_risk, "risk_levels.level"),
        otherwise="none",
    )


def _blank(rows: Table) -> Value:
    open_end = (rows.layer != rows.full) & rows.cover_id.isnull() & rows.ends_on.isnull()
    return case(
        (rows.sign != "some", rows.sign),
        (open_end, "cases.ends_on"),
        otherwise=first_blank(
            {"assessments.layer": case((rows.cover_id.isnull(), rows.layer), otherwise=0)}
        ),
    )
