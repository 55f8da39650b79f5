"""D06: every past appointment has an outcome."""

from assay.assurance.criteria import shared
from assay.assurance.criteria.excuses import with_excuse_of_any, with_units
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
    not_before,
    one,
    seen,
    union,
    yes,
)

APPOINTMENTS = ("appointment", "home visit")


def checks_of(record: Record) -> Table:
    """One check for each appointment, and one more from the day it was blank for too long."""
    timely = _appointments(record).filter(_in_time)
    # The others are few, and much is asked of them: they are worked out once.
    rows = _with_outage(record, record.once("untimely_outcomes", _untimely))
    # With an outcome but no time of entry nobody can tell when that was.
    left = (rows.outcome.isnull() | rows.entered_on.notnull()) & ~yes(
        rows.entered_on <= rows.blank_until
    )
    rows = rows.mutate(left_on=case((left, shared.day_past(rows.blank_until))))
    long = rows.filter(rows.left_on.notnull())
    return union(
        _entered(timely),
        _asked(rows, day(rows.planned_at), rows.left_on, rows.entered_on, None),
        _asked(long, long.left_on, None, day(long.planned_at), long.excused_until),
    )


def _in_time(rows: Table) -> Value:
    return rows.type.notnull() & yes(rows.entered_on <= rows.due_on)


def _untimely(record: Record) -> Table:
    rows = _appointments(record)
    rows = rows.filter(~_in_time(rows))
    rows = with_units(record, rows)
    return record.with_due(rows, "blank_until", rows.planned_at, "appointment.outcome_blank_most")


def _entered(rows: Table) -> Table:
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.contact_id,
        from_on=day(rows.planned_at),
        until_on=shared.day_past(rows.last_on),
        due_on=rows.due_on,
        done_on=rows.entered_on,
        evidence=_contact(rows),
    )


def _contact(rows: Table) -> Value:
    return seen(
        "contacts",
        rows.contact_id,
        planned_at=rows.planned_at,
        outcome=rows.outcome,
        outcome_recorded_at=rows.outcome_recorded_at,
    )


def _appointments(record: Record) -> Table:
    """Appointments of the days that matter, and those that may be such."""
    rows = not_before(record.contacts, "planned_at", record.reached_back("D06.looks_back"))
    last = record.last_day("D06.looks_back", rows.planned_at)
    rows = rows.filter(
        (rows.type.isin(APPOINTMENTS) | rows.type.isnull())
        & (
            rows.planned_at.isnull()
            | ((day(rows.planned_at) <= record.as_of) & (last >= record.since))
        )
    )
    rows = rows.select(
        "contact_id",
        "case_id",
        "type",
        "planned_at",
        "outcome",
        "outcome_recorded_at",
        staff_id="officer_id",
        last_on=record.last_day("D06.looks_back", rows.planned_at),
        entered_on=case((rows.outcome.notnull(), day(rows.outcome_recorded_at))),
    )
    return record.with_due(rows, "due_on", rows.planned_at, "appointment.outcome_within")


def _with_outage(record: Record, rows: Table) -> Table:
    """Add an outage between appointment and deadline: of the case, else the officer or the unit."""
    return with_excuse_of_any(
        record,
        rows,
        ("system outage",),
        rows.planned_at,
        rows.due_on,
        key="contact_id",
        whose=("case_id", "staff_id", "unit_id"),
    )


def _asked(
    rows: Table, from_on: Value, until_on: Value | None, done_on: Value, outage_until: Value | None
) -> Table:
    gone = shared.day_past(rows.last_on)
    untyped = rows.type.isnull()
    undated = rows.outcome.notnull() & rows.outcome_recorded_at.isnull()
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.contact_id,
        from_on=from_on,
        until_on=gone if until_on is None else earliest(gone, until_on),
        due_on=rows.due_on,
        done_on=done_on,
        right=None if outage_until is None else one(value=False),
        wrong="left blank",
        blank=case(
            (untyped, "contacts.type"),
            (undated, "contacts.outcome_recorded_at"),
            otherwise=first_blank({"contacts.planned_at": rows.planned_at}),
        ),
        excuse=rows.excuse,
        excused_until=outage_until,
        evidence=evidence(
            _contact(rows),
            seen("excuses", rows.excuse_id, reason=rows.excuse),
        ),
    )
