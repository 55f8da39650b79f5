"""U09: an absence or concern at unpaid work reached the officer the same day."""

from assay.assurance.criteria import shared
from assay.assurance.criteria.unpaid import bookings
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    Value,
    case,
    checks,
    day,
    evidence,
    first_blank,
    one,
    seen,
    union,
    yes,
)

TOLD = (
    "attended failed to comply",
    "attended sent home (behaviour)",
    "unacceptable absence",
    "acceptable absence (medical)",
    "acceptable absence (employment)",
    "acceptable absence (family or childcare)",
    "acceptable absence (court or legal)",
    "acceptable absence (custody)",
    "acceptable absence (professional judgement)",
)
"""Outcomes an officer must hear of: the person was away or there was a concern."""


def checks_of(record: Record) -> Table:
    """For each absence or concern, that the task was made, and that it was opened."""
    booked = _recent(record)
    of_note = booked.filter(booked.outcome.isin(TOLD))
    tasks = record.tasks.select("task_id", "assigned_at", "opened_at")
    rows = of_note.left_join(tasks, "task_id").drop("task_id_right")
    rows = record.with_due(rows, "told_by", rows.held_on, "unpaid_work.absence_task_within")
    rows = record.with_due(rows, "read_by", rows.assigned_at, "unpaid_work.absence_opened_within")
    unknown = rows.task_id.notnull() & rows.assigned_at.isnull()
    told = rows.filter(rows.assigned_at.notnull())
    past = booked.filter(booked.outcome.isnull())
    past = past.mutate(assigned_at=one(None, "timestamp"), opened_at=one(None, "timestamp"))
    return union(
        _asked(
            rows,
            rows.held_on,
            rows.told_by,
            day(rows.assigned_at),
            {
                "tasks.assigned_at": case((~unknown, one("known"))),
            },
        ),
        _asked(told, day(told.assigned_at), told.read_by, day(told.opened_at), {}),
        _asked(
            past,
            shared.day_past(past.held_on),
            past.held_on,
            None,
            {
                "attendances.outcome": past.outcome,
            },
        ),
    )


def _recent(record: Record) -> Table:
    booked = bookings(record)
    past_on = shared.day_past(record.last_day("U09.looks_back", booked.held_on))
    rows = booked.mutate(past_on=past_on)
    soon = booked.held_on.isnull() | (booked.held_on <= one(record.as_of))
    return rows.filter(soon & ~yes(past_on <= one(record.since)))


def _asked(
    rows: Table, from_on: Value, due_on: Value, done_on: Value | None, fields: dict[str, Value]
) -> Table:
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.attendance_id,
        from_on=from_on,
        until_on=rows.past_on,
        due_on=due_on,
        done_on=done_on,
        blank=first_blank({"sessions.starts_at": rows.held_on, **fields}),
        evidence=evidence(
            seen("sessions", rows.session_id, starts_at=rows.starts_at),
            seen("attendances", rows.attendance_id, outcome=rows.outcome),
            seen("tasks", rows.task_id, assigned_at=rows.assigned_at, opened_at=rows.opened_at),
        ),
    )
