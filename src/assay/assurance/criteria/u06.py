"""U06: the hours will be worked within the time the law gives."""

from assay.assurance.criteria import shared
from assay.assurance.criteria.unpaid import bookings, started
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    LONG_AGO,
    Table,
    case,
    checks,
    days_between,
    evidence,
    first_blank,
    first_known,
    latest,
    one,
    seen,
    total,
    yes,
)

WEEK = 7


def checks_of(record: Record) -> Table:
    """One check for each open requirement on each day to judge."""
    rows = _with_hours(record, _open(record))
    rows = rows.mutate(
        end_on=record.last_day("unpaid_work.finished_within", rows.from_on),
        first_look=record.last_day("unpaid_work.rate_over", rows.from_on),
        left=rows.hours_ordered - first_known(rows.learning_hours, 0.0) - rows.worked,
        period=record.value("unpaid_work.rate_over", rows.day) * WEEK,
    )
    days_left = days_between(rows.day, rows.end_on)
    in_time = yes(rows.left * rows.period < rows.lately * days_left)
    applied_on = rows.extension_applied_on
    asked = yes((applied_on <= rows.day) & (applied_on < rows.end_on))
    right = yes(rows.left <= 0) | in_time | asked
    looked = rows.day > rows.first_look
    wanting = looked & ~right
    blank = {
        "unpaid_work.hours_ordered": rows.hours_ordered.isnull(),
        "unpaid_work.learning_hours": rows.learning_hours.isnull(),
        "sessions.starts_at": yes(rows.undated > 0),
        "attendances.worked_hours": rows.unknown > 0,
    }
    fields = {field: case((~(wanting & missing), one("known"))) for field, missing in blank.items()}
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.unpaid_work_id,
        from_on=rows.day,
        until_on=rows.until,
        due_on=latest(rows.first_look, rows.day),
        done_on=case((looked, rows.day)),
        right=right,
        wrong="too slow",
        blank=first_blank(
            {"unpaid_work.from_on": case((rows.from_on.notnull(), one("known"))), **fields}
        ),
        excuse=case((rows.extended_until_on.notnull(), "extended by the court")),
        excused_until=rows.extended_until_on,
        evidence=evidence(
            seen(
                "unpaid_work",
                rows.unpaid_work_id,
                from_on=rows.from_on,
                hours_ordered=rows.hours_ordered,
                learning_hours=rows.learning_hours,
                extension_applied_on=rows.extension_applied_on,
            ),
            seen("attendances", rows.last_id, worked=rows.worked, worked_lately=rows.lately),
        ),
    )


def _open(record: Record) -> Table:
    work = started(record)
    judged = record.judged
    begun = first_known(work.from_on, one(LONG_AGO))
    rows = work.mutate(begun_on=begun, over_on=shared.day_past(work.ended_on))
    rows = rows.filter(~yes(rows.over_on <= one(record.since)))
    held = rows.join(judged, rows.begun_on <= judged.day)
    return held.filter(~yes(held.over_on <= held.day))


def _with_hours(record: Record, rows: Table) -> Table:
    """The hours worked up to each day, and those of the weeks that give the rate."""
    booked = bookings(record)
    booked = booked.mutate(
        fresh_until=record.last_day("unpaid_work.rate_over", booked.held_on),
        untold=yes(booked.outcome.isin(shared.KEPT)) & booked.worked_hours.isnull(),
    ).select("unpaid_work_id", "attendance_id", "held_on", "fresh_until", "worked_hours", "untold")
    asked = rows.select("unpaid_work_id", "day")
    held = asked.join(booked, ["unpaid_work_id", asked.day >= booked.held_on])
    worked = held.group_by("unpaid_work_id", "day").agg(
        worked=total(held.worked_hours),
        lately=total(case((held.fresh_until > held.day, held.worked_hours))),
        unknown=held.untold.sum(),
        last_id=held.attendance_id.max(),
    )
    found = rows.left_join(worked, ["unpaid_work_id", "day"])
    found = found.drop("unpaid_work_id_right", "day_right")
    return found.mutate(
        worked=first_known(found.worked, 0.0),
        lately=first_known(found.lately, 0.0),
        unknown=first_known(found.unknown, 0),
    )
