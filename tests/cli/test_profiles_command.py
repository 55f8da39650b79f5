"""`assay profiles` as a person and as a script meet it."""

import json
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

from click.testing import CliRunner, Result

from assay.cli import assay
from assay.problems import InputProblems

ROOT = Path(__file__).parents[2]
LOCAL = Path(str(files("assay.standards").joinpath("profiles/local.toml")))
CHANGE = """
[[changes]]
key = "caseload.most"
starts = 2026-12-01
unit = "count"
value = 40
changed_by = "Made-up Head of Service"
changed_on = 2026-11-23
reason = "Too many cases for good work"
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(assay, ["profiles", *arguments])


def own(tmp_path: Path, name: str = "made-up.toml") -> Path:
    path = tmp_path / name
    shutil.copy(LOCAL, path)
    text = path.read_text(encoding="utf-8").replace('id = "local"', 'id = "made-up"')
    path.write_text(text + CHANGE, encoding="utf-8")
    return path


def test_the_list_has_a_line_for_each_profile_and_says_how_much_is_unverified() -> None:
    listed = json.loads(run("--json").stdout)
    lines = run().stdout.splitlines()

    ids = ["base", "crc-2015", "unified-2021", "current", "local"]
    assert [each["id"] for each in listed] == ids
    assert [line.split()[0] for line in lines[2:]] == ids
    assert listed[1]["in_force"] == ["2015-02-01", "2021-06-25"]
    assert all(0 < each["unverified"] < each["values"] for each in listed)


def test_a_profile_is_printed_with_its_values_and_a_star_where_nobody_verified() -> None:
    lines = run("crc-2015", "--on", "2019-10-01").stdout.splitlines()
    shown = {line.split()[0]: line for line in lines if "  " in line}

    assert shown["first_contact.within"].endswith("MoJ-CRCPERF    5 working days")
    assert "crc-2015" in shown["first_contact.within"]
    assert "* memory" in shown["unpaid_work.learning_most"]
    assert shown["unpaid_work.learning_most"].endswith("20%")
    assert shown["handover.emergency_note_within"].endswith("2 days")
    assert shown["contact.longest_interval"].endswith("1 month")
    assert shown["allocation.within"].endswith(
        "3 working days; 1 working day where tier is highest"
    )
    assert lines[-1] == "A star marks what nobody has verified yet."


def test_a_profile_as_json_says_of_each_value_where_it_is_from() -> None:
    document = json.loads(run("current", "--on", "2023-01-01", "--json").stdout)
    values = {each["key"]: each for each in document["values"]}

    assert document["on"] == "2023-01-01"
    assert values["plan.within"] == {
        "key": "plan.within",
        "what": "From the clock starting until the plan is signed",
        "criteria": ["P01"],
        "unit": "working days",
        "value": 15,
        "cases": [],
        "starts": "2021-06-26",
        "ends": None,
        "profile": "unified-2021",
        "source": {
            "key": "MoJ-PSPERF",
            "title": "Ministry of Justice: Probation Service performance measures",
            "where": "data.justice.gov.uk/probation/ps-performance",
            "verified": True,
        },
        "verified": True,
        "why": "measure SL006",
    }
    assert values["home_visit.within"]["cases"][2] == {"when": {"risk": ["medium"]}, "value": 42}
    assert "contact.midpoint_appointments" not in values


def test_a_service_prints_its_own_file_with_who_changed_what(tmp_path: Path) -> None:
    path = str(own(tmp_path))

    text = run(path, "--on", "2026-12-01").stdout
    document = json.loads(run(path, "--json").stdout)

    line = next(each for each in text.splitlines() if each.startswith("caseload.most"))
    assert line.endswith("* Changed by Made-up Head of Service on 2026-11-23  40")
    assert [change["value"] for change in document["changes"]] == [40]


def test_an_own_file_that_is_wrong_is_refused(tmp_path: Path) -> None:
    result = run(str(own(tmp_path, "other.toml")))

    assert isinstance(result.exception, InputProblems)
    assert "id: 'made-up' is not the file's name" in str(result.exception)
    assert result.stdout == ""


def test_an_unknown_id_is_the_users_fault_and_near_ids_are_offered() -> None:
    result = run("curent")

    assert isinstance(result.exception, InputProblems)
    assert "ID: there is no practice profile with this id (found 'curent')" in str(result.exception)
    assert "Did you mean current?" in str(result.exception)


def test_a_day_on_which_nothing_is_in_force_says_so() -> None:
    assert run("crc-2015", "--on", "2021-06-26").stdout.endswith(
        "No value is in force on that day.\n"
    )


def test_the_printed_reference_of_the_profiles_is_fresh() -> None:
    check = subprocess.run(
        [sys.executable, "-m", "tools.reference", "--check", "profiles.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (check.returncode, check.stderr) == (0, "")
