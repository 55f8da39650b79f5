"""`assay forecast` and `assay assure calibrate` as a person and as a script meet them."""

import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from assay.assurance.catalogue import catalogue
from assay.assurance.forecast.made_up import made_up_audits
from assay.assurance.forecast.questions import criteria_by_question
from assay.assurance.kept_run import KeptRun
from assay.assurance.run import RESULTS
from assay.caseload.record.shape import record
from assay.caseload.record.synthetic.write import synthesise
from assay.cli import assay
from assay.problems import InputProblems
from assay.standards.load import load_framework

DAY = "2026-11-01"
Run = Callable[..., Result]


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forecast") / "extract"
    synthesise(record(), 200, 4, folder, lambda _: None)
    return folder


@pytest.fixture(scope="module")
def kept(extract: Path) -> Path:
    """A run's folder with what is true of the extract: evaluating it is others' tests' work."""
    folder = extract.parent / "kept"
    folder.mkdir()
    truth = pq.read_table(extract / "truth.parquet").to_pylist()
    fails = {(row["criterion"], row["case_id"]) for row in truth}
    cases = pq.read_table(extract / "cases.parquet", columns=["case_id"]).to_pylist()
    blank = dict.fromkeys(RESULTS.names)
    rows = [
        {
            **blank,
            "criterion": name,
            "case_id": case["case_id"],
            "state": "not met" if (name, case["case_id"]) in fails else "met",
        }
        for name in ("A09", "A11", "A14", "P05", "D01")
        for case in cases
    ]
    pq.write_table(pa.Table.from_pylist(rows, RESULTS), folder / "results.parquet")
    run_file = KeptRun(str(extract), DAY, "current", None)
    (folder / "run.json").write_bytes(run_file.as_json())
    return folder


@pytest.fixture(scope="module")
def audits(extract: Path) -> Path:
    framework = load_framework("crc-2018")
    place = extract.parent / "audits.csv"
    criteria = criteria_by_question(framework, catalogue())
    place.write_bytes(made_up_audits(extract, framework, criteria, audits=120, seed=1))
    return place


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process: starting one takes longer than most of these do."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(assay, [str(each) for each in arguments])


def test_a_forecast_is_one_document_and_its_spreadsheets_close_the_loop(
    call: Run, extract: Path, kept: Path, audits: Path, tmp_path: Path
) -> None:
    asked = ("forecast", extract, "--audits", audits, "--framework", "crc-2018", "--run", kept)
    done = call(*asked, "--out", "out", "--json")
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert document == json.loads((tmp_path / "out" / "forecast.json").read_text())
    assert (document["as_of"], document["audits"]["cases"]) == (DAY, 120)
    assert (document["audits"]["newest"], document["audits"]["oldest"]) == (DAY, "2026-09-03")
    assessment = next(each for each in document["standards"] if each["number"] == "2.1")
    assert sum(assessment["chances"].values()) == pytest.approx(1, abs=0.002)
    question = assessment["key_questions"][2]
    low, high = question["interval"]
    assert low < question["percent"] < high
    assert question["short"]["cases"][0]["audited_insufficient"]
    assert next(e for e in document["standards"] if e["number"] == "1.1")["chances"] == {}
    unpaid = next(each for each in document["standards"] if each["number"] == "4.1")
    assert unpaid["more_audits"] > 0

    past = tmp_path / "out" / "forecast.csv"
    rows = list(csv.DictReader(past.read_text().splitlines()))
    filled = [{**row, "outcome": row["share"]} for row in rows]
    with past.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(filled)
    again = call(*asked, "--history", past)
    assert again.exit_code == 0, again.output
    assert f"{len(rows)} outcomes, 0.0 points off on average" in again.stdout
    assert "2.1.3 Keeping other people safe:" in again.stdout


