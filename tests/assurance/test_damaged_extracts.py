"""Cells blank at random, files that can't be opened, and another system's files and words."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from assay.assurance.kept_run import KeptRun
from assay.assurance.run import keep_run
from assay.caseload.record.shape import record
from assay.problems import InputProblems

AS_OF = "2026-11-01"
ONE_IN_TEN = 0.1
MAPPING = """
blanks = ["NULL"]

[tables.units]
file = "tbl_team"
columns = { unit_id = "team_ref", name = "team_name" }

[words.unit_level]
"T" = "team"
"""
Result = tuple[str, str]


def quiet(_: object) -> None:
    pass


@pytest.fixture(scope="module")
def whole(made_up: Callable[[int, int], Path]) -> Path:
    return made_up(600, 4)


@pytest.fixture(scope="module")
def told(whole: Path) -> dict[Result, str]:
    return states(whole)


def states(extract: Path, mapping: str | None = None) -> dict[Result, str]:
    """The state of each case, officer or unit by criterion."""
    out = extract.parent / "kept"
    keep_run(KeptRun(str(extract), AS_OF, "current", mapping), "duckdb", out, quiet)
    rows = pq.read_table(out / "results.parquet").to_pylist()
    return {
        (row["criterion"], row["case_id"] or row["officer_id"] or row["unit"]): row["state"]
        for row in rows
    }


def blanked(name: str, rows: pa.Table, chance: random.Random, kept: dict[str, str]) -> pa.Table:
    """The table with one cell in ten blank, in each column where a blank says nothing."""
    for place, (column, kind) in enumerate(record().tables[name].columns.items()):
        if kind.never_blank or f"{name}.{column}" in kept:
            continue
        cells = plain(rows.column(column))
        hit = pa.array([chance.random() < ONE_IN_TEN for _ in range(rows.num_rows)], pa.bool_())
        rows = rows.set_column(place, column, pc.if_else(hit, pa.scalar(None, cells.type), cells))
    return rows


def plain(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = cells.type
    return cells.cast(kind.value_type) if pa.types.is_dictionary(kind) else cells


def linked(whole: Path, folder: Path, but: str) -> Path:
    """The extract once more, without one table."""
    folder.mkdir()
    for path in whole.glob("*.parquet"):
        if path.stem != but:
            (folder / path.name).symlink_to(path)
    return folder


@pytest.mark.statements
def test_blank_cells_at_random_never_make_a_fault_met(
    whole: Path, told: dict[Result, str], not_there: dict[str, str], tmp_path: Path
) -> None:
    extract = tmp_path / "extract"
    chance = random.Random(7)  # noqa: S311 - to make a mess, the same each time
    extract.mkdir()
    for name in record().tables:
        rows = pq.read_table(whole / f"{name}.parquet")
        pq.write_table(blanked(name, rows, chance, not_there), extract / f"{name}.parquet")
    after = states(extract)
    faults = {who for who, state in told.items() if state == "not met"}
    assert len(faults) > len({criterion for criterion, _ in faults})
    assert {who for who in faults if after.get(who) == "met"} == set()
    assert "cannot tell" in after.values()


@pytest.mark.statements
def test_another_systems_files_and_words_give_the_same(
    whole: Path, told: dict[Result, str], tmp_path: Path
) -> None:
    extract = linked(whole, tmp_path / "extract", "units")
    rows = pq.read_table(whole / "units.parquet")
    cells = {name: plain(rows.column(name)) for name in rows.column_names}
    level = cells["level"]
    cells["level"] = pc.if_else(pc.equal(level, "team"), "T", level)
    cells["parent_id"] = cells["parent_id"].fill_null("NULL")
    theirs = {"unit_id": "team_ref", "name": "team_name"}
    table = pa.table({theirs.get(name, name): column for name, column in cells.items()})
    pyarrow.csv.write_csv(table, extract / "tbl_team.csv")
    (tmp_path / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    assert states(extract, str(tmp_path / "mapping.toml")) == told


def test_a_link_that_leads_nowhere_is_a_table_missing(whole: Path, tmp_path: Path) -> None:
    extract = linked(whole, tmp_path / "extract", "units")
    (extract / "units.parquet").symlink_to(extract / "units.parquet")
    assert unopened(extract) == {"units"}


def test_a_file_without_permission_is_told_by_its_name(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract = linked(whole, tmp_path / "extract", "units")
    (extract / "units.csv").write_text("unit_id\n", encoding="utf-8")
    opened = Path.open

    def refused(path: Path, *args: Any, **kwargs: Any) -> Any:
        # Root may open any file, so the refusal is put in its way.
        if path.name == "units.csv":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refused)
    assert unopened(extract) == {"units.csv"}


def unopened(extract: Path) -> set[str]:
    """The files a run says can't be read; it keeps nothing."""
    out = extract.parent / "kept"
    run = KeptRun(str(extract), AS_OF, "current", None)
    with pytest.raises(InputProblems) as told:
        keep_run(run, "duckdb", out, quiet)
    assert not out.exists()
    return {each.file for each in told.value.problems}
