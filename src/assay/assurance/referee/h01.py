"""H01 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import (
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    judge,
    last_day,
    number,
    working_hours_after,
    worst,
)
from assay.standards.profile import Profile


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What H01 says of each case on a day."""
    ends = {row["case_id"]: row["ended_on"] or dt.date.max for row in tables["cases"]}
    return worst(
        (paper["case_id"], f"{paper['document_id']}/{place}", verdict)
        for paper in tables["documents"]
        if paper["risk_bearing"] is not False and on <= ends.get(paper["case_id"], dt.date.min)
        for place, verdict in enumerate(_of(paper, tables, on, profile))
    )


def _of(paper: Row, tables: Tables, on: dt.date, profile: Profile) -> Iterator[Verdict]:
    """Each thing asked, in the order in which ties are settled: by the evidence."""
    came = paper["received_at"]
    if came is not None and came.date() > on:
        return
    fields = [f for f in ("risk_bearing", "received_at") if paper[f] is None]
    blank = f"documents.{fields[0]}" if fields else None
    task: Row = next(
        (row for row in tables["tasks"] if row["task_id"] == paper["task_id"]),
        {"assigned_at": None, "assigned_to": None, "opened_at": None},
    )
    by, given = _task_by(came, profile), task["assigned_at"]
    in_time = by is not None and given is not None and given <= by
    theirs, unknown = _theirs(paper, task, tables) if in_time else (False, None)
    if paper["task_id"] and given is None:
        unknown = "tasks.assigned_at"
    yield judge(
        on,
        as_day(by),
        as_day(given),
        right=theirs,
        wrong="another's task" if in_time else "late",
        undone="no task",
        blank=blank or unknown,
    )
    if paper["task_id"]:
        due = last_day(profile, "papers.opened_within", as_day(came))
        yield judge(on, due, as_day(task["opened_at"]), undone="not opened", blank=blank)


def _task_by(came: dt.datetime | None, profile: Profile) -> dt.datetime | None:
    on = as_day(came)
    keys = ("papers.task_within", "office.opens_at", "office.closes_at")
    hours, opens, closes = (number(profile, key, on) for key in keys)
    if came is None or hours is None or opens is None or closes is None:
        return None
    return working_hours_after(came, hours, opens, closes)


def _theirs(paper: Row, task: Row, tables: Tables) -> tuple[bool, str | None]:
    """Whether the task went to who held or covered the case that day; else what is blank."""
    on = task["assigned_at"].date()
    away = {row["absence_id"]: (row["from_on"], row["until_on"]) for row in tables["absences"]}
    spans = [
        (
            row["officer_id"],
            as_day(row["allocated_at"]),
            as_day(row["until_at"]),
            "allocations.allocated_at",
        )
        for row in tables["allocations"]
        if row["case_id"] == paper["case_id"]
    ]
    spans += [
        (row["officer_id"], *away[row["absence_id"]], "absences.from_on")
        for row in tables["covers"]
        if row["case_id"] == paper["case_id"] and row["absence_id"] in away
    ]
    spans = [span for span in spans if (span[1] or on) <= on <= (span[2] or on)]
    held = [who for who, _, _, _ in spans]
    if task["assigned_to"] is None:
        return False, "tasks.assigned_to"
    theirs = [span for span in spans if span[0] == task["assigned_to"]]
    if theirs:
        blank = min(field for _, _, _, field in theirs)
        return (True, None) if any(start for _, start, _, _ in theirs) else (False, blank)
    return False, "allocations.officer_id" if None in held or not held else None
