"""How a run is done: statements written beside it, within its memory, saying how far it is."""

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from assay.assurance.engines.duckdb import settings
from assay.assurance.engines.plan import Planner
from assay.assurance.kept_run import KeptRun
from assay.assurance.run import _counted, _meanwhile
from assay.caseload.record.shape import record
from assay.standards.load_profile import load_profile

DAY = dt.date(2026, 11, 1)
ASKED = ("R05", "D03", "M04")


def test_a_kept_run_is_found_again_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ours = KeptRun.over(Path("extract"), DAY, "ours.toml", Path("names.toml"))
    assert (ours.extract, ours.profile, ours.mapping) == (
        str(tmp_path / "extract"),
        str(tmp_path / "ours.toml"),
        str(tmp_path / "names.toml"),
    )
    assert KeptRun.over(Path("extract"), DAY, "current").profile == "current"


def planner() -> Planner:
    return Planner(record(), load_profile("current"), [DAY], "duckdb")


def test_statements_written_ahead_are_those_written_when_asked_for() -> None:
    plain, ahead = planner(), planner()
    with ahead.ahead(ASKED):
        found = [ahead.checks(each) for each in ASKED]
        assert ahead.results() == plain.results()
    assert found == [plain.checks(each) for each in ASKED]


def test_a_mistake_while_writing_ahead_is_told_where_it_is_asked_for() -> None:
    written = planner()
    with written.ahead(["no such criterion", "R05"]):
        with pytest.raises(ModuleNotFoundError):
            written.checks("no such criterion")
        assert written.checks("R05")


def test_duckdb_keeps_within_the_memory_it_is_given(tmp_path: Path) -> None:
    with duckdb.connect(config=settings("100MB", str(tmp_path))) as connection:
        held = "SELECT current_setting('memory_limit'), current_setting('temp_directory')"
        assert connection.sql(held).fetchall() == [("95.3 MiB", str(tmp_path))]
        sorted_ = "SELECT i, md5(i::VARCHAR) AS text FROM range(2_000_000) AS r(i) ORDER BY text"
        connection.execute(f"CREATE TEMP TABLE held AS {sorted_}")
        assert connection.sql("SELECT count(*) FROM held").fetchall() == [(2_000_000,)]


def test_results_come_in_order_however_they_are_written() -> None:
    assert list(_meanwhile(str, iter(range(5)))) == ["0", "1", "2", "3", "4"]
    assert list(_meanwhile(str, iter(()))) == []


def test_a_run_says_how_far_it_is() -> None:
    said: list[str] = []
    tell = _counted(2, said.append)
    tell("A01")
    tell("A02")
    assert said == ["1 of 2: A01", "2 of 2: A02"]
