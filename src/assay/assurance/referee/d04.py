"""D04 once more, in plain Python."""

import datetime as dt
import math
from collections.abc import Iterator
from fractions import Fraction

from assay.assurance.referee.base import (
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    begun,
    judge,
    number,
    worst,
)
from assay.standards.profile import Profile

KINDS = ("activity days", "programme", "treatment", None)
NEEDED = {
    "cases.started_on": "started_on",
    "cases.ends_on": "ends_on",
    "requirements.type": "type",
    "requirements.ordered": "ordered",
    "requirements.delivered": "delivered",
}


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What D04 says of each case on a day."""
    cases = {case["case_id"]: case for case in begun(tables)}
    return worst(
        (row["case_id"], row["requirement_id"], verdict)
        for row in tables["requirements"]
        if row["type"] in KINDS and row["case_id"] in cases
        for verdict in _of(row, cases[row["case_id"]], on, profile)
    )


def _of(row: Row, case: Row, on: dt.date, profile: Profile) -> Iterator[Verdict]:
    begins = row["from_on"] or case["started_on"]
    ended = [day for day in (row["ended_on"], case["ended_on"]) if day]
    if (begins and on < begins) or (ended and on > min(ended)):
        return
    both = {**row, "started_on": case["started_on"], "ends_on": case["ends_on"]}
    blank = next((name for name, field in NEEDED.items() if both[field] is None), None)
    if blank is None and row["type"] == "programme" and row["programme_weeks"] is None:
        blank = "requirements.programme_weeks"
    if blank:
        yield Verdict("cannot tell", begins, f"blank: {blank}")
    else:
        yield judge(on, begins, begins)
    wrong = None
    if row["type"] and _behind(both, on, profile):
        wrong = "behind"
    if row["type"] == "programme" and _no_time(both, on):
        wrong = "no time to finish"
    if wrong:
        waits = [row["waiting_list_on"], as_day(row["escalated_at"])]
        excused = all(day is not None and day <= on for day in waits)
        yield judge(
            on, on, on, right=False, wrong=wrong, excuse="waiting list" if excused else None
        )


def _behind(row: Row, on: dt.date, profile: Profile) -> bool:
    most = number(profile, "requirement.behind_most", on)
    fields = ("started_on", "ends_on", "ordered", "delivered")
    if most is None or any(row[field] is None for field in fields):
        return False
    total = (row["ends_on"] - row["started_on"]).days
    elapsed = (min(on, row["ends_on"]) - row["started_on"]).days
    ordered, delivered = Fraction(row["ordered"]), Fraction(row["delivered"])
    behind: bool = delivered * 100 * total < ordered * (elapsed * 100 - total * most)
    return behind


def _no_time(row: Row, on: dt.date) -> bool:
    if row["ends_on"] is None or row["programme_weeks"] is None:
        return False
    days = math.floor(-7 * row["programme_weeks"])
    start_by: dt.date = row["ends_on"] + dt.timedelta(days=days)
    return (row["programme_from_on"] or on) > start_by
