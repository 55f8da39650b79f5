"""What the referees of unpaid work need: bookings, months, weeks."""

import calendar
import datetime as dt

from assay.assurance.referee.base import ONE_DAY, Row, Tables, as_day, value
from assay.standards.profile import Profile

WEEK = dt.timedelta(weeks=1)
KEPT = ("attended complied", "attended failed to comply")


def bookings(tables: Tables) -> list[Row]:
    """Each booking with its session and requirement beside it; those of neither are left out."""
    sessions = {row["session_id"]: row for row in tables["sessions"]}
    work = {row["unpaid_work_id"]: row for row in tables["unpaid_work"]}
    return [
        {
            **row,
            "session": sessions[row["session_id"]],
            "work": work[row["unpaid_work_id"]],
            "starts_at": sessions[row["session_id"]]["starts_at"],
            "held_on": as_day(sessions[row["session_id"]]["starts_at"]),
        }
        for row in tables["attendances"]
        if row["session_id"] in sessions and row["unpaid_work_id"] in work
    ]


def months_after(start: dt.date, months: int) -> dt.date:
    """The same day so many months on, or the last of that month if it has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(start.day, last))


def number(profile: Profile, key: str, on: dt.date | None) -> int:
    """A number that is always in force.

    Raises:
        TypeError: It is not.
    """
    found = value(profile, key, on)
    if not isinstance(found, int):
        raise TypeError(f"{key} is {found} on {on}")
    return found


def monday(on: dt.date) -> dt.date:
    """The Monday of a day's week."""
    return on - on.weekday() * ONE_DAY


def live(on: dt.date, start: dt.date | None, ended: dt.date | None) -> bool:
    """Whether a day lies from a start (blank: since ever) up to an end (blank: none yet)."""
    return (start is None or on >= start) and (ended is None or on <= ended)
