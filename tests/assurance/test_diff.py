"""What changes under another profile, and between two runs."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assay.assurance.criteria import checks_of, written
from assay.assurance.diff import Diff, between_profiles, between_runs, keep_diff, other_values
from assay.assurance.engines.record import Record
from assay.assurance.kept_run import KeptRun
from assay.assurance.run import RESULTS
from assay.caseload.record.shape import record
from assay.caseload.record.synthetic.write import synthesise
from assay.problems import InputProblems
from assay.standards.load_profile import load_profile, read_profile

AS_OF = dt.date(2026, 11, 1)
HEAD = """id = "made-up"
title = "A made-up service"
stands_on = ["current", "unified-2021", "crc-2015", "base"]
answers_from = 2015-02-01

[in_force]
starts = 2024-06-07
source = "house"
"""
STRICTER = """
[[changes]]
key = "assessment.within"
starts = 2026-01-01
unit = "working days"
value = 1
changed_by = "Made-up Head of Service"
changed_on = 2026-11-01
reason = "Nobody waits for an assessment"
"""
UNSIGNED = """
[[values]]
key = "allocation.within"
starts = 2026-01-01
unit = "working days"
value = 7
source = "house"
verified = false
why = "made up"
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> KeptRun:
    folder = tmp_path_factory.mktemp("diff") / "extract"
    synthesise(record(), 300, 2, folder, lambda _: None)
    return KeptRun(str(folder), AS_OF.isoformat(), "current", None)


def own(tmp_path: Path, text: str) -> Path:
    place = tmp_path / "made-up.toml"
    place.write_text(HEAD + text, encoding="utf-8")
    return place


def test_a_shorter_deadline_shows_which_results_change(run: KeptRun, tmp_path: Path) -> None:
    done: list[str] = []
    found = between_profiles(run, str(own(tmp_path, STRICTER)), done.append)
    assert set(done) == {"A11", "A12"}
    (value,) = found.values
    assert (value.key, value.from_on) == ("assessment.within", dt.date(2026, 1, 1))
    assert value.was
    assert value.was.stated.value == 15
    assert value.now
    assert value.now.stated.value == 1
    assert found.moves["A12", "met", "not met"] > 0
    assert ("A12", "not met", "met") not in found.moves
    same = [row for row in found.rows.to_pylist() if row["was"] == row["now"]]
    assert all(row["was_due_on"] > row["now_due_on"] for row in same)
    keep_diff(found, tmp_path / "kept")
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == [
        "diff.csv",
        "diff.parquet",
    ]
    assert pq.read_table(tmp_path / "kept" / "diff.parquet").equals(found.rows)


def test_a_value_nobody_answers_for_is_refused(run: KeptRun, tmp_path: Path) -> None:
    with pytest.raises(InputProblems, match="nobody says who did it, when and why"):
        between_profiles(run, str(own(tmp_path, UNSIGNED)), lambda _: None)


def test_a_change_that_starts_later_changes_nothing_yet(tmp_path: Path) -> None:
    profile = read_profile(own(tmp_path, STRICTER))
    current = load_profile("current")
    assert other_values(current, profile, dt.date(2025, 12, 31)) == []
    assert other_values(current, current, AS_OF) == []


def kept(folder: Path, as_of: str, states: dict[str, str]) -> Path:
    folder.mkdir()
    blank = dict.fromkeys(RESULTS.names)
    rows = [
        {**blank, "criterion": "A01", "case_id": case, "state": state, "due_on": AS_OF}
        for case, state in states.items()
    ]
    pq.write_table(pa.Table.from_pylist(rows, schema=RESULTS), folder / "results.parquet")
    (folder / "run.json").write_bytes(KeptRun("extract", as_of, "current", None).as_json())
    return folder


def test_two_runs_show_what_changed_since_one_looked_last(tmp_path: Path) -> None:
    old = kept(tmp_path / "old", "2026-10-31", {"C1": "due", "C2": "met", "C3": "not met"})
    new = kept(tmp_path / "new", "2026-11-01", {"C1": "not met", "C2": "met", "C4": "due"})
    found: Diff = between_runs(old, new)
    assert [(row["case_id"], row["was"], row["now"]) for row in found.rows.to_pylist()] == [
        ("C1", "due", "not met"),
        ("C3", "not met", "does not apply"),
        ("C4", "does not apply", "due"),
    ]
    with pytest.raises(InputProblems, match="no run is kept here"):
        between_runs(old, tmp_path / "nowhere")
    (new / "results.parquet").write_bytes(b"cut short")
    with pytest.raises(InputProblems, match="can't be read"):
        between_runs(old, new)


class Noting(dict[str, Any]):
    """Notes what is asked of it."""

    def __init__(self, spans: Mapping[str, Any]) -> None:
        super().__init__(spans)
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)


@pytest.mark.statements
@pytest.mark.parametrize("criterion", written())
def test_every_value_that_a_criterion_reads_says_so(criterion: str) -> None:
    """Else it would be left out where that value differs or changes."""
    current = load_profile("current")
    spans = Noting(current.spans)
    checks_of(criterion, Record(record(), dataclasses.replace(current, spans=spans), AS_OF, AS_OF))
    keys = current.practice.keys
    assert [key for key in spans.asked if criterion not in keys[key].criteria] == []
