"""Reading an extract: Parquet or CSV, our names or another system's."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pytest

from assay.caseload.record.cells import arrow_type, read_cells
from assay.caseload.record.extract import read_extract
from assay.caseload.record.mapping import read_mapping
from assay.caseload.record.shape import Column, record
from assay.caseload.record.synthetic.rates import as_of
from assay.problems import InputProblems

MOMENT = Column(type="moment", time="happened", meaning="when")
DAY = Column(type="day", time="happened", meaning="when")


def as_csv(folder: Path, name: str) -> None:
    """Turn one table of a folder from Parquet into CSV."""
    path = folder / f"{name}.parquet"
    table = pq.read_table(path)
    plain = [
        column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
        for column in table.columns
    ]
    arrow_csv.write_csv(pa.table(plain, table.column_names), folder / f"{name}.csv")
    path.unlink()


def read(texts: list[str | None], column: Column) -> tuple[list[object], list[str]]:
    """Read texts as a column: the values, and what is wrong with any."""
    cells = read_cells(pa.chunked_array([texts], pa.string()), column, {})
    return cells.values.to_pylist(), [f.wrong for f in cells.faults if pc.any(f.where).as_py()]


def test_a_made_up_extract_has_the_exact_types(made_up: Path) -> None:
    tables = read_extract(made_up, record(), as_of())
    for name, table in record().tables.items():
        expected = [arrow_type(column) for column in table.columns.values()]
        assert tables[name].schema.types == expected, name


def test_csv_reads_as_the_same_as_parquet(made_up: Path, extract: Path) -> None:
    for name in record().tables:
        as_csv(extract, name)
    from_csv = read_extract(extract, record(), as_of())
    from_parquet = read_extract(made_up, record(), as_of())
    for name, table in from_parquet.items():
        assert from_csv[name].to_pylist() == table.to_pylist(), name


def test_another_systems_names_and_codes_are_mapped(extract: Path, tmp_path: Path) -> None:
    people = pq.read_table(extract / "people.parquet")
    codes = pc.if_else(pc.equal(people["sex"].cast(pa.string()), "male"), "M1", "F2")
    renamed = people.set_column(1, "SEX_CD", codes).rename_columns(["OFFENDER_ID", "SEX_CD", "TS"])
    pq.write_table(renamed, extract / "OFFENDER.parquet")
    (extract / "people.parquet").unlink()
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(
        '[tables.people]\nfile = "OFFENDER"\n[tables.people.columns]\nperson_id = "OFFENDER_ID"\n'
        'sex = "SEX_CD"\nrecorded_at = "TS"\n[words.sex]\nM1 = "male"\nF2 = "female"\n'
    )
    tables = read_extract(extract, record(), as_of(), read_mapping(mapping, record()))
    assert tables["people"].select(["person_id", "sex"]).to_pylist() == [
        {"person_id": row["person_id"], "sex": row["sex"]} for row in people.to_pylist()
    ]


def test_a_mapping_to_what_the_record_has_not_is_refused_whole(tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(
        '[tables.persons]\nfile = "P"\n[tables.people.columns]\nname = "N"\n'
        '[words.sex]\nM = "man"\n[words.colour]\nR = "red"\n'
    )
    with pytest.raises(InputProblems) as refused:
        read_mapping(mapping, record())
    assert [problem.wrong for problem in refused.value.problems] == [
        "tables.persons: the record has no such table",
        "tables.people.columns.name: the table has no such column",
        "words.sex: 'man' is not one of its words",
        "words.colour: the record has no words of this name",
    ]


@pytest.mark.parametrize("text", ["[tables", "blanks = 3", "colour = 1"])
def test_a_mapping_of_the_wrong_shape_is_refused(tmp_path: Path, text: str) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(text)
    with pytest.raises(InputProblems):
        read_mapping(mapping, record())


def test_a_mapping_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputProblems, match="can't be opened"):
        read_mapping(tmp_path / "none.toml", record())


def test_moments_with_a_zone_become_the_clock_in_the_uk() -> None:
    texts = ["2026-07-01T23:30:00Z", "2026-01-01T12:00:00+01:00", "2026-07-01 09:05", None]
    assert read(texts, MOMENT) == (
        [
            dt.datetime(2026, 7, 2, 0, 30),  # noqa: DTZ001 - the clock on the wall
            dt.datetime(2026, 1, 1, 11, 0),  # noqa: DTZ001
            dt.datetime(2026, 7, 1, 9, 5),  # noqa: DTZ001
            None,
        ],
        [],
    )


def test_days_may_be_iso_or_day_first_and_must_exist() -> None:
    values, wrong = read(["2024-02-29", "29/02/2024", "2023-02-29", "soon", " "], DAY)
    assert values == [dt.date(2024, 2, 29), dt.date(2024, 2, 29), None, None, None]
    assert wrong == ["this is not a day that exists"]


@pytest.mark.parametrize(
    ("kind", "unit", "texts", "expected", "wrong"),
    [
        ("number", "hours", ["7.5", "x", None], [7.5, None, None], ["this is not a number"]),
        ("count", "days", ["7", "7.5", "-1"], [7, None, -1], None),
        ("yes or no", None, ["Y", "false", "maybe"], [True, False, None], None),
    ],
)
def test_figures_and_answers_are_read_strictly(
    kind: str, unit: str | None, texts: list[str | None], expected: list[object], wrong: list[str]
) -> None:
    column = Column.model_validate({"type": kind, "unit": unit, "meaning": "made up"})
    values, found = read(texts, column)
    assert values == expected
    assert found == (wrong or found)
    assert found


@pytest.mark.parametrize(
    ("values", "column", "expected"),
    [
        (pa.array([1, None]), Column(type="id", meaning="m"), ["1", None]),
        (pa.array([1, 0]), Column(type="yes or no", meaning="m"), [True, False]),
        (pa.array([1.0, 2.5]), Column(type="count", unit="days", meaning="m"), [1, None]),
        (pa.array([3]), Column(type="number", unit="days", meaning="m"), [3.0]),
        (pa.array([True]), Column(type="number", unit="days", meaning="m"), [None]),
        (pa.array([True]), Column(type="id", meaning="m"), [None]),
        (pa.array([1]), DAY, [None]),
        (pa.array([dt.date(2026, 1, 1)]), MOMENT, [None]),
        (pa.nulls(1), MOMENT, [None]),
        (pa.array([dt.datetime(2026, 1, 1)]), DAY, [dt.date(2026, 1, 1)]),  # noqa: DTZ001
    ],
)
def test_typed_columns_are_taken_where_nothing_is_lost(
    values: pa.Array, column: Column, expected: list[object]
) -> None:
    read = read_cells(pa.chunked_array([values]), column, {})
    assert read.values.to_pylist() == expected
    assert read.values.type == arrow_type(column)


def test_texts_that_mean_blank_are_blank() -> None:
    cells = pa.chunked_array([["NULL", "7"]])
    column = Column(type="count", unit="days", meaning="m")
    assert read_cells(cells, column, {}, ["NULL"]).values.to_pylist() == [None, 7]


def test_reading_raises_every_problem_at_once(
    extract: Path, change: Callable[[str, Callable[[pa.Table], pa.Table]], None]
) -> None:
    change("plans", lambda table: table.drop_columns(["signed_at"]))
    (extract / "goals.parquet").unlink()
    with pytest.raises(InputProblems) as refused:
        read_extract(extract, record(), as_of())
    assert {problem.wrong for problem in refused.value.problems} == {
        "the column is missing",
        "the table goals is missing",
    }
