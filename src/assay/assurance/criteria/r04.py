"""R04: a change of risk has a reason and a second person."""

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
)


def checks_of(record: Record) -> Table:
    """For each change a check of its reason, and for some a check of the second person."""
    changes = _changes(record)
    return union(_reason_given(changes), _signed(record, changes))


def _changes(record: Record) -> Table:
    """Levels that are not those before them, or may not be as one of the two is blank."""
    turns = shared.group_risks(record)
    other = first_known(turns["rank"] != turns.rank_before, one(value=True))
    changed = turns.filter((turns.place > 0) & other)
    written = record.risk_levels.select("risk_level_id", "reason_given", "signed_by", "signed_at")
    last = shared.day_past(record.last_day("R04.looks_back", changed.from_on))
    return changed.drop("until_on").mutate(until_on=last).join(written, "risk_level_id")


def _reason_given(changes: Table) -> Table:
    blank = case((changes["rank"].isnull() | changes.rank_before.isnull(), "risk_levels.level"))
    return checks(
        changes,
        case_id=changes.case_id,
        about=changes.risk_level_id,
        from_on=changes.from_on,
        until_on=changes.until_on,
        due_on=changes.from_on,
        done_on=changes.from_on,
        right=changes.reason_given,
        wrong="no reason",
        blank=first_known(blank, first_blank({"risk_levels.reason_given": changes.reason_given})),
        evidence=evidence(
            seen("risk_levels", changes.id_before),
            seen(
                "risk_levels",
                changes.risk_level_id,
                level=changes.level,
                reason_given=changes.reason_given,
            ),
        ),
    )


def _signed(record: Record, changes: Table) -> Table:
    flags = shared.flags_held(record)
    pairs = changes.select("case_id", "risk_level_id", on="from_on").join(flags, "case_id")
    flagged = pairs.filter((pairs.from_on <= pairs.on) & (pairs.until_on > pairs.on))
    flag = flagged.group_by("risk_level_id").agg(flag_id=flagged.flag_id.min())
    staff = record.staff.select("grade", signed_by="staff_id")
    rows = changes.left_join(flag, "risk_level_id").drop("risk_level_id_right")
    rows = rows.left_join(staff, "signed_by").drop("signed_by_right")
    lowered = (rows.rank_before >= shared.RANKS["high"]) & (rows["rank"] < rows.rank_before)
    known = rows["rank"].notnull() & rows.rank_before.notnull()
    rows = rows.filter(known & (lowered | rows.flag_id.notnull()))
    rows = record.with_due(rows, "due_on", rows.from_on, "risk.change_signed_within")
    someone = case((rows.signed_at.isnull(), "nobody"))
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.risk_level_id,
        from_on=rows.from_on,
        until_on=rows.until_on,
        due_on=rows.due_on,
        done_on=day(rows.signed_at),
        right=rows.grade == shared.MANAGER,
        wrong="no manager",
        blank=first_blank(
            {
                "risk_levels.signed_at": first_known(
                    rows.signed_at.cast("string"), case((rows.signed_by.isnull(), "nobody"))
                ),
                "risk_levels.signed_by": first_known(rows.signed_by, someone),
                "staff.grade": first_known(rows.grade, someone),
            }
        ),
        evidence=evidence(
            seen("risk_levels", rows.id_before),
            seen(
                "risk_levels",
                rows.risk_level_id,
                level=rows.level,
                signed_by=rows.signed_by,
                signed_at=rows.signed_at,
            ),
            seen("staff", rows.signed_by, grade=rows.grade),
            seen("flags", rows.flag_id),
        ),
    )
