"""Deadlines as columns: working days by a small table of days, the rest by arithmetic."""

import datetime as dt

import ibis

from assay.assurance.engines.words import (
    Table,
    Value,
    case,
    day,
    days_after,
    earliest,
    hours_after,
    latest,
    midnight,
    months_after,
    second_of_day,
    seconds_after,
)
from assay.calendar.working_days import WorkingDays
from assay.standards.practice import Unit

ONE_DAY = dt.timedelta(days=1)
WEEK = 7
HOUR = 3600


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


def add_working_hours(
    rows: Table, into: str, start: Value, hours: Value, *, opens: Value, closes: Value
) -> Table:
    """Add the moment so many working hours after a moment, to the second.

    The clock stands still while the office is closed: on days off, and outside its hours.

    Args:
        rows: Any table.
        into: The new column's name.
        start: The moment the clock starts.
        hours: How many.
        opens: The hour of the day at which the office opens.
        closes: The hour at which it closes.

    Returns:
        The rows with the column; blank where any of these is, or bank holidays are not known.
    """
    names = [name for name in rows.columns if name != into]
    asked = rows.mutate(
        _at=start,
        _on=day(start),
        _opens=opens * HOUR,
        _whole=(closes - opens) * HOUR,
        _more=hours * HOUR,
    )
    numbers = NUMBERS.select(_day="day", _number="number")
    working = DAYS.select(_open="day")
    rows = asked.left_join(numbers, asked["_on"] == numbers["_day"]).drop("_day")
    rows = rows.left_join(working, rows["_on"] == working["_open"])
    # A day off begins where the last working day has come to its end.
    gone = latest(earliest(second_of_day(rows["_at"]) - rows["_opens"], rows["_whole"]), 0)
    gone = case((rows["_open"].isnull(), rows["_whole"]), otherwise=gone)
    rows = rows.mutate(_used=gone + rows["_more"])
    rows = rows.mutate(_full=latest(rows["_used"] - 1, 0) // rows["_whole"])
    rows = rows.mutate(_number=rows["_number"] + rows["_full"])
    days = DAYS.select(_end="day", _end_number="number")
    found = rows.left_join(days, rows["_number"] == days["_end_number"])
    second = found["_opens"] + found["_used"] - found["_full"] * found["_whole"]
    kept = found.mutate(**{into: seconds_after(midnight(found["_end"]), second)})
    return kept.select(*names, into)
