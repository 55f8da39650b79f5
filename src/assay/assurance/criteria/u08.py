"""U08: the supervisor has read what restricts a person before the session."""

from assay.assurance.criteria import shared
from assay.assurance.criteria.unpaid import bookings
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    Value,
    case,
    checks,
    day,
    days_after,
    earliest,
    evidence,
    first_blank,
    latest,
    one,
    seen,
    union,
    yes,
)


def checks_of(record: Record) -> Table:
    """For each restriction of each person booked: that it stands, and the time it was unread."""
    rows = _restricted(record)
    unread = rows.filter(rows.changed_at.notnull() | rows.card_read_at.isnull())
    up_to_date = unread.card_read_at >= unread.changed_at
    read_on = case((up_to_date, day(unread.card_read_at)))
    return union(
        _asked(rows, rows.begins, rows.past_on, rows.begins),
        _asked(unread, days_after(unread.begins, -1), earliest(read_on, unread.past_on), None),
    )


def _restricted(record: Record) -> Table:
    """Bookings with each restriction, from the eve until the session is past or has an outcome."""
    booked = bookings(record)
    eve = days_after(booked.held_on, -record.value("U08.looks_ahead", booked.held_on))
    booked = booked.mutate(
        eve=eve,
        past_on=earliest(shared.day_past(booked.held_on), day(booked.outcome_recorded_at)),
    )
    dated = yes(booked.eve <= one(record.as_of)) & (booked.held_on >= one(record.since))
    near = booked.filter(dated | (booked.held_on.isnull() & booked.outcome.isnull()))
    held = record.restrictions.select("case_id", "restriction_id", "kind", "changed_at")
    rows = near.join(held, "case_id")
    return rows.mutate(begins=latest(rows.eve, day(rows.changed_at)))


def _asked(rows: Table, due_on: Value, until_on: Value, done_on: Value | None) -> Table:
    undated = rows.changed_at.isnull() & rows.card_read_at.notnull()
    fields = {
        "sessions.starts_at": rows.held_on,
        "restrictions.changed_at": case((~undated, one("known"))),
    }
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.attendance_id,
        from_on=rows.begins,
        until_on=until_on,
        due_on=case((rows.held_on.notnull(), due_on)),
        done_on=done_on,
        blank=first_blank(fields),
        evidence=evidence(
            seen("sessions", rows.session_id, starts_at=rows.starts_at),
            seen("attendances", rows.attendance_id, card_read_at=rows.card_read_at),
            seen("restrictions", rows.restriction_id, kind=rows.kind, changed_at=rows.changed_at),
        ),
    )
