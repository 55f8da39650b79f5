"""U03: enough hours of unpaid work were offered each week."""

from assay.assurance.criteria import shared
from assay.assurance.criteria.unpaid import bookings, mondays, started
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    Value,
    case,
    checks,
    days_after,
    earliest,
    evidence,
    first_blank,
    first_known,
    monday,
    one,
    seen,
    total,
    union,
    yes,
)

WEEK = 7
SUNDAY = 6
"""Days after Monday."""


def checks_of(record: Record) -> Table:
    """One check for each week of each requirement, from when its first session was due or held."""
    work = started(record)
    work = record.with_due(work, "first_by", work.allocated_at, "unpaid_work.first_session_within")
    work = work.mutate(
        active_on=earliest(work.first_on, work.first_by), over_on=shared.day_past(work.ended_on)
    )
    known = work.filter(work.active_on.notnull())
    return union(
        _weekly(record, work),
        _unknown(work.filter(work.active_on.isnull())),
        _sooner(record, known.filter(known.undated > 0)),
    )


def _weekly(record: Record, work: Table) -> Table:
    rows = _with_left(record, _with_offered(record, work))
    end_phase = record.value("unpaid_work.end_phase_under", rows.monday)
    left = rows.hours_ordered - rows.learning_hours - rows.worked
    agreed = yes(rows.fewer_hours_agreed)
    open_question = rows.short & ~agreed
    fields = {
        "unpaid_work.intensive": rows.intensive,
        "attendances.offered_hours": _blank_if(open_question & (rows.blanks > 0)),
        "sessions.starts_at": _blank_if(open_question & (rows.undated > 0)),
        "unpaid_work.hours_ordered": _blank_if(open_question & rows.hours_ordered.isnull()),
        "unpaid_work.learning_hours": _blank_if(open_question & rows.learning_hours.isnull()),
        "attendances.worked_hours": _blank_if(open_question & (rows.unknown > 0)),
    }
    sunday = days_after(rows.monday, SUNDAY)
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.unpaid_work_id,
        from_on=rows.monday,
        until_on=earliest(rows.until_on, rows.over_on),
        due_on=sunday,
        done_on=case((~rows.short, rows.last_on)),
        blank=first_blank(fields),
        excuse=case((agreed, "fewer hours agreed"), (yes(left < end_phase), "end of the order")),
        evidence=evidence(
            seen(
                "unpaid_work",
                rows.unpaid_work_id,
                week_from=rows.monday,
                hours=rows.hours,
                asked=rows.asked,
            ),
            seen("attendances", rows.first_id),
            seen("attendances", rows.last_id),
        ),
    )


def _with_offered(record: Record, work: Table) -> Table:
    """Each requirement in each week that counts, with the hours offered in it."""
    weeks = mondays(record)
    back = record.value("unpaid_work.weeks_checked", weeks.monday)
    weeks = weeks.mutate(until_on=days_after(weeks.monday, (back + 1) * WEEK))
    weeks = weeks.filter(weeks.until_on > one(record.since))
    held = work.join(weeks, work.active_on <= weeks.monday)
    held = held.filter(~yes(held.over_on <= held.monday))
    booked = bookings(record)
    booked = booked.mutate(monday=monday(booked.held_on)).semi_join(weeks, "monday")
    offered = booked.group_by("unpaid_work_id", "monday").agg(
        hours=total(booked.offered_hours),
        blanks=booked.offered_hours.isnull().sum(),
        last_on=booked.held_on.max(),
        first_id=booked.attendance_id.min(),
        last_id=booked.attendance_id.max(),
    )
    rows = held.left_join(offered, ["unpaid_work_id", "monday"])
    weekly = record.value("unpaid_work.weekly_hours", rows.monday)
    intensive = record.value("unpaid_work.intensive_weekly_hours", rows.monday)
    asked = case((yes(rows.intensive), intensive), otherwise=weekly)
    rows = rows.drop("unpaid_work_id_right", "monday_right")
    return rows.mutate(asked=asked, short=~yes(rows.hours >= asked))


def _with_left(record: Record, rows: Table) -> Table:
    """The hours worked before each week that falls short."""
    short = rows.filter(rows.short).select("unpaid_work_id", "monday")
    booked = bookings(record).select("unpaid_work_id", "held_on", "worked_hours", "outcome")
    before = short.join(booked, ["unpaid_work_id", booked.held_on < short.monday])
    kept = before.outcome.isin(shared.KEPT)
    worked = before.group_by("unpaid_work_id", "monday").agg(
        worked=total(before.worked_hours),
        unknown=(yes(kept) & before.worked_hours.isnull()).sum(),
    )
    found = rows.left_join(worked, ["unpaid_work_id", "monday"])
    found = found.drop("unpaid_work_id_right", "monday_right")
    return found.mutate(worked=first_known(found.worked, 0.0))


def _blank_if(unknown: Value) -> Value:
    return case((yes(unknown), one(None, "string")), otherwise=one("known"))


def _unknown(work: Table) -> Table:
    """Those of which nobody can tell since when hours had to be offered."""
    return checks(
        work,
        case_id=work.case_id,
        about=work.unpaid_work_id,
        from_on=work.from_on,
        until_on=work.over_on,
        due_on=work.active_on,
        done_on=None,
        blank=first_blank({"unpaid_work.allocated_at": work.allocated_at}),
        evidence=seen("unpaid_work", work.unpaid_work_id, allocated_at=work.allocated_at),
    )


def _sooner(record: Record, work: Table) -> Table:
    """Those that may have begun before it is known, while weeks before that still count."""
    first = monday(days_after(work.active_on, SUNDAY))
    back = record.value("unpaid_work.weeks_checked", first)
    return checks(
        work,
        case_id=work.case_id,
        about=work.unpaid_work_id,
        from_on=work.from_on,
        until_on=earliest(days_after(first, back * WEEK), work.over_on),
        due_on=work.active_on,
        done_on=None,
        blank=one("sessions.starts_at"),
        evidence=seen("unpaid_work", work.unpaid_work_id, allocated_at=work.allocated_at),
    )
