"""P04 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import (
    ONE_DAY,
    Row,
    Tables,
    Verdict,
    Verdicts,
    judge,
    last_day,
    worst,
)
from assay.standards.profile import Profile

KEY = "plan.shared_with_agencies_within"


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What P04 says of each case on a day."""
    ended = {row["case_id"]: row["ended_on"] for row in tables["cases"]}
    found = [
        (row["case_id"], row["agency_id"], verdict)
        for row in tables["agencies"]
        if row["case_id"] in ended
        and on <= (ended[row["case_id"]] or dt.date.max)
        and on >= (row["from_on"] or dt.date.min)
        for verdict in _of(row, on, profile)
    ]
    return worst(found)


def _of(row: Row, on: dt.date, profile: Profile) -> Iterator[Verdict]:
    closed = row["closed_on"] is not None and row["closed_on"] <= on
    excuse = "agency closed its case" if closed else None
    yield _shared(row, on, profile, excuse)
    began, named, action = row["from_on"], row["named_in_plan"], row["shared_action"]
    blanks = [name for name in ("from_on", "named_in_plan", "shared_action") if row[name] is None]
    blank = f"agencies.{blanks[0]}" if blanks else None
    wrong = "no shared action" if named else "not named in the plan"
    yield judge(on, began, began, right=named and action, wrong=wrong, excuse=excuse, blank=blank)


def _shared(row: Row, on: dt.date, profile: Profile, excuse: str | None) -> Verdict:
    began, last = row["from_on"], row["last_shared_on"]
    if last is not None and last <= on:
        due = last_day(profile, KEY, last)
        right = due is None or on < due + ONE_DAY
        return judge(on, due, last, right=right, wrong="not shared lately", excuse=excuse)
    blank = "agencies.last_shared_on" if last else None if began else "agencies.from_on"
    return judge(on, last_day(profile, KEY, began), None, excuse=excuse, blank=blank)
