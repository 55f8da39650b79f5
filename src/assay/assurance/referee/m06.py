"""M06 once more, in plain Python."""

import datetime as dt
from fractions import Fraction

from assay.assurance.referee.base import Row, Tables, Verdict, Verdicts, judge
from assay.assurance.referee.unpaid import live, months_after, number
from assay.standards.profile import Profile


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What M06 says of each unit on a day."""
    found: Verdicts = {}
    for unit in tables["units"]:
        verdict = _of(unit, tables, on, profile) if unit["level"] == "unit" else None
        if verdict:
            found[unit["unit_id"]] = verdict
    return found


def _of(unit: Row, tables: Tables, on: dt.date, profile: Profile) -> Verdict | None:
    name, months = unit["unit_id"], number(profile, "sickness.over", on)
    # One entry for each way a member of staff belongs to it.
    belong = [name, *(row["unit_id"] for row in tables["units"] if row["parent_id"] == name)]
    staff = [
        row
        for row in tables["staff"]
        for place in belong
        if row["unit_id"] == place and row["grade"] != "administrator"
    ]
    now = [row for row in staff if live(on, row["in_post_from_on"], row["in_post_until_on"])]
    then = [row for row in staff if _then(row, on, months)]
    either = [row for row in staff if row in now or row in then]
    if not either:
        return None
    away = [
        row
        for row in tables["absences"]
        for member in staff
        if row["staff_id"] == member["staff_id"] and row["reason"] in (None, "sickness")
    ]
    blank = _blank(either, away, on, months)
    if blank:
        return Verdict("cannot tell", on, f"blank: {blank}")
    least = number(profile, "sickness.unit_least", on)
    full = max(Fraction(row["full_time_hours"]) for row in either)
    hours = [
        sum((Fraction(row["contracted_hours"]) for row in rows), Fraction()) for rows in (now, then)
    ]
    if min(hours) < least * full:
        return Verdict("excused", on, "too few staff")
    lost = [
        sum(
            (Fraction(row["working_days"]) for row in away if _ago(row, on, months) == ago),
            Fraction(),
        )
        for ago in (0, 1)
    ]
    lower = lost[0] == 0 or lost[0] * hours[1] < lost[1] * hours[0]
    if lower and not _surely(lost, hours, tables, on, months):
        return Verdict("cannot tell", on, "blank: staff.unit_id")
    return judge(on, on, on, right=lower, wrong="not falling")


def _surely(
    lost: list[Fraction], hours: list[Fraction], tables: Tables, on: dt.date, months: int
) -> bool:
    """Whether it is lower even if all those of no known unit are of this one."""
    staff = [
        row for row in tables["staff"] if row["unit_id"] is None and row["grade"] != "administrator"
    ]
    now = [row for row in staff if live(on, row["in_post_from_on"], row["in_post_until_on"])]
    then = [row for row in staff if _then(row, on, months)]
    if not now and not then:
        return True
    names = {row["staff_id"] for row in staff}
    away = [
        row
        for row in tables["absences"]
        if row["staff_id"] in names and row["reason"] in (None, "sickness")
    ]
    if _blank([*now, *then], away, on, months):
        return False
    ill = sum(Fraction(row["working_days"]) for row in away if _ago(row, on, months) == 0)
    more = lost[0] + ill
    before = hours[1] + sum(Fraction(row["contracted_hours"]) for row in then)
    return more == 0 or more * before < lost[1] * hours[0]


def _then(row: Row, on: dt.date, months: int) -> bool:
    days = (row["in_post_from_on"], row["in_post_until_on"])
    return live(on, *(day and months_after(day, months) for day in days))


def _ago(row: Row, on: dt.date, months: int) -> int | None:
    """How many periods ago an absence began: 0, 1, or None for any other time."""
    begun = row["from_on"]
    if begun is None or begun > on:
        return None
    if on < months_after(begun, months):
        return 0
    return 1 if on < months_after(begun, 2 * months) else None


def _blank(staff: list[Row], away: list[Row], on: dt.date, months: int) -> str | None:
    for field in ("contracted_hours", "full_time_hours"):
        if any(row[field] is None for row in staff):
            return f"staff.{field}"
    inside = [row for row in away if row["from_on"] is None or _ago(row, on, months) is not None]
    for field in ("reason", "from_on", "working_days"):
        if any(row[field] is None for row in inside):
            return f"absences.{field}"
    return None
