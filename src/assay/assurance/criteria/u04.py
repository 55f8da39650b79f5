"""U04: few sessions of unpaid work were lost by the service."""

from assay.assurance.criteria import shared
from assay.assurance.criteria.unpaid import LOST, bookings
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    case,
    checks,
    evidence,
    first_blank,
    first_known,
    one,
    seen,
    yes,
)


def checks_of(record: Record) -> Table:
    """One check for each person with a session planned lately, on each day to judge."""
    rows = _counted(record)
    most = record.value("unpaid_work.sessions_lost_from", rows.day)
    few = rows.lost < most
    maybe = few & (rows.lost + rows.open + rows.undated >= most)
    undated = maybe & (rows.open == 0)
    no_outcome = maybe & (rows.open > 0)
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.case_id,
        from_on=rows.day,
        until_on=rows.until,
        due_on=rows.day,
        done_on=rows.day,
        right=few,
        wrong="lost by us",
        blank=first_blank(
            {
                "attendances.outcome": case((~no_outcome, one("known"))),
                "sessions.starts_at": case((~undated, one("known"))),
            }
        ),
        excuse=case((rows.lost - rows.closed < most, "weather")),
        evidence=evidence(
            seen("attendances", rows.first_id, lost=rows.lost, closed_for_weather=rows.closed),
            seen("attendances", rows.last_id),
        ),
    )


def _counted(record: Record) -> Table:
    """For each person and day to judge: sessions lost, closed for weather, not known."""
    rows = _with_lost(record)
    until = record.last_day("U04.looks_back", rows.held_on)
    rows = rows.mutate(last_on=until).filter(until >= one(record.since))
    judged = record.judged
    held = rows.join(judged, [rows.held_on <= judged.day, rows.last_on >= judged.day])
    no_outcome = held.outcome.isnull() & (held.held_on < held.day)
    counted = held.group_by("case_id", "day", "until").agg(
        lost=held.lost.sum(),
        closed=held.weather.sum(),
        open=no_outcome.sum(),
        first_id=case((held.lost, held.attendance_id)).min(),
        last_id=case((held.lost, held.attendance_id)).max(),
    )
    found = counted.left_join(_undated(record), "case_id").drop("case_id_right")
    return found.mutate(undated=first_known(found.undated, 0))


def _with_lost(record: Record) -> Table:
    """Bookings, with whether the service lost the session, and whether to the weather."""
    words = record.words("unpaid_work.service_failures")
    lost = tuple(outcome for word in words for outcome in LOST[word])
    booked = bookings(record).filter(lambda row: row.held_on <= one(record.as_of))
    booked = booked.mutate(lost=yes(booked.outcome.isin(lost)))
    ours = booked.filter(booked.lost)
    closed = shared.with_excuse(
        record, ours, ("weather",), ours.held_on, ours.held_on, key="attendance_id", of="unit_id"
    ).select("attendance_id", "excuse_id")
    rows = booked.left_join(closed, "attendance_id").drop("attendance_id_right")
    return rows.mutate(weather=rows.excuse_id.notnull())


def _undated(record: Record) -> Table:
    """How many of each person's sessions have no day, and may have been lost."""
    words = record.words("unpaid_work.service_failures")
    lost = tuple(outcome for word in words for outcome in LOST[word])
    booked = bookings(record)
    open_ones = booked.filter(
        booked.held_on.isnull() & (booked.outcome.isnull() | booked.outcome.isin(lost))
    )
    return open_ones.group_by("case_id").agg(undated=open_ones.count())