def test_calibration_can_be_opened_as_a_table_and_a_spreadsheet(
    call: Run, kept: Path, audits: Path, tmp_path: Path
) -> None:
    asked = ("assure", "calibrate", audits, "--framework", "crc-2018", "--run", kept)
    done = call(*asked, "--json", "--out", "calibration.csv")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)["calibration"]
    assert {(each["criterion"], each["key_question"]) for each in found} >= {
        ("A09", "2.1.3"),
        ("together", "2.1.3"),
    }
    for each in found:
        assert sum(sum(row.values()) for row in each["table"].values()) == 120
    rows = list(csv.DictReader((tmp_path / "calibration.csv").read_text().splitlines()))
    assert len(rows) == len(found)
    shown = call(*asked)
    assert "false comfort" in shown.stdout


def test_every_problem_of_the_files_is_listed_and_nothing_is_written(
    call: Run, extract: Path, kept: Path, audits: Path, tmp_path: Path
) -> None:
    head, *rows = audits.read_text().splitlines()
    rows[0] = rows[0].replace("2.1.1", "9.9.9")
    rows[1] = rows[1].replace("MADEUP", "SOMEBODY")
    rows[2] = rows[2].replace(",yes,", ",perhaps,").replace(",no,", ",perhaps,")
    rows[3] = rows[3].replace(DAY, "2027-01-01")
    rows[4] = rows[4].replace(DAY, "soon")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("\n".join([head, *rows]))
    past = tmp_path / "past.csv"
    past.write_text(
        "made_on,key_question,share,low,high,outcome\nsoon,2.1.1,60,50,70,61\n"
        "2025-01-01,2.1.2,much,50,70,\n2025-01-01,2.1.3,80,50,70,61\n"
    )
    done = call(
        "forecast", extract, "--audits", wrong, "--framework", "crc-2018", "--run", kept,
        "--history", past, "--out", "out",
    )  # fmt: skip
    assert isinstance(done.exception, InputProblems)
    listed = str(done.exception)
    for said in (
        "wrong.csv, row 2, column key_question: crc-2018 has no key question with this number",
        "wrong.csv, row 3, column case_id: the extract holds no such case",
        "wrong.csv, row 4, column sufficient: not an answer",
        "wrong.csv, row 5, column audited_on: this day is after the day judged",
        "wrong.csv, row 6, column audited_on:",
        "past.csv, row 2, column made_on:",
        "past.csv, row 3, column share: this is not a per cent",
        "past.csv, row 4: the share is not between low and high",
    ):
        assert said in listed
    assert "SOMEBODY" not in listed
    assert not (tmp_path / "out").exists()


def test_wrong_arguments_are_told_with_what_to_do(
    call: Run, extract: Path, kept: Path, audits: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    asked = ("--audits", audits, "--framework", "crc-2018", "--run", kept)
    for arguments, said in (
        (("forecast", other, *asked), "the run is of another extract"),
        (
            ("forecast", extract, *asked, "--as-of", "2026-10-01", "--mapping", "m.toml"),
            "the run was made with --mapping left out",
        ),
        (("forecast", extract, *asked, "--profile", "crc-2015"), "made with --profile current"),
        (
            ("assure", "made-up-audits", other, "--framework", "crc-2018", "--audits", "9",
             "--seed", "1", "--out", "x.csv"),
            "this is not a made-up extract",
        ),
        (
            ("assure", "calibrate", audits, "--framework", "crc-2018", "--run", kept,
             "--out", "x.pdf"),
            "the file's ending is not .csv",
        ),
    ):  # fmt: skip
        done = call(*arguments)
        assert isinstance(done.exception, InputProblems)
        assert said in str(done.exception)


@pytest.mark.long
def test_from_a_made_up_extract_to_a_forecast(
    run: Callable[..., "subprocess.CompletedProcess[str]"], extract: Path
) -> None:
    """Without a kept run the criteria are evaluated first."""
    for_crc = ("--framework", "crc-2018")
    made = run(
        "assure", "made-up-audits", extract, *for_crc, "--audits", "120", "--seed", "1",
        "--out", "audits.csv",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert "made up" in made.stdout
    done = run(
        "forecast", extract, "--audits", "audits.csv", *for_crc, "--as-of", DAY,
        "--inspected", "50",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "an inspection reading 50 cases" in done.stdout
