"""M05: no officer holds more cases than the most for their hours."""

from assay.assurance.criteria.shared import in_turn
from assay.assurance.criteria.staffing import caseloads, held_cases, unheld_cases
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    LONG_AGO,
    Table,
    case,
    checks,
    evidence,
    first_blank,
    one,
    seen,
    unless_not,
    yes,
)

LOWEST_TIER = "1"


def checks_of(record: Record) -> Table:
    """One check for each officer who holds cases, on each day to judge."""
    staff = record.staff.select("staff_id", "unit_id", "contracted_hours", "full_time_hours")
    rows = caseloads(record).left_join(staff, "staff_id").drop("staff_id_right")
    most = record.value("caseload.most", rows.day)
    rows = _with_unheld(record, rows)
    room = rows.contracted_hours * most
    rows = rows.mutate(over=rows.cases * rows.full_time_hours > room)
    maybe = ((rows.cases + rows.unheld) * rows.full_time_hours > room) & ~rows.over
    rows = _with_lowest(record, rows.mutate(maybe=maybe))
    return checks(
        rows,
        staff_id=rows.staff_id,
        about=rows.staff_id,
        from_on=rows.day,
        until_on=rows.until,
        due_on=rows.day,
        done_on=rows.day,
        right=~rows.over,
        wrong="too many cases",
        blank=first_blank(
            {
                "staff.contracted_hours": rows.contracted_hours,
                "staff.full_time_hours": rows.full_time_hours,
                "allocations.officer_id": case((~yes(rows.maybe), one("known"))),
            }
        ),
        excuse=case((rows.lowest == rows.cases, "all lowest tier")),
        evidence=evidence(
            seen(
                "staff",
                rows.staff_id,
                cases=rows.cases,
                contracted_hours=rows.contracted_hours,
                full_time_hours=rows.full_time_hours,
            ),
        ),
    )


def _with_unheld(record: Record, rows: Table) -> Table:
    """How many cases may be theirs too: of their team, or of one that is not known."""
    asked = rows.select("staff_id", "day", team="unit_id")
    loose = unheld_cases(record)
    days = (asked.day >= loose.from_on, asked.day < loose.taken_on, asked.day <= loose.over_on)
    pairs = asked.join(loose.drop("staff_id"), days)
    pairs = pairs.filter(unless_not(pairs.team == pairs.unit_id))
    counted = pairs.group_by("staff_id", "day").agg(unheld=pairs.case_id.nunique())
    return rows.left_join(counted, ["staff_id", "day"]).drop("staff_id_right", "day_right")


def _with_lowest(record: Record, rows: Table) -> Table:
    """How many cases of those with too many are in the lowest tier."""
    over = rows.filter(yes(rows.over)).select("staff_id", "day")
    held = held_cases(record)
    held = over.join(
        held,
        ["staff_id", over.day >= held.from_on, over.day < held.taken_on, over.day <= held.over_on],
    )
    held = held.select("staff_id", "day", "case_id")
    tiers = in_turn(record.tiers, "set_at", ("case_id",))
    tiers = tiers.filter(tiers.tier == LOWEST_TIER).select(
        "case_id",
        "until_on",
        set_on=case((tiers.place == 0, one(LONG_AGO)), otherwise=tiers.from_on),
    )
    low = held.join(tiers, ["case_id", held.day >= tiers.set_on])
    low = low.filter(~yes(low.until_on <= low.day))
    counted = low.group_by("staff_id", "day").agg(lowest=low.case_id.nunique())
    return rows.left_join(counted, ["staff_id", "day"]).drop("staff_id_right", "day_right")
