"""`assay assure` as a person and as a script meet it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assay.assurance.criteria import written
from assay.caseload.record.shape import record
from assay.caseload.record.synthetic.write import synthesise

DAY = "2026-11-01"
Run = Callable[..., "object"]


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("assure") / "extract"
    synthesise(record(), 300, 2, folder, lambda _: None)
    return folder


def test_a_run_prints_one_document_and_its_results_can_be_asked(run: Run, extract: Path) -> None:
    done = run("assure", extract, "--as-of", DAY, "--out", "kept", "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert (document["as_of"], document["profile"]) == (DAY, "current")
    assert {each["id"] for each in document["criteria"]} == set(written())
    for each in document["criteria"]:
        states = ("met", "not_met", "due", "cannot_tell", "excused")
        assert sum(each[state] for state in states) == each["population"]
    nobody = run("assure", "why", "R05", "nobody", "--run", "kept")
    assert (nobody.returncode, "no case of this extract" in nobody.stderr) == (2, True)
    nothing = run("assure", "worklist", "--officer", "nobody", "--run", "kept", "--json")
    assert json.loads(nothing.stdout) == {"officer": "nobody", "items": []}


def test_wrong_arguments_are_told_with_what_to_do(run: Run, tmp_path: Path) -> None:
    for arguments, said in (
        (("assure", "nowhere", "--as-of", DAY), "there is no folder here"),
        (("assure", "nowhere", "--profile", "curent"), "Did you mean current?"),
        (("assure", "why", "Z99", "C1"), "there is no such criterion"),
        (("assure", "why", "A01", "C1"), "no run is kept here"),
        (("assure", "worklist", "--officer", "S1"), "no run is kept here"),
        (
            ("assure", "timeline", "x", "--unit", "U1", "--from", DAY, "--to", "2019-01-01"),
            "this day is before --from",
        ),
    ):
        done = run(*arguments)
        assert done.returncode == 2, done.stderr
        assert said in done.stderr
        assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []
