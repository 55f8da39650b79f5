"""M02 once more, in plain Python."""

import datetime as dt

from assay.assurance.referee.base import (
    ONE_DAY,
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    begun,
    judge,
    number,
)
from assay.standards.profile import Profile

WEEK = 7


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What M02 says of each officer on a day."""
    running = {
        case["case_id"]
        for case in begun(tables)
        if case["ended_on"] is None or on <= case["ended_on"]
    }
    holding = {
        row["officer_id"]
        for row in tables["allocations"]
        if row["case_id"] in running
        and (row["allocated_at"] is None or row["allocated_at"].date() <= on)
        and (row["until_at"] is None or row["until_at"].date() > on)
    }
    found = {}
    for officer in tables["staff"]:
        gone = officer["in_post_until_on"] is not None and officer["in_post_until_on"] < on
        if officer["staff_id"] in holding and not gone and not _new(officer, on, profile):
            found[officer["staff_id"]] = _of(officer, tables, on, profile)
    return found


def _new(officer: Row, on: dt.date, profile: Profile) -> bool:
    joined = officer["in_post_from_on"]
    if joined is None:
        return False
    weeks = number(profile, "supervision.in_post_over", joined) or 0
    return bool(on <= joined + ONE_DAY * weeks * WEEK)


def _of(officer: Row, tables: Tables, on: dt.date, profile: Profile) -> Verdict:
    mine = [row for row in tables["supervisions"] if row["staff_id"] == officer["staff_id"]]
    held = [row["held_at"].date() for row in mine if row["held_at"]]
    last = max((day for day in held if day <= on), default=None)
    joined = officer["in_post_from_on"]
    since = last or joined
    every = number(profile, "supervision.every", since)
    due = since + ONE_DAY * every if since and every is not None else None
    blank = None
    if joined is None:
        blank = "staff.in_post_from_on"
    elif due is not None and due < on and len(held) < len(mine):
        blank = "supervisions.held_at"
    excuse = "away" if _mostly_away(officer, tables, on, profile) else None
    warns = number(profile, "M02.warns", on) or 0
    done = last if due is not None and on < due - ONE_DAY * warns else None
    return judge(on, due, done, excuse=excuse, blank=blank)


def _mostly_away(officer: Row, tables: Tables, on: dt.date, profile: Profile) -> bool:
    period = number(profile, "supervision.every", on) or 0
    most = number(profile, "supervision.absent_over", on) or 0
    days = [on - ONE_DAY * back for back in range(period)]
    away = 0
    for row in tables["absences"]:
        starts, ends = as_day(row["from_on"]), row["until_on"] or dt.date.max
        if row["staff_id"] == officer["staff_id"] and starts is not None:
            away += sum(starts <= day <= ends for day in days)
    return away * 100 > most * period
