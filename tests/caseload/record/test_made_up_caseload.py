"""`assay caseload synthesise`: the same bytes again, any size, marked, whole or not at all."""

from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.caseload.record.extract import check_extract
from assay.caseload.record.shape import record
from assay.caseload.record.synthetic import write
from assay.caseload.record.synthetic.rates import as_of, faults, rates
from assay.cli import assay
from assay.problems import InputProblems

Make = Callable[..., Path]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_same_size_and_seed_give_the_same_bytes(made_up: Path, made_up_of: Make) -> None:
    assert contents(made_up_of(400)) == contents(made_up)


def test_another_seed_gives_other_cases(made_up: Path, made_up_of: Make) -> None:
    other = contents(made_up_of(400, seed=2))
    assert other["cases.parquet"] != contents(made_up)["cases.parquet"]


def test_more_people_than_fit_a_part_are_as_sound(
    made_up_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "PEOPLE_AT_A_TIME", 70)
    folder = made_up_of(200)
    assert check_extract(folder, record(), as_of()).findings == []
    assert pq.read_metadata(folder / "cases.parquet").num_rows == 200


@settings(max_examples=12)
@given(people=st.integers(1, 120), seed=st.integers(0, 2**40))
def test_the_checker_finds_nothing_at_any_size(made_up_of: Make, people: int, seed: int) -> None:
    assert check_extract(made_up_of(people, seed), record(), as_of()).findings == []


def test_every_reference_and_file_says_that_it_is_made_up(made_up: Path) -> None:
    assert (made_up / "MADE-UP.txt").read_text().startswith("MADE UP. Nobody in these tables")
    for name, table in record().tables.items():
        read = pq.read_table(made_up / f"{name}.parquet")
        assert read.schema.metadata[b"assay"].startswith(b"MADE UP"), name
        for column, what in table.columns.items():
            if what.type == "id":
                found = {value for value in read[column].to_pylist() if value is not None}
                assert all(value.startswith("MADEUP") for value in found), (name, column)


def test_a_case_has_one_seeded_fault_at_most(made_up: Path) -> None:
    truth = pq.read_table(made_up / "truth.parquet").to_pylist()
    cases = [row["case_id"] for row in truth if row["case_id"]]
    assert len(cases) == len(set(cases))
    assert {row["why"] for row in truth} <= {fault.why for fault in faults().values()}


def test_a_caseload_of_some_thousands_has_nearly_every_fault(made_up_of: Make) -> None:
    truth = pq.read_table(made_up_of(6_000) / "truth.parquet")
    rare = {"D10", "M06", "T01", "T04", "U10"}
    assert set(faults()) - set(truth["criterion"].to_pylist()) <= rare


def test_every_rate_has_a_reason() -> None:
    assert all(each.reason and each.source for each in rates().values())


def test_the_command_says_what_it_wrote(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "made-up"
    done = CliRunner().invoke(
        assay, ["caseload", "synthesise", "--people", "30", "--seed", "5", "--out", str(out)]
    )
    assert done.exit_code == 0, done.output
    assert "30 of 30 people" in done.stderr
    assert "Everybody in it is made up. Judge it as of 2026-11-01." in done.stdout
    assert sorted(path.stem for path in out.glob("*.parquet")) == sorted(
        [*record().tables, "truth"]
    )


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(InputProblems, match="there is something here already"):
        write.synthesise(record(), 1, 1, tmp_path, lambda _: None)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    out = tmp_path / "empty"
    out.mkdir()
    write.synthesise(record(), 1, 1, out, lambda _: None)
    assert (out / "cases.parquet").exists()


def test_a_place_that_cannot_be_written_is_one_problem(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputProblems, match="the folder can't be written"):
        write.synthesise(record(), 1, 1, tmp_path / "file" / "out", lambda _: None)


def test_nothing_is_left_where_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write, "contacts", full)
    with pytest.raises(InputProblems, match="No space left on device"):
        write.synthesise(record(), 10, 1, tmp_path / "out", lambda _: None)
    assert list(tmp_path.iterdir()) == []
