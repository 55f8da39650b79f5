"""What several criteria ask of unpaid work: who was booked in which session."""

from assay.assurance.engines.deadlines import NUMBERS
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import Table, day, monday, one

LOST = {
    "told in advance not to come": ("acceptable absence (stood down)", "rescheduled by service"),
    "sent home": ("attended sent home (service issue)",),
    # These two are criteria of their own, U02 and U03.
    "not started on time": (),
    "weekly hours not offered": (),
}
"""Outcomes by which the service lost a session, by the word of the practice profile."""


def bookings(record: Record) -> Table:
    """Each person booked in a session.

    Returns:
        `attendances`, with case_id, the session's unit_id, supervisor_id, starts_at and
        women_only, and `held_on`, its day; blank where the session's start is.
    """
    return record.once("bookings", _bookings)


def _bookings(record: Record) -> Table:
    sessions = record.sessions.select(
        "session_id", "unit_id", "supervisor_id", "starts_at", "women_only"
    )
    work = record.unpaid_work.select("unpaid_work_id", "case_id")
    booked = record.attendances.drop("recorded_at")
    rows = booked.join(sessions, "session_id").join(work, "unpaid_work_id")
    return rows.mutate(held_on=day(rows.starts_at))


def mondays(record: Record) -> Table:
    """The Monday of every week up to the last day to judge: `monday`."""
    days = NUMBERS.filter((NUMBERS.day == monday(NUMBERS.day)) & (NUMBERS.day <= one(record.as_of)))
    return days.select(monday="day")


def started(record: Record) -> Table:
    """Each requirement, with what its bookings say of its first session.

    Returns:
        `unpaid_work`, with first_on (blank: no session with a day) and undated (sessions
        without one).
    """
    return record.once("started", _started)


def _started(record: Record) -> Table:
    booked = bookings(record).group_by("unpaid_work_id")
    first = booked.agg(
        first_on=lambda row: row.held_on.min(),
        undated=lambda row: row.held_on.isnull().sum(),
    )
    return record.unpaid_work.left_join(first, "unpaid_work_id").drop("unpaid_work_id_right")
