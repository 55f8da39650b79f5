"""D11 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import (
    KEPT,
    ONE_DAY,
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    begun,
    by,
    excuse_of,
    judge,
    months_after,
    number,
    working_days_after,
    worst,
)
from assay.standards.profile import Profile

Found = tuple[str, str, Verdict]
EMERGENCY = "emergency absence"
CHANGES = {"planned change", "unplanned change", EMERGENCY, None}


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What D11 says of each case on a day."""
    given = by(tables["allocations"], "case_id")
    found: list[Found] = []
    for case in begun(tables):
        if case["ended_on"] is None or on <= case["ended_on"]:
            changes = [row for row in given[case["case_id"]] if row["reason"] in CHANGES]
            for row in changes:
                found += _of(row, tables, on, profile)
            found += _too_many(changes, on, profile)
    return worst(found)


def _of(row: Row, tables: Tables, on: dt.date, profile: Profile) -> Iterator[Found]:
    who, name, changed = row["case_id"], row["allocation_id"], as_day(row["allocated_at"])
    if changed is not None and not _recent(changed, on, profile):
        return
    if row["reason"] is None:
        yield who, name, Verdict("cannot tell", changed, "blank: allocations.reason")
    elif changed is None:
        yield who, name, Verdict("cannot tell", None, "blank: allocations.allocated_at")
    else:
        yield who, name, _note(row, changed, tables, on, profile)
        yield who, name, _contact(row, changed, tables, on, profile)


def _recent(changed: dt.date, on: dt.date, profile: Profile) -> bool:
    back = number(profile, "D11.looks_back", changed) or 0
    return changed <= on <= months_after(changed, back)


def _note(row: Row, changed: dt.date, tables: Tables, on: dt.date, profile: Profile) -> Verdict:
    written = as_day(row["handover_note_at"])
    excuse, _ = excuse_of(tables, row["case_id"], (EMERGENCY,), changed, changed)
    if row["reason"] == EMERGENCY:
        excuse = EMERGENCY
    last = changed + ONE_DAY * (number(profile, "handover.emergency_note_within", changed) or 0)
    until = None if written and written <= last else last
    before = written is not None and row["handover_note_at"] <= row["allocated_at"]
    return judge(
        on, changed, written, right=before, wrong="late", excuse=excuse, excused_until=until
    )


def _contact(row: Row, changed: dt.date, tables: Tables, on: dt.date, profile: Profile) -> Verdict:
    within = number(profile, "handover.first_contact_within", changed)
    due = working_days_after(changed, within) if within is not None else None
    if row["officer_id"] is None:
        return Verdict("cannot tell", due, "blank: allocations.officer_id")
    after = [
        other
        for other in tables["contacts"]
        if other["case_id"] == row["case_id"]
        and other["planned_at"] is not None
        and other["planned_at"].date() >= changed
    ]
    kept = [other for other in after if other["outcome"] in KEPT]
    theirs = [x["planned_at"].date() for x in kept if x["officer_id"] == row["officer_id"]]
    nobodys = [x["planned_at"].date() for x in kept if x["officer_id"] is None]
    first = min(theirs, default=None)
    visits = [other for other in after if other["type"] in {"appointment", "home visit"}]
    booked = min((_booked(visit) for visit in visits), default=None)
    in_time = booked is not None and due is not None and booked <= due
    if first and booked and in_time:
        first_done: dt.date | None = max(first, booked)
    else:
        first_done = first
    blank = None
    seen_in_time = first is not None and due is not None and first <= due
    if due is not None and not seen_in_time and any(day <= due for day in nobodys):
        blank = "contacts.officer_id"
    if seen_in_time and not in_time and any(visit["arranged_at"] is None for visit in visits):
        blank = "contacts.arranged_at"
    wrong = "next appointment not booked"
    return judge(on, due, first_done, right=in_time, wrong=wrong, blank=blank)


def _booked(contact: Row) -> dt.date:
    at: dt.datetime = contact["arranged_at"] or contact["recorded_at"] or contact["planned_at"]
    return at.date()


def _too_many(changes: list[Row], on: dt.date, profile: Profile) -> Iterator[Found]:
    unplanned = sorted(
        (row for row in changes if row["reason"] == "unplanned change" and row["allocated_at"]),
        key=lambda row: (row["allocated_at"], row["allocation_id"]),
    )
    for place, row in enumerate(unplanned):
        changed = row["allocated_at"].date()
        most = number(profile, "handover.unplanned_most", changed) or 0
        first = unplanned[place - most]["allocated_at"].date() if place >= most else None
        if first and changed <= on and _recent(first, on, profile):
            many = Verdict("not met", changed, "too many changes")
            yield row["case_id"], row["allocation_id"], many
