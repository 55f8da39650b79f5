"""Spark gives what DuckDB gives, to the byte, and says how to get what it runs on."""

import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assay.assurance.catalogue import Criterion, catalogue
from assay.assurance.criteria import written
from assay.assurance.engines import spark
from assay.assurance.engines.duckdb import on_duckdb
from assay.assurance.engines.plan import Planner
from assay.assurance.engines.spark import check_spark, on_spark
from assay.assurance.run import write_results
from assay.assurance.sources import Source
from assay.assurance.spec import Example, load_spec
from assay.caseload.record.arrow import as_tables
from assay.caseload.record.shape import record
from assay.caseload.record.synthetic.write import synthesise
from assay.problems import InputProblems
from assay.standards.load_profile import load_profile

AS_OF = dt.date(2026, 11, 1)
PEOPLE = 10_000


@pytest.fixture
def _java() -> None:
    """Skip where there is no Java, which Spark runs on."""
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        pytest.skip("no Java here; install it (on Debian: apt-get install default-jre-headless)")


def quiet(_: object) -> None:
    pass


def planner(dialect: Any, day: dt.date = AS_OF) -> Planner:
    return Planner(record(), load_profile("current"), [day], dialect)


@pytest.mark.enable_socket
@pytest.mark.usefixtures("_java")
def test_a_criterion_says_on_spark_what_is_drawn() -> None:
    example = load_spec("A01", record()).examples[0]
    tables = as_tables(example.tables, record())
    with on_spark(tables, planner("pyspark", example.as_of)) as held:
        found = held.results("A01").read_all().to_pylist()
    told = {row["case_id"]: (row["state"], row["due_on"], row["reason"]) for row in found}
    drawn = {who: (each.state, each.due_on, each.reason) for who, each in example.gives.items()}
    assert told == drawn


@pytest.mark.spark
@pytest.mark.enable_socket
@pytest.mark.usefixtures("_java")
def test_ten_thousand_people_and_every_drawn_example_give_the_same_file(tmp_path: Path) -> None:
    synthesise(record(), PEOPLE, 1, tmp_path / "extract", quiet)
    tables = with_every_example(tmp_path / "extract", tmp_path / "both")
    criteria = [each for name, each in catalogue().items() if name in written()]
    files = {}
    for name, engine in (("duckdb", on_duckdb), ("pyspark", on_spark)):
        files[name] = tmp_path / f"{name}.parquet"
        with engine(tables, planner(name)) as held:
            write_results(held, criteria, files[name], quiet)
    assert differing(files, criteria) == []
    assert same_bytes(files)


def with_every_example(extract: Path, out: Path) -> dict[str, Source]:
    """An extract and, in the same tables, the rows of every example of every spec.

    The examples hold the blanks, ties, month ends, bank holidays and midnights that a made-up
    caseload seldom has.
    """
    out.mkdir()
    drawn: dict[str, list[dict[str, Any]]] = {name: [] for name in record().tables}
    for place, example in enumerate(examples()):
        for name, rows in example.tables.items():
            drawn[name].extend(apart(row, name, place) for row in rows)
    for name, rows in as_tables(drawn, record()).items():
        held = pq.read_table(extract / f"{name}.parquet").select(rows.column_names)
        pq.write_table(pa.concat_tables([held.cast(rows.schema), rows]), out / f"{name}.parquet")
    return {name: out / f"{name}.parquet" for name in record().tables}


def examples() -> Iterator[Example]:
    for criterion in written():
        yield from load_spec(criterion, record()).examples


def apart(row: dict[str, Any], table: str, place: int) -> dict[str, Any]:
    """A row whose ids no other example has."""
    columns = record().tables[table].columns
    return {
        name: f"{place:04}-{cell}" if cell is not None and columns[name].type == "id" else cell
        for name, cell in row.items()
    }


def differing(files: dict[str, Path], criteria: list[Criterion]) -> list[str]:
    """The criteria whose rows are not the same in both files."""
    first, second = (pq.read_table(path) for path in files.values())
    return [
        each.id
        for each in criteria
        if first.filter(pa.compute.equal(first["criterion"], each.id))
        != second.filter(pa.compute.equal(second["criterion"], each.id))
    ]


def same_bytes(files: dict[str, Path]) -> bool:
    return len({hashlib.sha256(path.read_bytes()).digest() for path in files.values()}) == 1


@pytest.mark.parametrize(
    ("missing", "remedy"),
    [("Spark", "assay[assure,spark]"), ("Java", "default-jre-headless")],
)
def test_without_spark_or_java_it_says_how_to_get_it(
    missing: str, remedy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(spark.shutil, "which", lambda _: None)
    monkeypatch.setattr(spark, "find_spec", lambda _: None if missing == "Spark" else object())
    with pytest.raises(InputProblems) as told:
        check_spark()
    assert missing in str(told.value)
    assert remedy in str(told.value)
