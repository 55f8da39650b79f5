"""`assay caseload check`: each kind of damage is found, and nothing else."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from assay.caseload.record.extract import check_extract
from assay.caseload.record.findings import Finding
from assay.caseload.record.shape import record
from assay.caseload.record.synthetic.rates import as_of
from assay.cli import assay
from assay.problems import InputProblems

Change = Callable[[str, Callable[[pa.Table], pa.Table]], None]
FAR = dt.datetime(2040, 1, 1)  # noqa: DTZ001 - the clock on the wall
PRIVATE = "MADEUP-PRIVATE"


def findings(folder: Path) -> list[Finding]:
    return check_extract(folder, record(), as_of()).findings


def wrongs(folder: Path) -> list[tuple[str | None, str]]:
    return [(finding.column, finding.wrong) for finding in findings(folder)]


def put(column: str, row: int, value: object) -> Callable[[pa.Table], pa.Table]:
    """A change of one cell; rows count from 1."""

    def work(table: pa.Table) -> pa.Table:
        place = table.column_names.index(column)
        held = table.column(column)
        kind = pa.string() if pa.types.is_dictionary(held.type) else held.type
        cells = held.cast(kind).to_pylist()
        cells[row - 1] = value
        return table.set_column(place, column, pa.array(cells, kind))

    return work


def test_a_made_up_extract_has_no_problem(made_up: Path) -> None:
    checked = check_extract(made_up, record(), as_of())
    assert checked.findings == []
    assert checked.unused == ["truth.parquet"]
    assert [age.table for age in checked.ages] == list(record().tables)


@pytest.mark.parametrize(
    ("table", "column", "value", "wrong"),
    [
        ("plans", "plan_id", None, "the cell is blank"),
        ("plans", "case_id", None, "the cell is blank"),
        ("plans", "case_id", PRIVATE, "this refers to a row that cases does not have"),
        ("plans", "agreement", PRIVATE, "this code is not known"),
        ("plans", "recorded_at", FAR, "this is in the future, after 2026-11-01"),
        ("plans", "contact_interval_days", -3, "the number is below 0"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(
    extract: Path, change: Change, table: str, column: str, value: object, wrong: str
) -> None:
    change(table, put(column, 3, value))
    found = [each for each in findings(extract) if each.file == f"{table}.parquet"]
    assert (column, wrong) in [(each.column, each.wrong) for each in found]
    assert {each.rows for each in found if each.column == column} == {(3,)}


def test_what_happened_after_it_was_recorded_is_found(extract: Path, change: Change) -> None:
    change("plans", put("recorded_at", 2, dt.datetime(2020, 1, 1)))  # noqa: DTZ001
    assert wrongs(extract) == [("signed_at", "this is later than recorded_at")]


def test_an_end_before_its_start_is_found(extract: Path, change: Change) -> None:
    change("units", lambda table: table)
    change("cases", put("ends_on", 1, dt.date(2010, 1, 1)))
    assert ("ends_on", "this is earlier than started_on") in wrongs(extract)


def test_a_repeated_key_is_found_in_every_row(extract: Path, change: Change) -> None:
    change("goals", lambda table: pa.concat_tables([table, table.slice(0, 1)]))
    (found,) = findings(extract)
    assert (found.column, found.wrong) == ("goal_id", "another row has the same key")
    assert found.count == 2
    assert found.rows[0] == 1


def test_many_bad_rows_are_counted_and_the_first_named(extract: Path, change: Change) -> None:
    def all_wrong(table: pa.Table) -> pa.Table:
        place = table.column_names.index("outcome")
        return table.set_column(place, "outcome", pa.array([PRIVATE] * len(table)))

    change("contacts", all_wrong)
    (found,) = findings(extract)
    assert found.count == pq.read_metadata(extract / "contacts.parquet").num_rows
    assert found.rows == tuple(range(1, 21))
    assert f"in {found.count:,} rows" in found.problems()[0].wrong


def test_missing_tables_and_columns_are_all_listed(extract: Path, change: Change) -> None:
    (extract / "reviews.parquet").unlink()
    change("plans", lambda table: table.drop_columns(["signed_by", "signed_at"]))
    assert sorted(wrongs(extract), key=str) == [
        ("signed_at", "the column is missing"),
        ("signed_by", "the column is missing"),
        (None, "the table reviews is missing"),
    ]


def test_a_column_of_the_wrong_type_is_one_problem(extract: Path, change: Change) -> None:
    def as_numbers(table: pa.Table) -> pa.Table:
        place = table.column_names.index("signed_at")
        return table.set_column(place, "signed_at", pa.array([1.5] * len(table)))

    change("plans", as_numbers)
    assert wrongs(extract) == [("signed_at", "the column holds double, not moments (day and time)")]


def test_a_parquet_file_cut_short_is_found(extract: Path) -> None:
    path = extract / "contacts.parquet"
    path.write_bytes(path.read_bytes()[:5000])
    (found,) = [each for each in findings(extract) if each.file == "contacts.parquet"]
    assert found.wrong == "this is not a whole Parquet file: cut short, damaged, or something else"


def test_mixed_encodings_are_found_where_they_are(extract: Path) -> None:
    table = pq.read_table(extract / "units.parquet").to_pylist()
    (extract / "units.parquet").unlink()
    lines = ["unit_id,name,level,parent_id,recorded_at"]
    lines += [
        f"{row['unit_id']},{row['name']},{row['level']},{row['parent_id'] or ''},"
        f"{row['recorded_at']}"
        for row in table
    ]
    data = "\n".join(lines).encode()
    (extract / "units.csv").write_bytes(data.replace(b"Made-up team 1", b"Made-up Andr\xe9", 1))
    (found,) = findings(extract)
    assert (found.file, found.column, found.rows) == ("units.csv", "name", (2,))
    assert found.wrong == "these bytes are not UTF-8"


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (b"", "the file is empty"),
        (b"goal_id,goal_id\n1,2\n", "two columns have the same name"),
        (b"goal_id,plan_id\n1,2,3\n", "this can't be read as CSV"),
        (b"goal_id,\xe9\n1,2\n", "the header is not UTF-8"),
    ],
)
def test_a_csv_that_is_no_table_is_found(extract: Path, data: bytes, wrong: str) -> None:
    (extract / "goals.parquet").unlink()
    (extract / "goals.csv").write_bytes(data)
    assert any(found.startswith(wrong) for _, found in wrongs(extract))


@pytest.mark.parametrize("first", [f"{PRIVATE},2", f"{PRIVATE},{PRIVATE}"])
def test_a_csv_without_a_header_is_found_and_its_first_row_not_quoted(
    extract: Path, first: str
) -> None:
    (extract / "goals.parquet").unlink()
    (extract / "goals.csv").write_text(f"{first}\n1,2\n")
    checked = check_extract(extract, record(), as_of())
    assert checked.findings
    assert PRIVATE not in f"{checked.findings} {checked.unused}"


def test_a_table_given_twice_is_found(extract: Path) -> None:
    (extract / "goals.csv").write_bytes(b"goal_id\n")
    assert wrongs(extract) == [(None, "the table is there twice, as Parquet and as CSV")]


def test_blank_values_are_counted_not_refused(extract: Path, change: Change) -> None:
    change("plans", put("signed_at", 1, None))
    checked = check_extract(extract, record(), as_of())
    assert checked.findings == []
    (age,) = [age for age in checked.ages if age.table == "plans"]
    assert age.blank["signed_at"] == 1


def test_columns_and_files_not_used_are_said(extract: Path, change: Change) -> None:
    change("plans", lambda table: table.append_column("colour", table.column("plan_id")))
    unused = check_extract(extract, record(), as_of()).unused
    assert unused == ["truth.parquet", "plans.parquet: column colour"]


def test_the_age_is_counted_from_the_newest_entry(made_up: Path) -> None:
    later = as_of() + dt.timedelta(days=10)
    checked = check_extract(made_up, record(), later)
    (age,) = [age for age in checked.ages if age.table == "contacts"]
    newest = pc.max(pq.read_table(made_up / "contacts.parquet")["recorded_at"]).as_py()
    assert (age.newest, age.days_old) == (newest, (later - newest.date()).days)


def test_no_folder_is_one_problem(tmp_path: Path) -> None:
    with pytest.raises(InputProblems, match="there is no folder here"):
        check_extract(tmp_path / "none", record(), as_of())


def test_the_command_lists_problems_without_quoting_anybody(extract: Path, change: Change) -> None:
    change("plans", put("agreement", 1, PRIVATE))
    change("goals", put("plan_id", 1, PRIVATE))
    command = ["caseload", "check", str(extract), "--as-of", as_of().isoformat()]
    for arguments in (command, [*command, "--json"]):
        done = CliRunner().invoke(assay, arguments)
        assert isinstance(done.exception, InputProblems)
        assert PRIVATE not in done.output + str(done.exception)
    document = json.loads(CliRunner().invoke(assay, [*command, "--json"]).stdout)
    assert {each["column"] for each in document["problems"]} == {"agreement", "plan_id"}


def test_the_command_prints_the_age_of_each_table(made_up: Path) -> None:
    done = CliRunner().invoke(
        assay, ["caseload", "check", str(made_up), "--as-of", as_of().isoformat()]
    )
    assert done.exit_code == 0
    assert "contacts" in done.stdout
    assert "Not used: truth.parquet." in done.stderr
