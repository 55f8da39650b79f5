"""U09 once more, in plain Python."""

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
from assay.assurance.referee.unpaid import bookings, number
from assay.standards.profile import Profile

NOT_THEIRS = (
    "attended complied",
    "attended sent home (service issue)",
    "acceptable absence (stood down)",
    "rescheduled by service",
    "rescheduled by person",
    "suspended",
)


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What U09 says of each case on a day."""
    tasks = {row["task_id"]: row for row in tables["tasks"]}
    return worst(
        (row["work"]["case_id"], row["attendance_id"], verdict)
        for row in bookings(tables)
        if row["outcome"] not in NOT_THEIRS
        for verdict in _of(row, tasks.get(row["task_id"]), on, profile)
    )


def _of(row: Row, task: Row | None, on: dt.date, profile: Profile) -> Iterator[Verdict]:
    held = row["held_on"]
    told = task["assigned_at"].date() if task and task["assigned_at"] else None
    due = None
    if told is not None:
        within = number(profile, "unpaid_work.absence_opened_within", told)
        due = working_days_after(told, within)
    if held is None:
        yield Verdict("cannot tell", None, "blank: sessions.starts_at")
        if told is not None and row["outcome"] and on >= told:
            yield Verdict("cannot tell", due, "blank: sessions.starts_at")
        return
    if on > held + number(profile, "U09.looks_back", held) * ONE_DAY:
        return
    if row["outcome"] is None:
        if on > held:
            yield Verdict("cannot tell", held, "blank: attendances.outcome")
        return
    if on >= held:
        made_by = working_days_after(held, number(profile, "unpaid_work.absence_task_within", held))
        missing = "tasks.assigned_at" if row["task_id"] and told is None else None
        yield judge(on, made_by, told, blank=missing)
    if task is not None and told is not None and on >= told:
        opened = task["opened_at"].date() if task["opened_at"] else None
        yield judge(on, due, opened)
