"""Due dates and slips, in working days of England and Wales."""

from datetime import date, timedelta

from assay.calendar.working_days import OutsideCalendarError, england_and_wales
from assay.service.inspections.life import DATES, life
from assay.service.inspections.models import Inspection, InspectionStep


def count_from(day: date, working_days: int) -> date | None:
    """Give the day so many working days after a day (before it, if below 0; 0: the day).

    Returns:
        None where the bank holidays of the years it would fall in are not known.
    """
    days = england_and_wales()
    try:
        if working_days >= 0:
            return days.after(day, working_days) if working_days else day
        for _ in range(-working_days):
            day -= timedelta(days=1)
            while not days.is_working(day):
                day -= timedelta(days=1)
    except OutsideCalendarError:
        return None
    return day


def due_dates(inspection: Inspection, rows: dict[str, InspectionStep]) -> dict[str, date | None]:
    """Give each step's due date by its key.

    Args:
        inspection: With its dates.
        rows: Its rows by step; a step done or dated by hand moves what is counted from it.
    """
    anchors: dict[str, date | None] = {name: getattr(inspection, name) for name in DATES}
    found: dict[str, date | None] = {}
    for step in life().steps:
        row, start = rows.get(step.key), anchors[step.due.start]
        due = count_from(start, step.due.working_days) if start else None
        if row and row.due_by_hand:
            due = row.due_on
        found[step.key] = due
        anchors[step.key] = (row and row.done_on) or due
    return found


def days_late(row: InspectionStep, today: date) -> int:
    """Say how many working days a step was done after it was due, or is late by today; 0: none."""
    if row.due_on is None:
        return 0
    return max(0, between(row.due_on, row.done_on or today))


def between(start: date, end: date) -> int:
    """Count the working days after `start` up to `end`; below 0 when it is earlier.

    Past the years whose bank holidays are known, an end after the start counts as 1: late,
    without a guess by how much.
    """
    try:
        return england_and_wales().between(start, end)
    except OutsideCalendarError:
        return 1 if end > start else 0
