"""Running criteria on Spark: where one machine no longer holds the record."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from assay.assurance.engines.engine import Engine
from assay.assurance.engines.plan import Planner, Statement
from assay.assurance.engines.tables import judged_days, working_day_tables
from assay.assurance.sources import Source, Sources

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SETTINGS = {
    "spark.sql.session.timeZone": "UTC",  # moments are by the clock on the wall: never shift them
    "spark.sql.parquet.inferTimestampNTZ.enabled": "false",
    "spark.sql.ansi.enabled": "false",  # a day that can't be worked out is blank, as on DuckDB
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "4",
    "spark.driver.memory": "2g",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}


class OnSpark(Engine):
    """A record on Spark.

    Args:
        session: Where to run.
        tables: Each table of the record: a Parquet file or rows, in the record's shape.
        planner: Writes the statements; of the dialect "pyspark".
    """

    def __init__(self, session: "SparkSession", tables: Sources, planner: Planner) -> None:
        super().__init__(planner)
        self._session = session
        held = {**tables, **working_day_tables(), **judged_days(planner.judged)}
        for name, source in held.items():
            self._hold(name, source)

    def _make(self, statement: Statement) -> None:
        self._session.sql(statement.query).cache().createOrReplaceTempView(statement.name)

    def _read(self, query: str) -> pa.RecordBatchReader:
        return self._session.sql(query).toArrow().to_reader()

    def _hold(self, name: str, source: Source) -> None:
        if isinstance(source, Path):
            frame = self._session.read.parquet(str(source))
        else:
            frame = self._session.createDataFrame(source)
        frame.createOrReplaceTempView(name)


@contextmanager
def on_spark(tables: Sources, planner: Planner) -> Iterator[OnSpark]:
    """Hold a record on Spark on this machine, until done with it."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra, and slow to import

    builder = SparkSession.builder.master("local[*]").appName("assay")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        session.sparkContext.setLogLevel("ERROR")
        yield OnSpark(session, tables, planner)
    finally:
        session.stop()
