"""Running criteria on Spark: where one machine no longer holds the record."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from assay.assurance.engines.duckdb import BATCH
from assay.assurance.engines.engine import Engine
from assay.assurance.engines.plan import CHECKS, Planner, Statement
from assay.assurance.engines.tables import judged_days, working_day_tables
from assay.assurance.sources import Source, Sources
from assay.problems import InputProblems

if TYPE_CHECKING:
    from pyspark.sql import SparkSession
    from pyspark.sql.types import StructType

SETTINGS = {
    "spark.sql.session.timeZone": "UTC",  # moments are by the clock on the wall: never shift them
    "spark.sql.ansi.enabled": "false",  # a day that can't be worked out is blank, as on DuckDB
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.memory": "2g",
    "spark.sql.constraintPropagation.enabled": "false",  # takes longer than it saves
}
LITTLE = 100_000_000
"""Bytes up to which a record is little: compiling the statements would take longest."""
FOR_LITTLE = {
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.autoBroadcastJoinThreshold": "200000000",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
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
        rows = self._session.sql(statement.query)
        # Shared tables are read again and again; checks once, and there are sixty of them.
        held = rows if statement.name == CHECKS else rows.localCheckpoint()
        held.createOrReplaceTempView(statement.name)

    def _read(self, query: str) -> pa.RecordBatchReader:
        found = self._session.sql(query).toArrow().combine_chunks()
        return found.to_reader(BATCH)

    def _hold(self, name: str, source: Source) -> None:
        if isinstance(source, pa.Table):
            rows = _plain(source)
            frame = self._session.createDataFrame(rows, _schema(rows.schema))
        else:
            # Asked to find the types out by itself, Spark runs a job for each table.
            schema = _schema(pq.read_schema(source))
            frame = self._session.read.schema(schema).parquet(str(source))
        frame.createOrReplaceTempView(name)


def _plain(rows: pa.Table) -> pa.Table:
    """Rows without dictionaries, which Spark does not take."""
    return rows.cast(pa.schema([(field.name, _type(field)) for field in rows.schema]))


def _type(field: pa.Field) -> pa.DataType:
    return field.type.value_type if pa.types.is_dictionary(field.type) else field.type


def _schema(held: pa.Schema) -> "StructType":
    from pyspark.sql.pandas.types import from_arrow_type  # noqa: PLC0415 - an extra
    from pyspark.sql.types import StructType  # noqa: PLC0415

    schema = StructType()
    for field in held:
        schema.add(field.name, from_arrow_type(_type(field)))
    return schema


def check_spark() -> None:
    """See that Spark and the Java it runs on are here, before statements are written for it.

    Raises:
        InputProblems: One of them is not, and how to get it.
    """
    if find_spec("pyspark") is None:
        raise InputProblems.one(
            "--engine spark", "Spark is not installed", "Run pip install 'assay[assure,spark]'"
        )
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        raise InputProblems.one(
            "--engine spark",
            "Spark runs on Java, which is not on this machine",
            "Install Java 17 or later (on Debian: apt-get install default-jre-headless)",
        )
    _ = ibis.pyspark  # looked at once, or Ibis lacks its options when it writes for Spark


@contextmanager
def on_spark(tables: Sources, planner: Planner) -> Iterator[OnSpark]:
    """Hold a record on Spark, on this machine unless spark-submit says where, until done with it.

    Raises:
        InputProblems: Spark or Java is not here.
    """
    check_spark()
    from pyspark import SparkConf  # noqa: PLC0415 - an extra, and slow to import
    from pyspark.sql import SparkSession  # noqa: PLC0415

    asked = {**SETTINGS, **(FOR_LITTLE if _size(tables) < LITTLE else {})}
    said = SparkConf().setAppName("assay").setIfMissing("spark.master", "local[*]")
    for name, value in asked.items():
        said.set(name, value)
    session = SparkSession.builder.config(conf=said).getOrCreate()
    try:
        session.sparkContext.setLogLevel("ERROR")
        yield OnSpark(session, tables, planner)
    finally:
        session.stop()


def _size(tables: Sources) -> int:
    """How many bytes a record takes."""
    return sum(
        source.nbytes if isinstance(source, pa.Table) else source.stat().st_size
        for source in tables.values()
    )
