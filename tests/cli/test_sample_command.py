"""`assay sample`, from a shell. Every person here is made up."""

import csv
import datetime as dt
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HEADER = (
    "crn,pnc,Surname,first_name,date_of_birth,gender,sentence_type,rosh_level,"
    "start_date,end_date,cluster,ldu,team,responsible_officer,shoe_size"
)
ASKED = ("--size", "10", "--buffer", "20", "--as-of", "31/03/2020")
LIST = "made-up.csv"
# Runs a command and prints the most memory it held, in kilobytes: of no other child of the tests.
WEIGHED = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(done.returncode)
"""


def row(number: int, **changes: str) -> str:
    sentence = ("CO", "SSO", "Licence", "PSS")[number % 4]
    cells = {
        "crn": f"M{number:04}",
        "name": f"Madeup{number}",
        "gender": "MF"[number % 5 == 0],
        "start": "01/06/2019",
        "officer": f"Officer {number % 30}",
    } | changes
    who = f"{cells['crn']},,{cells['name']},Ann,,{cells['gender']}"
    what = f"{sentence},{'LMH'[number % 3]},{cells['start']},"
    return f"{who},{what},North,Hill,,{cells['officer']},9"


@pytest.fixture
def case_list(tmp_path: Path) -> Path:
    path = tmp_path / LIST
    rows = [row(number) for number in range(1, 91)]
    path.write_text("\n".join([HEADER, *rows, row(1)]), encoding="utf-8")
    return path


@pytest.mark.usefixtures("case_list")
def test_json_is_one_document_with_the_promised_shape(run: Callable) -> None:
    done = run("sample", LIST, *ASKED, "--seed", "7", "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["population"] == 91
    assert document["eligible"] == 90
    assert document["duplicates"] == [
        {"kept_row": 2, "dropped_rows": [92], "because": ["same CRN"]},
    ]
    assert (document["seed"], document["seed_origin"]) == (7, "given")
    assert len(document["input_sha256"]) == 64
    assert document["aliases"] == {"family_name": "Surname"}
    assert document["extra_columns"] == ["shoe_size"]
    assert len(document["cases"]) == 12
    assert sum(case["reserve"] for case in document["cases"]) == 2
    assert list(document["cases"][0]) == [
        *("row", "crn", "stratum", "cluster", "ldu", "responsible_officer", "reserve", "order"),
    ]
    assert "Column 'Surname' is read as family_name." in done.stderr
    assert "Columns not used: shoe_size." in done.stderr


@pytest.mark.usefixtures("case_list")
def test_the_same_file_arguments_and_seed_give_the_same_bytes(run: Callable) -> None:
    once, again = (run("sample", LIST, *ASKED, "--json").stdout for _ in range(2))
    assert once == again
    assert once != run("sample", LIST, *ASKED, "--seed", "7", "--json").stdout


@pytest.mark.usefixtures("case_list")
def test_the_summary_says_what_was_set_aside_drawn_and_how_it_fits(run: Callable) -> None:
    said = run("sample", LIST, *ASKED, "--spec", "hmip-2020").stdout
    assert "91 rows, 90 eligible." in said
    assert "Set aside, sex not recorded as male or female: 0" in said
    assert "Dropped, the same person on another row: 1" in said
    assert "12 were wanted and 12 drawn" in said
    assert "Shortfall: 0" in said
    assert "No seed was given" in said
    assert "How the main cases fit the list" in said


@pytest.mark.usefixtures("case_list")
def test_a_shortfall_is_said_with_its_reason(run: Callable) -> None:
    said = run("sample", LIST, "--size", "200").stdout
    assert "Shortfall: 110" in said
    assert "110: fewer eligible cases than wanted" in said


@pytest.mark.usefixtures("case_list")
def test_without_a_size_the_working_is_shown(run: Callable) -> None:
    said = run("sample", LIST, "--confidence", "95", "--margin", "10").stdout
    # 96.04 / (1 + 95.04 / 90) = 46.7
    assert "For 95% confidence z is 1.9600." in said
    assert "= 47 cases, rounded up." in said


def test_a_csv_list_is_written_with_its_certificate_beside_it(
    case_list: Path, run: Callable
) -> None:
    done = run("sample", LIST, *ASKED, "--out", "out/drawn.csv")
    assert done.returncode == 0, done.stderr
    folder = case_list.parent / "out"
    assert sorted(path.name for path in folder.iterdir()) == ["drawn.certificate.json", "drawn.csv"]
    with (folder / "drawn.csv").open(encoding="utf-8", newline="") as file:
        drawn = list(csv.DictReader(file))
    document = json.loads((folder / "drawn.certificate.json").read_text(encoding="utf-8"))
    assert [one["crn"] for one in drawn] == [one["crn"] for one in document["cases"]]
    assert {one["reserve"] for one in drawn} == {"yes", "no"}


def test_no_cell_of_the_csv_list_can_run_as_a_formula(tmp_path: Path, run: Callable) -> None:
    rows = [HEADER, row(1, crn="-1", officer="+44 1234"), row(2, crn="-2", officer="-")]
    (tmp_path / LIST).write_text("\n".join(rows), encoding="utf-8")
    assert run("sample", LIST, "--size", "2", "--out", "drawn.csv").returncode == 0
    with (tmp_path / "drawn.csv").open(encoding="utf-8", newline="") as file:
        drawn = list(csv.DictReader(file))
    assert {one["crn"] for one in drawn} == {"'-1", "'-2"}
    assert {one["responsible_officer"] for one in drawn} == {"'+44 1234", "'-"}


def test_a_certificate_is_verified_by_anyone_with_the_list(case_list: Path, run: Callable) -> None:
    assert run("sample", LIST, *ASKED, "--out", "drawn.json").returncode == 0
    done = run("sample", "--verify", "drawn.json", LIST)
    assert (done.returncode, done.stdout.strip()) == (0, "redrawn: the same 12 cases")
    printed = run("sample", "--verify", "drawn.json", LIST, "--json")
    assert json.loads(printed.stdout) == {"same": True, "cases": 12}
    case_list.write_text(case_list.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    done = run("sample", "--verify", "drawn.json", LIST)
    assert done.returncode == 2
    assert "the case list is not the file that was drawn from" in done.stderr


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        (None, "can't be opened"),
        ("not json", "not a JSON file"),
        ("[]", "not a certificate"),
        ("{}", "seed: Field required"),
    ],
)
def test_a_bad_certificate_is_refused(
    case_list: Path, run: Callable, contents: str | None, said: str
) -> None:
    if contents is not None:
        case_list.with_name("drawn.json").write_text(contents, encoding="utf-8")
    done = run("sample", "--verify", "drawn.json", LIST)
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.usefixtures("case_list")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--size", "0"), "0 is not in the range x>=1"),
        (("--size", "ten"), "'ten' is not a valid integer"),
        (("--buffer", "101"), "101 is not in the range 0<=x<=100"),
        (("--as-of", "31/02/2020"), "there is no such date"),
        (("--seed", "x"), "'x' is not a valid integer"),
        (("--confidence", "100"), "'100' is not a number between 0 and 100"),
        (("--margin", "five"), "'five' is not a number between 0 and 50"),
        (("--spec", "hmip-1999"), "there is no sampling specification with this id"),
        (("--out", "drawn.xlsx"), "neither .json nor .csv"),
        (("--out", LIST), "this would overwrite the case list"),
    ],
)
def test_a_wrong_option_says_so_and_writes_nothing(
    tmp_path: Path, run: Callable, arguments: tuple[str, ...], said: str
) -> None:
    done = run("sample", LIST, *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""
    assert [path.name for path in tmp_path.iterdir()] == [LIST]


def test_a_bad_list_gives_every_problem_and_leaves_no_output(tmp_path: Path, run: Callable) -> None:
    rows = [HEADER, row(1, start="31/02/2020"), row(2, gender="excellent"), row(3, crn="")]
    (tmp_path / LIST).write_text("\n".join(rows), encoding="utf-8")
    done = run("sample", LIST, "--size", "1", "--out", "out/drawn.csv")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "3 problems found:" in done.stderr
    assert f"{LIST}, row 2, column start_date: there is no such date" in done.stderr
    assert f"{LIST}, row 3, column gender: this word is not known here" in done.stderr
    assert f"{LIST}, row 4: nothing says who this is" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [LIST]


def test_as_of_is_today_unless_given(tmp_path: Path, run: Callable) -> None:
    far = (dt.date.today() + dt.timedelta(days=400)).isoformat()  # noqa: DTZ011 - as the command
    (tmp_path / LIST).write_text("\n".join([HEADER, row(1), row(2, start=far)]), encoding="utf-8")
    assert json.loads(run("sample", LIST, "--json").stdout)["eligible"] == 1
    later = run("sample", LIST, "--as-of", far, "--json")
    assert json.loads(later.stdout)["eligible"] == 2


@pytest.mark.slow
def test_a_quarter_of_a_million_rows_stay_within_a_gigabyte(tmp_path: Path) -> None:
    rows = [row(number, officer=f"Officer {number % 5000}") for number in range(250_000)]
    (tmp_path / LIST).write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    command = [sys.executable, "-m", "assay", "sample", LIST, *ASKED, "--json"]
    done = subprocess.run(
        [sys.executable, "-c", WEIGHED, *command],
        check=False,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    sample, kilobytes = done.stdout.rsplit("\n", 2)[:2]
    assert json.loads(sample)["eligible"] == 250_000
    assert int(kilobytes) < 1_000_000


@pytest.mark.parametrize("option", [["--seed", "9"], ["--size", "3"], ["--out", "zz.csv"]])
def test_an_option_beside_a_certificate_is_refused_rather_than_ignored(
    tmp_path: Path, run: Callable, option: list[str]
) -> None:
    done = run("sample", "list.csv", "--verify", "list.certificate.json", *option)
    assert done.returncode == 2
    assert f"{option[0]} can't be given with it" in done.stderr
    assert not (tmp_path / "zz.csv").exists()
