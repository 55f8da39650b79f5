"""R04 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from assay.assurance.referee.base import (
    LEVELS,
    Row,
    Tables,
    Verdict,
    Verdicts,
    by,
    flags_on,
    judge,
    months_after,
    number,
    working_days_after,
    worst,
)
from assay.standards.profile import Profile

Found = tuple[str, str, Verdict]
HIGH = ("high", "very high")


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What R04 says of each case on a day."""
    set_on = [row for row in tables["risk_levels"] if row["set_at"]]
    found: list[Found] = []
    for rows in by(set_on, "case_id").values():
        for group in by(rows, "group").values():
            for old, new in pairwise(_last_of_each_day(group)):
                found += _of(old, new, tables, on, profile)
    return worst(found)


def _last_of_each_day(rows: list[Row]) -> list[Row]:
    days: dict[dt.date, Row] = {}
    for row in sorted(rows, key=lambda row: (row["set_at"], row["risk_level_id"])):
        days[row["set_at"].date()] = row
    return list(days.values())


def _of(old: Row, new: Row, tables: Tables, on: dt.date, profile: Profile) -> Iterator[Found]:
    changed, who, name = new["set_at"].date(), new["case_id"], new["risk_level_id"]
    back = number(profile, "R04.looks_back", changed) or 0
    if old["level"] == new["level"] is not None or not changed <= on <= months_after(changed, back):
        return
    if None in {old["level"], new["level"]}:
        yield who, name, Verdict("cannot tell", changed, "blank: risk_levels.level")
        return
    reason = new["reason_given"]
    blank = "risk_levels.reason_given" if reason is None else None
    yield who, name, judge(on, changed, changed, right=reason, wrong="no reason", blank=blank)
    lower = LEVELS.index(new["level"]) < LEVELS.index(old["level"])
    if (old["level"] in HIGH and lower) or flags_on(tables, who, changed):
        yield who, name, _signed(new, tables, on, profile)


def _signed(new: Row, tables: Tables, on: dt.date, profile: Profile) -> Verdict:
    within = number(profile, "risk.change_signed_within", new["set_at"].date())
    due = None if within is None else working_days_after(new["set_at"].date(), within)
    signed_by, at = new["signed_by"], new["signed_at"]
    grades = [row["grade"] for row in tables["staff"] if row["staff_id"] == signed_by]
    grade = grades[0] if grades else None
    blank = None
    if at is None and signed_by is not None:
        blank = "risk_levels.signed_at"
    elif at is not None and signed_by is None:
        blank = "risk_levels.signed_by"
    elif at is not None and grade is None:
        blank = "staff.grade"
    manager = grade == "senior probation officer"
    done = at.date() if at else None
    return judge(on, due, done, right=manager, wrong="no manager", blank=blank)
