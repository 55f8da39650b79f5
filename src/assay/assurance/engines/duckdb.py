"""Running criteria on DuckDB: one machine, Parquet read in place."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from assay.assurance.engines.engine import Engine
from assay.assurance.engines.plan import CHECKS, Planner, Statement
from assay.assurance.engines.tables import judged_days, working_day_tables
from assay.assurance.sources import Sources

BATCH = 100_000
"""Rows handed over at a time."""
MEMORY = "2500MB"
"""What DuckDB may hold before it puts rows aside in files; the rest of Assay comes on top."""


class OnDuckdb(Engine):
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
        super().__init__(planner)
        self._connection = connection
        hold(connection, {**tables, **working_day_tables(), **judged_days(planner.judged)})

    def _make(self, statement: Statement) -> None:
        # Shared tables are read again and again; checks once, by what asks for the results.
        kind = "VIEW" if statement.name == CHECKS else "TABLE"
        self._connection.execute(
            f'CREATE OR REPLACE TEMP {kind} "{statement.name}" AS {statement.query}'
        )

    def _read(self, query: str) -> pa.RecordBatchReader:
        return self._connection.sql(query).to_arrow_reader(BATCH)


@contextmanager
def on_duckdb(tables: Sources, planner: Planner, memory: str = MEMORY) -> Iterator[OnDuckdb]:
    """Hold a record on DuckDB, in memory, until done with it.

    Args:
        tables: Each table of the record.
        planner: Writes the statements; of the dialect "duckdb".
        memory: As `MEMORY`; what does not fit waits in files that only this user can read.
    """
    with (
        tempfile.TemporaryDirectory(prefix="assay-") as aside,
        duckdb.connect(config=settings(memory, aside)) as connection,
    ):
        yield OnDuckdb(connection, tables, planner)


def settings(memory: str, aside: str) -> dict[str, str | bool | int | float | list[str]]:
    """How DuckDB is to run: within its memory, and without holding to an order nobody asked for."""
    return {
        "memory_limit": memory,
        "temp_directory": aside,
        "preserve_insertion_order": False,
    }


def hold(connection: duckdb.DuckDBPyConnection, sources: Sources) -> None:
    """Make each source a view or a table of its name."""
    for name, source in sources.items():
        if isinstance(source, pa.Table):
            connection.register(name, source)
        else:
            connection.read_parquet(str(source)).create_view(name)
