"""A kept run arranged for reading: one officer's rows at once, however large the caseload.

A screen never reads the whole run. The results lie in order of officer and case, so that the
few row groups with an officer's rows are found by their bounds; beside them lie small tables of
the cases, the staff, the units and the counts by unit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assay.assurance.kept_run import RESULTS_FILE
from assay.assurance.sources import Source

GROUP = 20_000
"""Rows of a row group: an officer's some 1,500 rows lie in one or two."""
MEMORY = "2GB"
"""What sorting may hold in memory; the rest is put on the disk meanwhile."""
CASES, STAFF, UNITS, COUNTS, TREND = "cases", "staff", "units", "counts", "trend"

Key = Callable[[str, str], str]
"""Gives the key of a thing by its kind and its reference, to stand for it in addresses."""
Row = dict[str, Any]

OF_CASES = """
    SELECT case_id, any_value(officer_id) AS officer_id, any_value(unit) AS unit
    FROM results WHERE case_id IS NOT NULL GROUP BY case_id
"""
OF_UNITS = """
    SELECT criterion, unit, state, reason, count(*) AS number
    FROM results GROUP BY ALL ORDER BY ALL
"""


OF_UNIT = """
    SELECT * FROM results
    WHERE unit IS NOT DISTINCT FROM ? AND criterion = ? AND list_contains(?, state)
    ORDER BY state DESC, due_on, case_id, officer_id
"""


@dataclass(frozen=True, slots=True)
class Shelf:
    """An arranged run.

    Attributes:
        folder: Where it lies.
    """

    folder: Path

    def of_officer(self, officer_id: str) -> list[Row]:
        """An officer's rows of the results: of the cases they hold, and of themself."""
        return self._read(RESULTS_FILE, pc.field("officer_id") == officer_id)

    def of_officers(self, officer_ids: set[str]) -> list[Row]:
        """The rows of several officers."""
        return self._read(RESULTS_FILE, pc.field("officer_id").isin(sorted(officer_ids)))

    def of_case(self, case_id: str, officer_id: str | None) -> list[Row]:
        """A case's rows of the results; its officer says where they lie."""
        held = pc.field("officer_id")
        beside = held.is_null() if officer_id is None else held == officer_id
        return self._read(RESULTS_FILE, beside & (pc.field("case_id") == case_id))

    def of_unit(self, unit: str | None, criterion: str, states: Sequence[str]) -> list[Row]:
        """A criterion's rows in one unit, none under it, that are in one of some states."""
        with duckdb.connect() as connection:
            connection.read_parquet(str(self.folder / RESULTS_FILE)).create_view("results")
            asked = connection.sql(OF_UNIT, params=[unit, criterion, list(states)])
            rows: list[Row] = asked.to_arrow_table().to_pylist()
        return rows

    def weeks(self, criterion: str) -> list[Row]:
        """How a criterion stood each week in each unit, of the trend kept beside the run."""
        return self._read(_file(TREND), pc.field("criterion") == criterion)

    def case_with(self, key: str) -> Row | None:
        """The case that a key stands for: key, case_id, officer_id, unit."""
        return next(iter(self._read(_file(CASES), pc.field("key") == key)), None)

    def cases(self, case_ids: set[str]) -> list[Row]:
        """The cases with these references, of those that are in the run."""
        return self._read(_file(CASES), pc.field("case_id").isin(sorted(case_ids)))

    def staff(self) -> list[Row]:
        """Everybody on the staff: key, staff_id, unit_id, manager_id, grade."""
        return self._read(_file(STAFF))

    def staff_under(self, staff_id: str) -> list[Row]:
        """A member of staff, and those they manage."""
        managed = pc.field("manager_id") == staff_id
        return self._read(_file(STAFF), managed | (pc.field("staff_id") == staff_id))

    def units(self) -> list[Row]:
        """Every unit: key, unit_id, name, level, parent_id."""
        return self._read(_file(UNITS))

    def counts(self) -> list[Row]:
        """How many are in each state, for each criterion, unit and reason."""
        return self._read(_file(COUNTS))

    def _read(self, name: str, wanted: Any = None) -> list[Row]:
        rows: list[Row] = pq.read_table(self.folder / name, filters=wanted).to_pylist()
        return rows


def arrange(folder: Path, staff: Source, units: Source, key: Key) -> int:
    """Arrange a run that was kept in a folder, which nobody reads yet.

    Args:
        folder: With the results.
        staff: The extract's table of staff.
        units: The extract's table of units.
        key: What stands for a case, a member of staff or a unit in addresses.

    Returns:
        How many cases there are.
    """
    results, arranged = folder / RESULTS_FILE, folder / f".{RESULTS_FILE}"
    with duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        connection.execute(f"SET temp_directory = '{folder / '.sorting'}'")
        connection.read_parquet(str(results)).create_view("results")
        cases = _keyed(connection.sql(OF_CASES).to_arrow_table(), "case", "case_id", key)
        _write(folder, CASES, cases.sort_by("key"))
        _write(folder, COUNTS, connection.sql(OF_UNITS).to_arrow_table())
        connection.sql("FROM results ORDER BY officer_id, case_id, criterion").write_parquet(
            str(arranged), compression="zstd", row_group_size=GROUP
        )
    arranged.replace(results)
    people = _table(staff).select(["staff_id", "unit_id", "manager_id", "grade"])
    _write(folder, STAFF, _keyed(people, "officer", "staff_id", key))
    places = _table(units).select(["unit_id", "name", "level", "parent_id"])
    _write(folder, UNITS, _keyed(places, "unit", "unit_id", key))
    return int(cases.num_rows)


def _keyed(table: pa.Table, kind: str, column: str, key: Key) -> pa.Table:
    keys = [key(kind, reference) for reference in table.column(column).to_pylist()]
    return table.add_column(0, "key", pa.array(keys, pa.string()))


def _table(source: Source) -> pa.Table:
    return source if isinstance(source, pa.Table) else pq.read_table(source)


def _file(name: str) -> str:
    return f"{name}.parquet"


def _write(folder: Path, name: str, table: pa.Table) -> None:
    pq.write_table(table, folder / _file(name), row_group_size=GROUP, compression="zstd")
