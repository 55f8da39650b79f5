"""`assay assure trend`, `diff` and `timeline` as a person and as a script meet them."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assay.caseload.record.shape import record
from assay.caseload.record.synthetic.write import synthesise

Run = Callable[..., "object"]
OFFICER = "MADEUP0000000000"
OWN = """id = "ours"
title = "A made-up service"
stands_on = ["current", "unified-2021", "crc-2015", "base"]
answers_from = 2015-02-01

[in_force]
starts = 2024-06-07
source = "house"

[[changes]]
key = "allocation.within"
starts = 2026-01-01
unit = "working days"
value = 1
changed_by = "Made-up Head of Service"
changed_on = 2026-11-01
reason = "Cases waited too long"
"""


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("over-time") / "extract"
    synthesise(record(), 60, 2, folder, lambda _: None)
    return folder


def test_a_trend_is_kept_for_a_spreadsheet_and_printed(
    run: Run, extract: Path, tmp_path: Path
) -> None:
    days = ("--from", "2026-09-01", "--to", "2026-11-01")
    done = run("assure", "trend", extract, *days, "--criterion", "r05", "--out", "kept", "--json")
    assert done.returncode == 0, done.stderr
    points = json.loads(done.stdout)["points"]
    assert [point["day"] for point in points][-2:] == ["2026-10-25", "2026-11-01"]
    kept = sorted(path.name for path in (tmp_path / "kept").iterdir())
    assert kept == ["trend.csv", "trend.json", "trend.parquet"]
    with (tmp_path / "kept" / "trend.csv").open(encoding="utf-8") as text:
        assert [int(row["met"]) for row in csv.DictReader(text)] == [p["met"] for p in points]
    told = json.loads((tmp_path / "kept" / "trend.json").read_text(encoding="utf-8"))
    assert (told["first"], told["criteria"]) == ("2026-09-01", ["R05"])


def test_a_diff_names_who_changed_what_and_lists_cases_only_where_asked(
    run: Run, extract: Path, tmp_path: Path
) -> None:
    (tmp_path / "ours.toml").write_text(OWN, encoding="utf-8")
    asked = ("assure", "diff", extract, "--as-of", "2026-11-01", "--against", "ours.toml")
    done = run(*asked, "--out", "listed")
    assert done.returncode == 0, done.stderr
    assert "Made-up Head of Service" in done.stdout
    assert "Cases waited too long" in done.stdout
    assert "MADEUP" not in done.stdout + done.stderr
    listed = (tmp_path / "listed" / "diff.csv").read_text(encoding="utf-8")
    assert listed.startswith("criterion,case_id,officer_id,unit,was,now,")
    assert "MADEUP" in listed


def test_a_time_line_is_of_one_officer_or_of_a_unit(run: Run, extract: Path) -> None:
    days = ("--from", "2026-10-01", "--to", "2026-11-01")
    done = run("assure", "timeline", extract, "--officer", OFFICER, *days, "--json")
    assert done.returncode == 0, done.stderr
    weeks = json.loads(done.stdout)["weeks"]
    assert [week["week"] for week in weeks][::4] == ["2026-09-28", "2026-10-26"]
    assert weeks[0]["cases"] > 0
    assert "Name either" in run("assure", "timeline", extract, *days).stderr


def test_what_cannot_be_asked_is_told_and_nothing_is_kept(
    run: Run, extract: Path, tmp_path: Path
) -> None:
    ends = ("--from", "2026-11-01", "--to", "2026-10-01")
    for arguments, said in (
        (("trend", extract, *ends, "--as-of", "2026-11-01"), "is before"),
        (("trend", extract, *ends, "--criterion", "Z9"), "there is no such criterion"),
        (("diff", extract), "Name an extract"),
        (("diff", "--run", "a", "--run", "b"), "no run is kept here"),
    ):
        done = run("assure", *arguments)
        assert done.returncode == 2, done.stderr
        assert said in done.stderr
    assert list(tmp_path.iterdir()) == []
