"""Five criteria as one would write them in SQL, on PostgreSQL: states only, no evidence."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
from benchmarks.assurance_extract import COLUMNS, ON, TOPICS, days_off
from psycopg import sql

SCHEMA = "assay_bench"
QUERIES = Path(__file__).with_name("assurance_postgres.sql")
KINDS = {"timestamp[us]": "timestamp", "date32[day]": "date", "bool": "boolean"}


@contextmanager
def loaded(address: str, folder: Path) -> Iterator[psycopg.Connection]:
    """Load what the criteria read into a schema of its own, dropped afterwards."""
    with psycopg.connect(address, autocommit=True) as connection:
        _drop(connection)
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(SCHEMA)))
        connection.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(SCHEMA)))
        try:
            for name in COLUMNS:
                _load(connection, folder, name)
            _load_days_off(connection)
            connection.execute("ANALYZE")
            yield connection
        finally:
            _drop(connection)


def _drop(connection: psycopg.Connection) -> None:
    connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(SCHEMA)))


def _load(connection: psycopg.Connection, folder: Path, name: str) -> None:
    file = pq.ParquetFile(folder / f"{name}.parquet")
    wanted = COLUMNS[name]
    made = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(_kind(file.schema_arrow, column)))
        for column in wanted
    )
    table = sql.Identifier(name)
    connection.execute(sql.SQL("CREATE UNLOGGED TABLE {} ({})").format(table, made))
    copy = sql.SQL("COPY {} FROM STDIN").format(table)
    with connection.cursor() as cursor, cursor.copy(copy) as target:
        for batch in file.iter_batches(columns=list(wanted)):
            columns = {column: batch.column(column).to_pylist() for column in wanted}
            for row in zip(*columns.values(), strict=True):
                target.write_row(row)
    connection.execute(sql.SQL("CREATE INDEX ON {} (case_id)").format(table))


def _kind(schema: pa.Schema, column: str) -> str:
    return KINDS.get(str(schema.field(column).type), "text")


def _load_days_off(connection: psycopg.Connection) -> None:
    connection.execute("CREATE TABLE days_off (day date PRIMARY KEY)")
    with connection.cursor() as cursor, cursor.copy("COPY days_off FROM STDIN") as target:
        for day in days_off():
            target.write_row((day,))
    connection.execute(_parts()["working days"])
    connection.execute("CREATE INDEX ON working_days (day); CREATE INDEX ON days_on (number)")


def states(connection: psycopg.Connection, criterion: str) -> tuple[Counter[str], float]:
    """How many cases are in each state, and the seconds it took."""
    parts = _parts()
    query = f"{parts[criterion]}\n{parts['states']}"
    began = time.perf_counter()
    rows = connection.execute(query, {"today": ON, "topics": TOPICS}).fetchall()
    return Counter(dict(rows)), time.perf_counter() - began


def _parts() -> dict[str, str]:
    """The queries by name: each begins with a line `-- name: NAME`."""
    found = QUERIES.read_text(encoding="utf-8").split("-- name: ")[1:]
    named = (each.partition("\n") for each in found)
    return {name.strip(): text.strip().rstrip(";") for name, _, text in named}
