"""`assay league`, from a shell."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from assay.cli import league as command
from assay.problems import InputProblems, Problem
from assay.publishing.league_check import Checked

KEYS = {
    "body", "body_type", "framework", "published", "overall_rating", "points", "points_min",
    "points_max", "max", "change_in_points", "rank_min", "rank_max", "official", "sources",
}  # fmt: skip


def test_json_is_one_list_with_the_promised_keys(run: Callable) -> None:
    done = run("league", "--family", "adult", "--on", "2020-12-31", "--json")
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert all(row.keys() >= KEYS for row in rows)
    swm = next(row for row in rows if row["body"] == "Staffordshire and West Midlands CRC")
    assert (swm["points_min"], swm["points_max"], swm["change_in_points"]) == (8, 15, 2)
    assert swm["official"] is False


def test_the_table_is_headed_unofficial_and_lists_what_is_left_out(run: Callable) -> None:
    done = run("league", "--body-type", "crc")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Unofficial league table")
    assert "8 to 15 of 30" in done.stdout
    assert "Hampshire and Isle of Wight CRC, 2020-07: no overall rating is known" in done.stdout


def test_a_day_before_the_first_result_gives_an_empty_table(run: Callable) -> None:
    assert "No rated inspection fits" in run("league", "--on", "2018-01-01").stdout
    assert json.loads(run("league", "--on", "2018-01-01", "--json").stdout) == []


def test_the_file_begins_with_the_notice(run: Callable, tmp_path: Path) -> None:
    done = run("league", "--family", "youth", "--out", "league.csv")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    text = (tmp_path / "league.csv").read_text(encoding="utf-8")
    assert text.startswith("Unofficial league table")
    assert "East Riding Youth Offending Team" in text


def test_check_passes_over_everything_shipped(run: Callable) -> None:
    done = run("league", "check")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].endswith("0 disagree.")


def test_check_fails_when_a_computed_rating_is_not_the_published_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = Problem("the published record", "made-up disagreement", "Correct it")
    found = Checked(("a line",), computed=0, possible=0, left_out=0, problems=(problem,))
    monkeypatch.setattr(command, "check_record", lambda _: found)
    result = CliRunner().invoke(command.league, ["check"])
    assert isinstance(result.exception, InputProblems)
    assert "1 disagree" in result.output


def test_why_prints_the_reasoning_for_both_inspections(run: Callable) -> None:
    done = run("league", "why", "swm")
    assert done.returncode == 0, done.stderr
    assert "-> 3 to 18" in done.stdout
    assert "Total: 8 to 15 of 30 points (unofficial)" in done.stdout
    assert "Total: 6 to 13 of 30 points (unofficial)" in done.stdout
    assert "Its work passed to West Midlands region" in done.stdout


def test_why_says_when_an_inspection_has_no_points(run: Callable) -> None:
    done = run("league", "why", "wakefield-yjs-2025")
    assert "No points: Assay holds no framework for it" in done.stdout


def test_why_offers_near_names_for_a_slip(run: Callable) -> None:
    done = run("league", "why", "merseyside crk")
    assert done.returncode == 2
    assert "Did you mean: Merseyside CRC" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    "arguments", [("--family", "cats"), ("--body-type", "zoo"), ("--on", "31 February")]
)
def test_wrong_arguments_exit_2(run: Callable, arguments: tuple[str, str]) -> None:
    done = run("league", *arguments)
    assert done.returncode == 2
    assert arguments[0] in done.stderr
