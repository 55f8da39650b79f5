"""U01: assessed and inducted before the first session of unpaid work."""

from assay.assurance.criteria import shared
from assay.assurance.criteria.unpaid import bookings
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    Value,
    case,
    checks,
    day,
    earliest,
    evidence,
    first_blank,
    latest,
    one,
    row_number,
    seen,
    union,
    yes,
)


def checks_of(record: Record) -> Table:
    """One check for the first session worked; one for the first whose outcome is not known."""
    work = record.unpaid_work.select("unpaid_work_id", "from_on", "assessed_at", "inducted_at")
    past_on = shared.day_past(record.last_day("U01.looks_back", work.from_on))
    work = work.mutate(past_on=past_on).filter(~yes(past_on <= one(record.since)))
    rows = _first_sessions(bookings(record).semi_join(work, "unpaid_work_id"))
    rows = rows.join(work, "unpaid_work_id")
    both = rows.assessed_at.notnull() & rows.inducted_at.notnull()
    ready_at = latest(rows.assessed_at, rows.inducted_at)
    rows = rows.mutate(
        ready_on=case((both, day(ready_at))),
        in_time=both & (ready_at <= rows.starts_at),
        after_on=shared.day_past(rows.held_on),
    )
    open_ones = rows.filter(rows.outcome.isnull() & rows.held_on.notnull())
    until_known = earliest(open_ones.after_on, open_ones.past_on)
    worked = rows.filter(rows.outcome.notnull() | rows.held_on.isnull())
    unknown = case((~open_ones.in_time, "attendances.outcome"))
    return union(
        _asked(worked, worked.from_on, worked.past_on, None),
        _asked(open_ones, open_ones.from_on, until_known, None),
        _asked(
            open_ones, latest(open_ones.from_on, open_ones.after_on), open_ones.past_on, unknown
        ),
    )


def _first_sessions(booked: Table) -> Table:
    booked = booked.filter(booked.outcome.isnull() | booked.outcome.isin(shared.KEPT))
    alike = booked.mutate(_known=booked.outcome.notnull(), _dated=booked.starts_at.notnull())
    place = row_number(
        ("unpaid_work_id", "_known", "_dated"), [alike.starts_at, alike.attendance_id]
    )
    return alike.mutate(_place=place).filter(lambda row: row["_place"] == 0)


def _asked(rows: Table, from_on: Value, until_on: Value, unknown: Value | None) -> Table:
    fields = {"unpaid_work.from_on": rows.from_on, "sessions.starts_at": rows.starts_at}
    known = first_blank(fields)
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.unpaid_work_id,
        from_on=from_on,
        until_on=until_on,
        due_on=rows.held_on,
        done_on=rows.ready_on,
        right=rows.in_time,
        wrong="late",
        blank=known if unknown is None else case((known.notnull(), known), otherwise=unknown),
        evidence=evidence(
            seen(
                "unpaid_work",
                rows.unpaid_work_id,
                from_on=rows.from_on,
                assessed_at=rows.assessed_at,
                inducted_at=rows.inducted_at,
            ),
            seen("attendances", rows.attendance_id, outcome=rows.outcome),
            seen("sessions", rows.session_id, starts_at=rows.starts_at),
        ),
    )
