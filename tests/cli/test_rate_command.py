"""`assay rate`, from a shell."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assay.standards.load import load_framework

CRC = load_framework("crc-2019")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A whole made-up inspection: everything Good but safety in assessment."""
    rows = ["case_id,key_question,sufficient,cluster"]
    for standard in CRC.standards:
        if standard.decided_by == "judgement":
            continue
        for question in standard.key_questions:
            enough = 49 if question.number == "2.1.3" else 70
            rows += [
                f"made-up-{i},{question.number},{'yes' if i < enough else 'no'},{'NS'[i % 2]}"
                for i in range(100)
            ]
    (tmp_path / "assessments.csv").write_text("\n".join(rows), encoding="utf-8")
    judgements = ["standard,rating,rationale"]
    judgements += [f"1.{i},Good,Made-up reason" for i in range(1, 5)]
    (tmp_path / "judgements.csv").write_text("\n".join(judgements), encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_json_is_one_document_with_the_promised_shape(run: Callable) -> None:
    done = run(
        "rate", "assessments.csv", "--framework", "crc-2019",
        "--judgements", "judgements.csv", "--json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["framework"] == "crc-2019"
    standard = document["standards"][4]
    assert standard.keys() >= {
        "number", "name", "rating", "points", "key_questions",
        "decided_by", "near_boundary", "trace",
    }  # fmt: skip
    assert standard["key_questions"][2].keys() >= {
        "number", "name", "sufficient", "relevant", "percent", "interval", "band",
    }  # fmt: skip
    assert (standard["rating"], standard["points"], standard["near_boundary"]) == (
        "Inadequate",
        0,
        True,
    )
    assert document["overall"].keys() >= {"rating", "points", "max", "trace"}
    assert (document["overall"]["rating"], document["overall"]["points"]) == ("Good", 18)
    assert "agreement" not in document


@pytest.mark.usefixtures("folder")
def test_without_judgements_the_total_is_given_as_bounds(run: Callable) -> None:
    done = run("rate", "assessments.csv", "--framework", "crc-2019", "--json")
    overall = json.loads(done.stdout)["overall"]
    assert (overall["rating"], overall["points"]) == (None, None)
    assert (overall["points_min"], overall["points_max"]) == (10, 22)
    assert overall["possible"] == ["Requires improvement", "Good"]


def test_the_text_shows_each_standard_its_working_and_the_panels_flags(
    folder: Path, run: Callable
) -> None:
    done = run(
        "rate", folder / "assessments.csv", "--framework", "crc-2019",
        "--judgements", "judgements.csv", "--by", "Cluster", "--population", "12600",
        "--second-reads", "assessments.csv",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "2.1 Assessment: Inadequate" in done.stdout
    assert "49/100 is 49 per cent" in done.stdout
    assert "2.1.3 for all such cases: 39.5 to 58.6 per cent (95% Wilson" in done.stdout
    assert "Inadequate 5" in done.stdout
    assert "For the panel: 49 per cent is within 5 points of 50" in done.stdout
    assert "Overall: Good" in done.stdout
    assert "By cluster" in done.stdout
    assert "Gwet's AC1" in done.stdout


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--population", "many"], "not a whole number above 0"),
        (["--population", "0"], "not a whole number above 0"),
        (["--population", "900", "--population", "901"], "given twice"),
        (["--on", "2019-02-31"], "no such"),
        (["--population", "1.1=50"], "counts no standard with this number"),
        (["--population", "50"], "more than the 50 there were"),
        (["--by", "grade"], "no column grade"),
        (["--on", "2001-01-01"], "2018-04-01"),
        (["--framework", "crc-1990"], "crc-1990"),
        (["--judgements", "nowhere.csv"], "nowhere.csv"),
        (["--judgements", "assessments.csv"], "no column standard"),
    ],
)
def test_wrong_arguments_say_what_to_do_and_exit_2(
    folder: Path, run: Callable, options: list[str], expected: str
) -> None:
    done = run("rate", folder / "assessments.csv", "--framework", "crc-2019", *options)
    assert done.returncode == 2
    assert expected in done.stderr
    assert done.stdout == ""


def test_problems_of_all_files_come_together(folder: Path, run: Callable) -> None:
    (folder / "bad.csv").write_text(
        "case_id,key_question,sufficient\nmade-up,2.1.1,45%\n", encoding="utf-8"
    )
    (folder / "worse.csv").write_text(
        "standard,rating,rationale\n1.1,excellent,Reason\n", encoding="utf-8"
    )
    done = run("rate", "bad.csv", "--framework", "crc-2019", "--judgements", "worse.csv")
    assert done.returncode == 2
    assert "2 problems found" in done.stderr
    assert "bad.csv, row 2, column sufficient" in done.stderr
    assert "worse.csv, row 2, column rating" in done.stderr


def test_a_fault_of_our_own_exits_1_and_shows_no_record(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from assay import cli  # noqa: PLC0415 - the door itself is under test

    def break_down(**_: object) -> None:
        raise RuntimeError("made-up-17 is in this message")

    monkeypatch.setattr(cli.assay, "main", break_down)
    monkeypatch.delenv("ASSAY_DEBUG", raising=False)
    with pytest.raises(SystemExit) as ending:
        cli.main()
    assert ending.value.code == 1
    assert folder.exists()
    said = capsys.readouterr().err
    assert "Assay itself failed (RuntimeError)" in said
    assert "made-up-17" not in said


def test_an_unknown_command_or_option_exits_2(run: Callable) -> None:
    assert run("inspect").returncode == 2
    assert run("rate", "--nonsense").returncode == 2


def test_help_lists_every_command_of_an_inspection(run: Callable) -> None:
    shown = run("--help").stdout
    for command in ("frameworks", "sample", "rate", "league", "report", "demo"):
        assert command in shown


def test_a_panels_decision_is_used_or_refused(run: Callable, folder: Path) -> None:
    decisions = folder / "discretion.csv"
    header = "standard,rating,reason,agreed_by\n"
    decisions.write_text(header + "2.1,Requires improvement,Made-up reason,Made-up panel\n")
    args = ("rate", "assessments.csv", "--framework", "crc-2019", "--discretion", "discretion.csv")
    done = run(*args)
    assert done.returncode == 0, done.stderr
    assert "2.1 Assessment: Requires improvement" in done.stdout
    assert "The panel gave Requires improvement instead of Inadequate" in done.stdout
    decisions.write_text(header + "2.2,Outstanding,Made-up reason,Made-up panel\n")
    done = run(*args)
    assert (done.returncode, done.stdout) == (2, "")
    assert "discretion.csv" in done.stderr
    assert "the triggers that fired for 2.2 do not reach Outstanding" in done.stderr
