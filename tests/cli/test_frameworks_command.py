"""`assay frameworks` as a person and as a script meet it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assay.cli import assay, main
from assay.cli.frameworks import cap_words
from assay.problems import InputProblems
from assay.standards.load import framework_ids, load_framework

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(assay, ["frameworks", *arguments])


def test_the_list_has_a_line_for_each_framework() -> None:
    lines = run().stdout.splitlines()

    assert [line.split()[0] for line in lines[2:]] == [
        *("crc-2018", "nps-2018", "crc-2019", "nps-2019", "pdu-2021", "pdu-2023", "region-2023"),
        *("youth-2018", "youth-2021"),
    ]


def test_the_list_as_json_counts_standards_and_points() -> None:
    listed = {each["id"]: each for each in json.loads(run("--json").stdout)}

    assert listed["pdu-2021"] == {
        "id": "pdu-2021",
        "title": "Probation Delivery Units, 2021 unified standards",
        "family": "adult",
        "body_type": "PDU",
        "in_force": ["2021-06-26", "2023-09-30"],
        "standards": 9,
        "max_points": 27,
    }
    assert listed["youth-2021"]["standards"] == 13
    assert listed["youth-2021"]["max_points"] == 36
    assert listed["pdu-2023"]["in_force"] == ["2023-10-01", None]


def test_the_list_on_a_day_has_the_frameworks_in_force_that_day() -> None:
    on_refresh = json.loads(run("--on", "2019-09-01", "--json").stdout)
    day_before = json.loads(run("--on", "2019-08-31", "--json").stdout)

    assert [each["id"] for each in on_refresh] == ["crc-2019", "nps-2019", "youth-2018"]
    assert [each["id"] for each in day_before] == ["crc-2018", "nps-2018", "youth-2018"]


def test_one_framework_as_json_is_the_contracts_document() -> None:
    document = json.loads(run("crc-2019", "--json").stdout)

    assert document["id"] == "crc-2019"
    assert document["in_force"] == ["2019-09-01", "2021-06-25"]
    assert [domain["number"] for domain in document["domains"]] == ["1", "2", "4"]
    gate = document["domains"][2]["standards"][1]
    assert (gate["number"], gate["name"]) == ("4.2", "Through the Gate")
    assert gate["decided_by"] == "counts"
    assert gate["in_overall"] is True
    assert [each["number"] for each in gate["key_questions"]] == ["4.2.1", "4.2.2", "4.2.3"]
    assert all(each["prompts"] and each["source"] for each in gate["key_questions"])
    assert document["bands"][2] == {"rating": "Good", "least": 65, "most": 79, "points": 2}
    assert document["overall_bands"][1] == {
        "rating": "Requires improvement",
        "least": 6,
        "most": 15,
    }
    assert document["panel_triggers"]["few_cases"] == 5
    assert document["cap"]["enabled"] is False
    unverified = [each["key"] for each in document["sources"] if not each["verified"]]
    assert unverified == ["memory"]


@pytest.mark.parametrize("framework_id", framework_ids())
def test_one_framework_is_printed_with_every_standard_prompt_and_source(framework_id: str) -> None:
    framework = load_framework(framework_id)

    text = run(framework_id).stdout

    for standard in framework.standards:
        assert f"  {standard.number} {standard.name} (" in text
    for question in framework.key_questions.values():
        assert f"    {question.number} {question.name}" in text
        assert all(f"      - {prompt.words}" in text for prompt in question.prompts)
    for fact in framework.case_facts:
        assert f"  {fact.key}: {fact.question} (source: memory)" in text
    assert "* memory: General knowledge" in text
    assert "Cap (off)" in text
    assert f"Bands on the total of {framework.max_points} points (source: " in text


def test_a_standard_left_out_of_the_overall_rating_says_so() -> None:
    assert (
        "4.1 Resettlement policy and provision (judged; rated apart from the overall rating)"
        in run("youth-2021").stdout
    )


def test_a_cap_that_is_on_says_so() -> None:
    cap = load_framework("crc-2019").latest.cap
    assert cap is not None

    assert cap_words(cap.model_copy(update={"enabled": True})).startswith("Cap (on): 2 or more")


def test_an_unknown_id_is_the_users_fault_and_near_ids_are_offered(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["assay", "frameworks", "pdu-2022"])

    with pytest.raises(SystemExit) as ending:
        main()

    assert ending.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "ID: there is no framework with this id (found 'pdu-2022')" in printed.err
    assert "Did you mean pdu-2023 or pdu-2021" in printed.err


def test_a_day_before_the_first_values_is_the_users_fault() -> None:
    result = run("crc-2019", "--on", "2017-01-01")

    assert isinstance(result.exception, InputProblems)
    assert "crc-2019 has no case bands in force on 2017-01-01" in str(result.exception)
    assert result.stdout == ""


def test_a_day_that_is_no_day_is_refused() -> None:
    result = run("crc-2019", "--on", "2019-02-31")

    assert result.exit_code == 2
    assert "2019-02-31" in result.stderr


def test_the_printed_reference_of_the_frameworks_is_fresh() -> None:
    check = subprocess.run(
        [sys.executable, "-m", "tools.reference", "--check", "frameworks.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (check.returncode, check.stderr) == (0, "")


def test_a_day_before_every_framework_says_so() -> None:
    result = CliRunner().invoke(assay, ["frameworks", "--on", "2001-01-01"])
    assert result.exit_code == 0
    assert result.stdout == "No framework was in force on that day.\n"
