"""U01 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import Row, Tables, Verdict, Verdicts, as_day, judge, worst
from assay.assurance.referee.unpaid import KEPT, bookings, months_after, number
from assay.standards.profile import Profile


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What U01 says of each case on a day."""
    return worst(
        (row["work"]["case_id"], row["unpaid_work_id"], verdict)
        for row in bookings(tables)
        for verdict in _of(row, on, profile)
    )


def _of(row: Row, on: dt.date, profile: Profile) -> Iterator[Verdict]:
    work, at = row["work"], row["starts_at"]
    start = work["from_on"]
    if row["outcome"] is not None and row["outcome"] not in KEPT:
        return
    if start is not None:
        last = months_after(start, number(profile, "U01.looks_back", start))
        if not start <= on <= last:
            return
    if start is None or at is None:
        blank = "unpaid_work.from_on" if start is None else "sessions.starts_at"
        yield Verdict("cannot tell", as_day(at), f"blank: {blank}")
        return
    ready = [work["assessed_at"], work["inducted_at"]]
    done = None if None in ready else max(ready)
    in_time = done is not None and done <= at
    if row["outcome"] is None and on > at.date() and not in_time:
        yield Verdict("cannot tell", at.date(), "blank: attendances.outcome")
        return
    yield judge(on, at.date(), as_day(done), right=in_time, wrong="late")
