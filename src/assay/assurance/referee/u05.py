"""U05 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import (
    ONE_DAY,
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    excuse_of,
    judge,
    working_days_after,
    worst,
)
from assay.assurance.referee.unpaid import KEPT, bookings, number
from assay.standards.profile import Profile


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What U05 says of each case on a day."""
    booked = bookings(tables)
    return worst(
        (row["work"]["case_id"], row["attendance_id"], verdict)
        for row in booked
        for verdict in _in_order(*_of(row, tables, on, profile), *_above(row, booked, on, profile))
    )


def _in_order(*verdicts: Verdict) -> list[Verdict]:
    """What is said of one booking shows the same records: the reason settles ties."""
    return sorted(verdicts, key=lambda each: each.reason or "")


def _looked_at(held: dt.date, on: dt.date, profile: Profile) -> bool:
    return held <= on <= held + number(profile, "U05.looks_back", held) * ONE_DAY


def _of(row: Row, tables: Tables, on: dt.date, profile: Profile) -> Iterator[Verdict]:
    outcome, hours, held = row["outcome"], row["worked_hours"], row["held_on"]
    if outcome is not None and outcome not in KEPT:
        return
    if held is None:
        yield Verdict("cannot tell", None, "blank: sessions.starts_at")
        return
    if not _looked_at(held, on, profile):
        return
    whole = outcome is not None and hours is not None
    saved = as_day(row["outcome_recorded_at"]) if whole else None
    paper_by = held + number(profile, "unpaid_work.paper_within", held) * ONE_DAY
    unit = row["session"]["unit_id"]
    excuse = (
        excuse_of(tables, unit, ("system outage",), held, held, of="unit_id")[0] if unit else None
    )
    yield judge(
        on,
        working_days_after(held, number(profile, "unpaid_work.saved_within", held)),
        saved,
        excuse=excuse,
        excused_until=None if saved is not None and saved <= paper_by else paper_by,
        blank="attendances.outcome_recorded_at" if whole and saved is None else None,
    )
    if whole and hours > 0:
        yield judge(
            on,
            working_days_after(held, number(profile, "unpaid_work.credited_within", held)),
            as_day(row["credited_at"]),
            blank="unpaid_work.hours_ordered" if row["work"]["hours_ordered"] is None else None,
        )


def _above(row: Row, booked: list[Row], on: dt.date, profile: Profile) -> Iterator[Verdict]:
    at, held, ordered = row["credited_at"], row["held_on"], row["work"]["hours_ordered"]
    if at is None:
        return
    if held is None:
        if on >= at.date():
            yield Verdict("cannot tell", at.date(), "blank: sessions.starts_at")
        return
    since = max(held, at.date())
    mine = [other for other in booked if other["unpaid_work_id"] == row["unpaid_work_id"]]
    unknown = any(other["credited_at"] and other["worked_hours"] is None for other in mine)
    if (ordered is None or unknown) and on >= since and _looked_at(held, on, profile):
        field = "unpaid_work.hours_ordered" if ordered is None else "attendances.worked_hours"
        yield Verdict("cannot tell", since, f"blank: {field}")
    if ordered is None or row["worked_hours"] is None:
        return
    total = sum(
        other["worked_hours"] or 0
        for other in mine
        if other["credited_at"] is not None
        and (other["credited_at"], other["attendance_id"]) <= (at, row["attendance_id"])
    )
    if total > ordered and on >= since and _looked_at(held, on, profile):
        yield Verdict("not met", since, "more than ordered")
