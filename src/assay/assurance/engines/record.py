"""The tables criteria are written over, with the values of practice and the days to judge."""

import datetime as dt
from collections.abc import Callable

import ibis

from assay.assurance.engines import deadlines, values
from assay.assurance.engines.words import LONG_AGO, Table, Value, day, first_known
from assay.caseload.record.shape import Record as Shape
from assay.caseload.record.shape import Table as Columns
from assay.standards.practice import Unit
from assay.standards.profile import Profile

JUDGED = "judged_days"
SHARED = "shared_"
TYPES = {
    "id": "string",
    "code": "string",
    "text": "string",
    "yes or no": "boolean",
    "day": "date",
    "moment": "timestamp",
    "number": "float64",
    "count": "int64",
}


class Record:
    """The tables a criterion is written over, with values of practice and the days to judge.

    It holds no rows: criteria become statements, which an engine runs over an extract.

    Attributes:
        profile: Whose values to judge by.
        since: The first day to judge. A check that ended before it may be left out.
        as_of: The last day to judge; the same, unless a trend is asked for.
        judged: A table of the days to judge: `day`, and `until`, the first day it no longer
            stands for.
        shared: What `once` was asked for, by name, in the order in which they can be run.
    """

    def __init__(self, shape: Shape, profile: Profile, since: dt.date, as_of: dt.date) -> None:
        self.profile = profile
        self.since = since
        self.as_of = as_of
        self.judged = ibis.table({"day": "date", "until": "date"}, name=JUDGED)
        self.shared: dict[str, Table] = {}
        self._tables = {name: _table(name, table) for name, table in shape.tables.items()}

    def __getattr__(self, name: str) -> Table:
        """Give a table by its name: `record.cases`.

        Raises:
            AttributeError: The record has no such table.
        """
        try:
            return self.__dict__["_tables"][name]
        except KeyError:
            raise AttributeError(f"the record has no table {name}") from None

    def once(self, name: str, make: "Callable[[Record], Table]") -> Table:
        """A table that several criteria share, worked out once for all of them."""
        if name not in self.shared:
            self.shared[name] = make(self)
        return ibis.table(self.shared[name].schema(), name=f"{SHARED}{name}")

    def value(self, key: str, on: Value, **circumstances: Value) -> Value:
        """The number or word in force on a day, for what is known of each row.

        Args:
            key: A key of practice with one value.
            on: The day the clock starts; a blank one gives a blank.
            **circumstances: Words by circumstance, such as `tier=rows.tier`.

        Returns:
            A blank where nothing is in force, or where a circumstance it differs by is blank.
        """
        return values.value(self.profile, key, on, circumstances)

    def words(self, key: str, on: dt.date | None = None) -> tuple[str, ...]:
        """The words in force on a day for a key that holds several; by default on `as_of`."""
        return values.words(self.profile, key, on or self.as_of)

    def has_word(self, key: str, on: Value, word: str) -> Value:
        """Whether the words of a key in force on each row's day include one; blank if none are."""
        return values.has_word(self.profile, key, on, word)

    def with_due(
        self,
        rows: Table,
        into: str,
        start: Value,
        key: str,
        *,
        sooner: int = 0,
        **circumstances: Value,
    ) -> Table:
        """Add a deadline to rows: the last day in time, or the last moment where it is in hours.

        Args:
            rows: Any table.
            into: The new column's name.
            start: Day (or moment) the clock starts, which is day 0.
            key: A key whose unit is working days, days, weeks, months, hours or working hours.
            sooner: So many of the units less.
            **circumstances: As for `value`.

        Returns:
            The rows with the column; blank where the start is, nothing is in force, or bank
            holidays are not known.
        """
        units = values.units(self.profile, key) or ("days",)
        if len(units) == 1:
            amount = self.value(key, day(start), **circumstances)
            return self._with_end(rows, into, start, amount - sooner, units[0])
        asked = rows.mutate(_asked=start)
        for unit in units:
            amount = values.value(self.profile, key, day(start), circumstances, unit)
            asked = asked.mutate(**{f"_{unit}": amount - sooner})
        for unit in units:
            asked = self._with_end(asked, f"_by {unit}", asked["_asked"], asked[f"_{unit}"], unit)
        found = asked.mutate(**{into: first_known(*(asked[f"_by {unit}"] for unit in units))})
        return found.drop("_asked", *(f"{of}{unit}" for unit in units for of in ("_", "_by ")))

    def _with_end(self, rows: Table, into: str, start: Value, amount: Value, unit: Unit) -> Table:
        if unit != "working hours":
            return deadlines.add(rows, into, start, amount, unit)
        opens, closes = (
            self.value(f"office.{end}", day(start)) for end in ("opens_at", "closes_at")
        )
        return deadlines.add_working_hours(rows, into, start, amount, opens=opens, closes=closes)

    def working_days_after(self, rows: Table, into: str, start: Value, count: Value | int) -> Table:
        """Add the day so many working days after a day; for 0, the day itself."""
        number = ibis.literal(count) if isinstance(count, int) else count
        return deadlines.add_working(rows, into, start, number)

    def last_day(self, key: str, start: Value) -> Value:
        """The last day of a window that a key gives in days, weeks or months from a day."""
        ends = (
            deadlines.plain(start, values.value(self.profile, key, day(start), {}, unit), unit)
            for unit in values.units(self.profile, key) or ("days",)
        )
        return first_known(*ends)

    def reached_back(self, key: str) -> dt.date:
        """A day before which no start can be whose window still holds on the first day judged.

        Args:
            key: A key that gives the window in days, weeks or months.

        Returns:
            Long ago, if nothing is in force on the last day.
        """
        back = values.longest(self.profile, key, self.as_of)
        most = (self.since - LONG_AGO).days
        return LONG_AGO if back is None else self.since - dt.timedelta(min(back, most))


def _table(name: str, table: Columns) -> Table:
    columns = {column: TYPES[kind.type] for column, kind in table.columns.items()}
    return ibis.table(columns, name=name)
