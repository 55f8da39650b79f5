"""Collecting the rows of the made-up tables, a few columns at a time."""

import datetime as dt
from collections import defaultdict
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa

from assay.calendar.working_days import england_and_wales
from assay.caseload.record.shape import Column, Record
from assay.caseload.record.synthetic.columns import NONE, arrow_table, references
from assay.caseload.record.synthetic.rates import as_of, faults

SLOTS = 1000
"""References of one case: its number times this, plus a slot of its own for each row."""
NEVER = np.datetime64("NaT", "s")
BLANK: dict[str, Any] = {"number": np.nan, "count": np.nan, "day": NEVER, "moment": NEVER}
WEEKEND = 5


@cache
def office_calendar() -> np.busdaycalendar:
    """The working days of England and Wales for NumPy."""
    known = england_and_wales()
    span = (known.first + dt.timedelta(n) for n in range((known.last - known.first).days))
    closed = [day for day in span if day.weekday() < WEEKEND and not known.is_working(day)]
    return np.busdaycalendar(holidays=np.array(closed, dtype="datetime64[D]"))


def working(day: Any, count: Any) -> Any:
    """The day `count` working days after a day, or the first working day from it for 0."""
    return np.busday_offset(
        day.astype("datetime64[D]"), count, "forward", busdaycal=office_calendar()
    )


class Rows:
    """Rows of any tables, and the faults put into them.

    Args:
        shape: The record's shape.
        seed: Numbers that fix every draw.
    """

    def __init__(self, shape: Record, seed: tuple[int, ...]) -> None:
        self.shape = shape
        self.rng = np.random.default_rng(np.random.SeedSequence(seed))
        self.today = np.datetime64(as_of(), "D")
        self._rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._truth: list[pa.Table] = []

    def at(self, day: Any, opens: int = 9, closes: int = 16) -> Any:
        """A moment within office hours on each day."""
        minutes = self.rng.integers(opens * 60, closes * 60, len(day))
        return day.astype("datetime64[s]") + minutes.astype("timedelta64[m]")

    def chance(self, share: float, size: int) -> Any:
        """True for about this share."""
        return self.rng.random(size) < share

    def add(self, table: str, keys: Any, recorded: Any = None, **columns: Any) -> None:
        """Add rows; a column not given is blank, a single value is for every row."""
        size = len(keys)
        if not size:
            return
        shape = self.shape.tables[table]
        columns[shape.key] = keys
        full = {
            name: self._column(column, columns.get(name), size)
            for name, column in shape.columns.items()
            if name != "recorded_at"
        }
        full["recorded_at"] = (
            self._recorded(shape.columns, full, size) if recorded is None else recorded
        )
        self._rows[table].append(full)

    def _column(self, column: Column, value: Any, size: int) -> Any:
        if value is None:
            value = BLANK.get(column.type, NONE)
        if column.type == "code" and isinstance(value, str):
            value = self.shape.words(column).index(value)
        if column.type in {"day", "moment"}:
            value = np.asarray(value).astype("datetime64[s]")
        return np.broadcast_to(np.asarray(value), (size,))

    def _recorded(self, columns: dict[str, Column], full: dict[str, Any], size: int) -> Any:
        """Soon after the last thing in the row that happened."""
        last = np.full(size, NEVER)
        for name, column in columns.items():
            if name in full and column.time in {"happened", "recorded"}:
                hours = 16 if column.type == "day" else 0
                last = np.fmax(last, full[name] + np.timedelta64(hours, "h"))
        unknown = np.isnat(last)
        last[unknown] = self.today - np.timedelta64(1, "D")
        return last + self.rng.integers(1, 90, size).astype("timedelta64[m]")

    def note(self, criterion: str, **about: Any) -> None:
        """Write down whom a fault concerns: case_id, staff_id or unit_id."""
        size = len(next(iter(about.values())))
        ids = {
            name: references(about[name]) if name in about else pa.nulls(size, pa.string())
            for name in ("case_id", "staff_id", "unit_id")
        }
        words = {"expected": "not met", "why": faults()[criterion].why}
        constant = {name: pa.array([text] * size, pa.string()) for name, text in words.items()}
        self._truth.append(
            pa.table({"criterion": pa.array([criterion] * size, pa.string()), **ids, **constant})
        )

    def table(self, name: str) -> pa.Table | None:
        """The rows of one table, or None if there are none."""
        parts = self._rows.pop(name, [])
        if not parts:
            return None
        return pa.concat_tables([arrow_table(self.shape, name, part) for part in parts])

    def truth(self) -> list[pa.Table]:
        """The faults noted."""
        return self._truth
