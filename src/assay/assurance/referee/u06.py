"""U06 once more, in plain Python."""

import datetime as dt
from fractions import Fraction

from assay.assurance.referee.base import Row, Tables, Verdict, Verdicts, judge, worst
from assay.assurance.referee.unpaid import KEPT, WEEK, bookings, live, months_after, number
from assay.standards.profile import Profile


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What U06 says of each case on a day."""
    booked = bookings(tables)
    return worst(
        (work["case_id"], work["unpaid_work_id"], _of(work, booked, on, profile))
        for work in tables["unpaid_work"]
        if live(on, work["from_on"], work["ended_on"])
    )


def _of(work: Row, booked: list[Row], on: dt.date, profile: Profile) -> Verdict:
    start = work["from_on"]
    if start is None:
        return Verdict("cannot tell", on, "blank: unpaid_work.from_on")
    end = months_after(start, number(profile, "unpaid_work.finished_within", start))
    period = number(profile, "unpaid_work.rate_over", on) * WEEK
    if on <= start + period:
        return Verdict("due", start + period)
    mine = [row for row in booked if row["unpaid_work_id"] == work["unpaid_work_id"]]
    past = [row for row in mine if row["held_on"] and row["held_on"] <= on]
    applied = work["extension_applied_on"]
    if applied is not None and applied <= on and applied < end:
        return Verdict("met", on)
    if work["hours_ordered"] is not None and _in_time(work, past, on, end, period):
        return Verdict("met", on)
    unknown = {
        "unpaid_work.hours_ordered": work["hours_ordered"] is None,
        "unpaid_work.learning_hours": work["learning_hours"] is None,
        "sessions.starts_at": any(row["held_on"] is None for row in mine),
        "attendances.worked_hours": any(
            row["outcome"] in KEPT and row["worked_hours"] is None for row in past
        ),
    }
    for field, blank in unknown.items():
        if blank:
            return Verdict("cannot tell", on, f"blank: {field}")
    until = work["extended_until_on"]
    excuse = "extended by the court" if until else None
    return judge(on, on, on, right=False, wrong="too slow", excuse=excuse, excused_until=until)


def _in_time(work: Row, past: list[Row], on: dt.date, end: dt.date, period: dt.timedelta) -> bool:
    """Whether at the rate of the period the hours left are worked before the end."""
    worked = sum(Fraction(row["worked_hours"] or 0) for row in past)
    lately = sum(Fraction(row["worked_hours"] or 0) for row in past if row["held_on"] > on - period)
    left = Fraction(work["hours_ordered"]) - Fraction(work["learning_hours"] or 0) - worked
    if left <= 0:
        return True
    return lately > 0 and left / (lately / period.days) < (end - on).days
