"""Deadlines as columns: working days by a small table of days, the rest by arithmetic."""

import datetime as dt

import ibis

from assay.assurance.engines.words import (
    Table,
    Value,
    case,
    day,
    days_after,
    hours_after,
    months_after,
)
from assay.calendar.working_days import WorkingDays
from assay.standards.practice import Unit

ONE_DAY = dt.timedelta(days=1)
WEEK = 7


NUMBERS = ibis.table({"day": "date", "number": "int64"}, name="working_day_numbers")
DAYS = ibis.table({"day": "date", "number": "int64"}, name="working_days")
"""What an engine must hold of `working_days`."""


def working_days(calendar: WorkingDays) -> dict[str, list[tuple[dt.date, int]]]:
    """The rows of both tables, for an engine to hold.

    Returns:
        "working_day_numbers": every day of the calendar, with how many working days there were
        from its first day up to it; "working_days": these alone, with the same number.
    """
    numbers, days, count = [], [], 0
    each = calendar.first
    while each <= calendar.last:
        if calendar.is_working(each):
            count += 1
            days.append((each, count))
        numbers.append((each, count))
        each += ONE_DAY
    return {"working_day_numbers": numbers, "working_days": days}


def add(
    rows: Table,
    into: str,
    start: Value,
    amount: Value,
    unit: Unit,
) -> Table:
    """Add the end of a period that is given in a unit."""
    if unit == "working days":
        return add_working(rows, into, start, amount)
    if unit == "hours":
        return rows.mutate(**{into: hours_after(start, amount)})
    return rows.mutate(**{into: plain(start, amount, unit)})


def plain(start: Value, amount: Value, unit: Unit) -> Value:
    """The end of a period in days, weeks, months or years.

    Raises:
        ValueError: Another unit.
    """
    match unit:
        case "days":
            return days_after(day(start), amount)
        case "weeks":
            return days_after(day(start), amount * WEEK)
        case "months":
            return months_after(day(start), amount)
        case "years":
            return months_after(day(start), amount * 12)
    raise ValueError(f"no deadline can be made of {unit}")


def add_working(rows: Table, into: str, start: Value, count: Value) -> Table:
    """Add the day so many working days after a day; for 0, the day itself."""
    asked = rows.mutate(_start=day(start), _count=count.cast("int64"))
    numbers = NUMBERS.select(_day="day", _number="number")
    counted = asked.left_join(numbers, asked["_start"] == numbers["_day"]).drop("_day")
    counted = counted.mutate(_number=counted["_number"] + counted["_count"])
    days = DAYS.select(_end="day", _end_number="number")
    found = counted.left_join(days, counted["_number"] == days["_end_number"])
    end = case((found["_count"] == 0, found["_start"]), otherwise=found["_end"])
    kept = found.mutate(**{into: end})
    return kept.drop("_start", "_count", "_number", "_end", "_end_number")
