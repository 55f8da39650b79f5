"""A broken extract gives the whole list and nothing else; a blank never makes a result met."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from assay.assurance.kept_run import KeptRun
from assay.assurance.run import keep_run
from assay.caseload.record.shape import record
from assay.problems import InputProblems

AS_OF = "2026-11-01"
Damage = Callable[[Path], None]
Told = tuple[str, int | None, str | None, str]


def quiet(_: object) -> None:
    pass


@pytest.fixture(scope="module")
def whole(made_up: Callable[[int, int], Path]) -> Path:
    return made_up(300, 2)


@pytest.fixture
def extract(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "extract"))


def problems(folder: Path, as_of: str = AS_OF, **kept: str) -> list[Told]:
    """What a run over it says is wrong: file, row, column, what. It keeps nothing."""
    out = folder.parent / "kept"
    run = KeptRun(str(folder), as_of, kept.get("profile", "current"), kept.get("mapping"))
    with pytest.raises(InputProblems) as told:
        keep_run(run, "duckdb", out, quiet)
    assert not out.exists()
    assert all(each.remedy for each in told.value.problems)
    return [(each.file, each.row, each.column, each.wrong) for each in told.value.problems]


def without(table: str) -> Damage:
    return lambda folder: (folder / f"{table}.parquet").unlink()


def cut(table: str) -> Damage:
    def work(folder: Path) -> None:
        path = folder / f"{table}.parquet"
        path.write_bytes(path.read_bytes()[:2_000])

    return work


def emptied(table: str) -> Damage:
    return lambda folder: (folder / f"{table}.parquet").write_bytes(b"")


def a_folder(table: str) -> Damage:
    def work(folder: Path) -> None:
        (folder / f"{table}.parquet").unlink()
        (folder / f"{table}.parquet").mkdir()

    return work


def with_cell(table: str, column: str, row: int, value: Any) -> Damage:
    """One cell of a row, counted from 1, is another; a text makes the whole column text."""

    def work(folder: Path) -> None:
        path = folder / f"{table}.parquet"
        rows = pq.read_table(path)
        cells = [as_text(cell) if isinstance(value, str) else cell for cell in held(rows, column)]
        cells[row - 1] = value
        place = rows.column_names.index(column)
        pq.write_table(rows.set_column(place, column, pa.array(cells)), path)

    return work


def held(rows: pa.Table, column: str) -> list[Any]:
    cells: list[Any] = rows.column(column).to_pylist()
    return cells


def as_text(cell: Any) -> str | None:
    return None if cell is None else str(cell)


def in_latin_1(table: str) -> Damage:
    """The table as CSV, with one letter of its second row in another encoding."""

    def work(folder: Path) -> None:
        as_csv(folder, table)
        path = folder / f"{table}.csv"
        lines = path.read_bytes().split(b"\n")
        lines[2] = lines[2].replace(b"Made-up", b"Made-\xfcp")
        path.write_bytes(b"\n".join(lines))

    return work


def as_csv(folder: Path, table: str) -> None:
    path = folder / f"{table}.parquet"
    rows = pq.read_table(path)
    plain = [
        field.with_type(field.type.value_type) if pa.types.is_dictionary(field.type) else field
        for field in rows.schema
    ]
    pyarrow.csv.write_csv(rows.cast(pa.schema(plain)), path.with_suffix(".csv"))
    path.unlink()


WAYS: list[tuple[Damage, Told]] = [
    (without("relief_plans"), ("relief_plans", None, None, "the table relief_plans is missing")),
    (
        cut("contacts"),
        (
            "contacts.parquet",
            None,
            None,
            "this is not a whole Parquet file: cut short, damaged, or something else",
        ),
    ),
    (emptied("tasks"), ("tasks.parquet", None, None, "the file is empty")),
    (
        a_folder("recalls"),
        (
            "recalls.parquet",
            None,
            None,
            "this is not a whole Parquet file: cut short, damaged, or something else",
        ),
    ),
    (
        with_cell("cases", "started_on", 4, "soon"),
        ("cases.parquet", 4, "started_on", "this is not a day that exists"),
    ),
    (
        with_cell("cases", "sentence_type", 5, "no such sentence"),
        ("cases.parquet", 5, "sentence_type", "this code is not known"),
    ),
    (
        with_cell("staff", "contracted_hours", 2, "many"),
        ("staff.parquet", 2, "contracted_hours", "this is not a number"),
    ),
    (
        with_cell("tiers", "case_id", 3, "nobody"),
        ("tiers.parquet", 3, "case_id", "this refers to a row that cases does not have"),
    ),
    (
        with_cell("flags", "flag_id", 6, None),
        ("flags.parquet", 6, "flag_id", "the cell is blank"),
    ),
    (
        with_cell("plans", "signed_at", 7, dt.datetime(2031, 1, 1)),  # noqa: DTZ001 - the clock
        ("plans.parquet", 7, "signed_at", "this is in the future, after 2026-11-01"),
    ),
    (in_latin_1("units"), ("units.csv", 3, "name", "these bytes are not UTF-8")),
]


def test_all_faults_are_told_at_once_by_file_row_and_column(extract: Path) -> None:
    for damage, _ in WAYS:
        damage(extract)
    told = problems(extract)
    assert [said for _, said in WAYS if said not in told] == []


def test_every_row_of_a_repeated_key_is_told(extract: Path) -> None:
    key = held(pq.read_table(extract / "plans.parquet"), "plan_id")[0]
    with_cell("plans", "plan_id", 9, key)(extract)
    twice = [told for told in problems(extract) if told[3] == "another row has the same key"]
    assert twice == [("plans.parquet", row, "plan_id", twice[0][3]) for row in (1, 9)]


def test_an_empty_folder_lacks_every_table(tmp_path: Path) -> None:
    (tmp_path / "extract").mkdir()
    told = problems(tmp_path / "extract")
    assert {each[0] for each in told} == set(record().tables)


def test_a_day_before_the_extract_is_refused(extract: Path) -> None:
    told = problems(extract, "2026-06-01")
    assert {"this is in the future, after 2026-06-01"} == {
        said[3].split(" (in ")[0] for said in told
    }


def test_a_broken_mapping_or_profile_is_told_by_its_name(extract: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("a = [", encoding="utf-8")
    for named in ({"mapping": str(broken)}, {"profile": str(broken)}):
        assert [told[0] for told in problems(extract, **named)] == ["broken.toml"]
    nowhere = str(tmp_path / "nowhere.toml")
    told = problems(extract, profile=nowhere)
    assert told == [(nowhere, None, None, "there is no profile here")]
