"""Running criteria on DuckDB: one machine, Parquet read in place."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from assay.assurance.engines.one_case import hold
from assay.assurance.engines.plan import Planner, Statement
from assay.assurance.engines.tables import judged_days, working_day_tables
from assay.assurance.sources import Sources

BATCH = 100_000
"""Rows handed over at a time."""


class OnDuckdb:
    """A record on a DuckDB of its own.

    Args:
        connection: An empty database.
        tables: Each table of the record: a Parquet file or rows, in the record's shape.
        planner: Writes the statements; of the dialect "duckdb".
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        tables: Sources,
        planner: Planner,
    ) -> None:
        self._connection = connection
        self._planner = planner
        self._held: set[str] = set()
        hold(connection, {**tables, **working_day_tables(), **judged_days(planner.judged)})

    def results(self, criterion: str) -> pa.RecordBatchReader:
        """The state of each case, officer or unit on the last day judged, in order of id.

        Args:
            criterion: Its id.

        Returns:
            Rows as `states.results_on` gives them; to be read before the next criterion.
        """
        *shared, check = self._planner.checks(criterion)
        for each in shared:
            if each.name not in self._held:
                self._make(each)
                self._held.add(each.name)
        self._make(check)
        return self._connection.sql(self._planner.results()).to_arrow_reader(BATCH)

    def _make(self, statement: Statement) -> None:
        self._connection.execute(
            f'CREATE OR REPLACE TEMP TABLE "{statement.name}" AS {statement.query}'
        )


@contextmanager
def on_duckdb(tables: Sources, planner: Planner) -> Iterator[OnDuckdb]:
    """Hold a record on DuckDB, in memory, until done with it."""
    with duckdb.connect() as connection:
        yield OnDuckdb(connection, tables, planner)
