"""T01 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import (
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    excuse_of,
    judge,
    last_day,
    number,
    worst,
)
from assay.standards.profile import Profile

MOVED = "transferred out"


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What T01 says of each case on a day."""
    return worst(
        (row["case_id"], f"{row['resettlement_id']}/{place}", verdict)
        for row in tables["resettlements"]
        if row["in_scope"] is not False
        for place, verdict in enumerate(_of(row, tables, on, profile))
    )


def _of(row: Row, tables: Tables, on: dt.date, profile: Profile) -> Iterator[Verdict]:
    """Each thing asked, in the order in which ties are settled: by the evidence."""
    received, first = row["received_at"], row["screening_1_at"]
    start = as_day(received or row["recorded_at"])
    last = last_day(profile, "T01.looks_back", start)
    if last is not None and on > last:
        return
    blanks = [f"resettlements.{f}" for f in ("in_scope", "received_at") if row[f] is None]
    blank = next(iter(blanks), None)
    hours = number(profile, "screening.part1_within", start)
    if start is not None and hours is not None and start <= on:
        by = received + dt.timedelta(hours=hours) if received else None
        lost = "resettlements.screening_1_at" if first is None and row["screening_2_at"] else None
        right = first is not None and by is not None and first <= by
        due, done = as_day(by), as_day(first)
        yield from _asked(row, tables, on, start, due, done, right=right, blank=blank or lost)
    since = as_day(first)
    due = last_day(profile, "screening.part2_within", since)
    if since is None or since > on or number(profile, "screening.part2_within", since) is None:
        return
    for field in ("plan_at", "screening_2_at"):
        done = as_day(row[field])
        yield from _asked(row, tables, on, since, due, done, right=True, blank=blank)


def _asked(  # noqa: PLR0917 - the row, the day, and the three days of what is asked
    row: Row,
    tables: Tables,
    on: dt.date,
    start: dt.date,
    due: dt.date | None,
    done: dt.date | None,
    *,
    right: bool,
    blank: str | None,
) -> Iterator[Verdict]:
    released, moved = as_day(row["released_at"]), row["transferred_out_on"]
    in_time = due is not None and done is not None and done <= due
    if released and due and released <= due and not in_time and on >= released:
        return
    excuse, until = excuse_of(tables, row["case_id"], (MOVED,), start, due)
    if moved and due and moved <= due:
        excuse, until = MOVED, None
    yield judge(
        on,
        due,
        done,
        right=right,
        wrong="late",
        excuse=excuse,
        excused_until=until,
        blank=blank,
    )
