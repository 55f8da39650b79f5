"""U03 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import (
    ONE_DAY,
    Row,
    Tables,
    Verdict,
    Verdicts,
    judge,
    working_days_after,
    worst,
)
from assay.assurance.referee.unpaid import KEPT, WEEK, bookings, live, monday, number
from assay.standards.profile import Profile


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What U03 says of each case on a day."""
    booked = bookings(tables)
    found = []
    for work in tables["unpaid_work"]:
        mine = [row for row in booked if row["unpaid_work_id"] == work["unpaid_work_id"]]
        found += [
            (work["case_id"], work["unpaid_work_id"], verdict)
            for verdict in _of(work, mine, on, profile)
        ]
    return worst(found)


def _of(work: Row, booked: list[Row], on: dt.date, profile: Profile) -> Iterator[Verdict]:
    given = work["allocated_at"].date() if work["allocated_at"] else None
    starts = [row["held_on"] for row in booked if row["held_on"]]
    if given is not None:
        within = number(profile, "unpaid_work.first_session_within", given)
        starts += [working_days_after(given, within)]
    if not live(on, None if starts else work["from_on"], work["ended_on"]):
        return
    if not starts:
        yield Verdict("cannot tell", None, "blank: unpaid_work.allocated_at")
        return
    known = monday(min(starts) + 6 * ONE_DAY)
    counts = known + number(profile, "unpaid_work.weeks_checked", known) * WEEK
    begun = work["from_on"] is None or on >= work["from_on"]
    if begun and on < counts and any(row["held_on"] is None for row in booked):
        yield Verdict("cannot tell", min(starts), "blank: sessions.starts_at")
    week = monday(on)
    while week >= min(starts):
        if on >= week + WEEK + number(profile, "unpaid_work.weeks_checked", week) * WEEK:
            return
        yield _week(work, booked, week, on, profile)
        week -= WEEK


def _week(work: Row, booked: list[Row], week: dt.date, on: dt.date, profile: Profile) -> Verdict:
    sunday = week + 6 * ONE_DAY
    if work["intensive"] is None:
        return Verdict("cannot tell", sunday, "blank: unpaid_work.intensive")
    key = "unpaid_work.intensive_weekly_hours" if work["intensive"] else "unpaid_work.weekly_hours"
    inside = [row for row in booked if row["held_on"] and week <= row["held_on"] <= sunday]
    offered = sum(row["offered_hours"] or 0 for row in inside)
    if inside and offered >= number(profile, key, week):
        return judge(on, sunday, max(row["held_on"] for row in inside))
    if work["fewer_hours_agreed"]:
        return judge(on, sunday, None, excuse="fewer hours agreed")
    earlier = [row for row in booked if row["held_on"] and row["held_on"] < week]
    unknown = {
        "attendances.offered_hours": any(row["offered_hours"] is None for row in inside),
        "sessions.starts_at": any(row["held_on"] is None for row in booked),
        "unpaid_work.hours_ordered": work["hours_ordered"] is None,
        "unpaid_work.learning_hours": work["learning_hours"] is None,
        "attendances.worked_hours": any(
            row["outcome"] in KEPT and row["worked_hours"] is None for row in earlier
        ),
    }
    for field, blank in unknown.items():
        if blank:
            return Verdict("cannot tell", sunday, f"blank: {field}")
    worked = sum(row["worked_hours"] or 0 for row in earlier)
    left = work["hours_ordered"] - work["learning_hours"] - worked
    ending = left < number(profile, "unpaid_work.end_phase_under", week)
    return judge(on, sunday, None, excuse="end of the order" if ending else None)
