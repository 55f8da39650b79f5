"""R05 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import (
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    judge,
    number,
    worst,
)
from assay.standards.profile import Profile

Found = tuple[str, str, Verdict]


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What R05 says of each case on a day."""
    live = [row for row in tables["flags"] if row["ended_on"] is None or on < row["ended_on"]]
    return worst(found for row in live for found in _of(row, on, profile))


def _of(flag: Row, on: dt.date, profile: Profile) -> Iterator[Found]:
    who, name, due = flag["case_id"], flag["flag_id"], flag["review_by_on"]
    raised = as_day(flag["raised_at"]) or dt.date(1900, 1, 1)
    before = number(profile, "R05.warns", due) or 0
    if due is None:
        if raised <= on:
            yield who, name, Verdict("cannot tell", None, "blank: flags.review_by_on")
    elif on >= max(raised, due - dt.timedelta(days=before)):
        yield who, name, judge(on, due, None)
    if raised <= on:
        given = flag["reason_given"]
        filled = flag["type"] is not None and flag["owner_id"] is not None and given
        blank = "flags.reason_given" if given is None else None
        wrong = "not filled in"
        yield who, name, judge(on, raised, raised, right=filled, wrong=wrong, blank=blank)
