"""U05: attendance and hours at unpaid work were recorded on the day."""

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
    latest,
    one,
    running,
    seen,
    total,
    union,
    yes,
)


def checks_of(record: Record) -> Table:
    """For each session worked: saved, and credited in time; and credit above the order."""
    recent = _recent(record)
    rows = recent.filter(recent.outcome.isnull() | recent.outcome.isin(shared.KEPT))
    return union(
        _saved(record, rows),
        _credited(record, rows),
        _above(record, recent),
        _unmeasured(record, recent),
    )


def _recent(record: Record) -> Table:
    """Bookings in sessions of the period, or of no known day."""
    booked = bookings(record)
    past_on = shared.day_past(record.last_day("U05.looks_back", booked.held_on))
    booked = booked.mutate(past_on=past_on)
    soon = booked.held_on.isnull() | (booked.held_on <= one(record.as_of))
    return booked.filter(soon & ~yes(past_on <= one(record.since)))


def _saved(record: Record, rows: Table) -> Table:
    whole = rows.outcome.notnull() & rows.worked_hours.notnull()
    rows = rows.mutate(whole=whole, saved_on=case((whole, day(rows.outcome_recorded_at))))
    rows = record.with_due(rows, "due_on", rows.held_on, "unpaid_work.saved_within")
    rows = record.with_due(rows, "paper_by", rows.held_on, "unpaid_work.paper_within")
    rows = shared.with_excuse(
        record,
        rows,
        ("system outage",),
        rows.held_on,
        rows.held_on,
        key="attendance_id",
        of="unit_id",
    )
    undated = rows.whole & rows.outcome_recorded_at.isnull()
    on_paper = yes(rows.saved_on <= rows.paper_by)
    fields = {
        "sessions.starts_at": rows.held_on,
        "attendances.outcome_recorded_at": case((~undated, one("known"))),
    }
    return _asked(
        rows,
        due_on=rows.due_on,
        done_on=rows.saved_on,
        fields=fields,
        excuse=rows.excuse,
        excused_until=case((~on_paper, rows.paper_by)),
    )


def _credited(record: Record, rows: Table) -> Table:
    rows = rows.filter(rows.outcome.notnull() & yes(rows.worked_hours > 0))
    rows = record.with_due(rows, "due_on", rows.held_on, "unpaid_work.credited_within")
    ordered = record.unpaid_work.select("unpaid_work_id", "hours_ordered")
    rows = rows.join(ordered, "unpaid_work_id")
    fields = {"sessions.starts_at": rows.held_on, "unpaid_work.hours_ordered": rows.hours_ordered}
    return _asked(rows, due_on=rows.due_on, done_on=day(rows.credited_at), fields=fields)


def _above(record: Record, recent: Table) -> Table:
    """Credit that took the total above the hours of the order."""
    booked = bookings(record).semi_join(recent, "unpaid_work_id")
    credited = booked.filter(booked.credited_at.notnull() & booked.worked_hours.notnull())
    totals = credited.group_by("unpaid_work_id").agg(whole=total(credited.worked_hours))
    ordered = record.unpaid_work.select("unpaid_work_id", "hours_ordered")
    totals = totals.join(ordered, "unpaid_work_id").filter(
        lambda row: row.whole > row.hours_ordered
    )
    rows = credited.join(totals.select("unpaid_work_id", "hours_ordered"), "unpaid_work_id")
    order = [rows.credited_at, rows.attendance_id]
    rows = rows.mutate(total=running(rows.worked_hours, "unpaid_work_id", order))
    past_on = shared.day_past(record.last_day("U05.looks_back", rows.held_on))
    rows = rows.mutate(past_on=past_on).filter(
        (rows.total > rows.hours_ordered) & rows.held_on.notnull()
    )
    since = latest(rows.held_on, day(rows.credited_at))
    return _asked(
        rows, due_on=since, done_on=since, fields={}, from_on=since, wrong="more than ordered"
    )


def _unmeasured(record: Record, recent: Table) -> Table:
    """Credit of which nobody can tell whether the total is above the order."""
    credited = bookings(record).filter(lambda row: row.credited_at.notnull())
    blanks = credited.filter(credited.worked_hours.isnull())
    blanks = blanks.select("unpaid_work_id", blank_hours=one(value=True)).distinct()
    ordered = record.unpaid_work.select("unpaid_work_id", "hours_ordered")
    rows = recent.filter(recent.credited_at.notnull())
    rows = rows.join(ordered, "unpaid_work_id").left_join(blanks, "unpaid_work_id")
    rows = rows.drop("unpaid_work_id_right")
    unknown = rows.held_on.isnull() | rows.hours_ordered.isnull()
    rows = rows.filter(unknown | rows.blank_hours.notnull())
    since = latest(rows.held_on, day(rows.credited_at))
    fields = {
        "sessions.starts_at": rows.held_on,
        "unpaid_work.hours_ordered": rows.hours_ordered,
        "attendances.worked_hours": one(None, "string"),
    }
    return _asked(rows, due_on=since, done_on=since, fields=fields, from_on=since)


def _asked(
    rows: Table,
    *,
    due_on: Value,
    done_on: Value,
    fields: dict[str, Value],
    from_on: Value | None = None,
    wrong: str | None = None,
    excuse: Value | None = None,
    excused_until: Value | None = None,
) -> Table:
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.attendance_id,
        from_on=rows.held_on if from_on is None else from_on,
        until_on=rows.past_on,
        due_on=due_on,
        done_on=done_on,
        right=one(wrong is None),
        wrong=wrong or "late",
        blank=first_blank(fields) if fields else None,
        excuse=excuse,
        excused_until=excused_until,
        evidence=evidence(
            seen("sessions", rows.session_id, starts_at=rows.starts_at),
            seen(
                "attendances",
                rows.attendance_id,
                outcome=rows.outcome,
                outcome_recorded_at=rows.outcome_recorded_at,
                worked_hours=rows.worked_hours,
                credited_at=rows.credited_at,
            ),
        ),
    )
