"""`assay report`, from a shell."""

from collections.abc import Callable
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
BROKEN = Path(__file__).parents[1] / "publishing" / "broken"


def test_without_a_choice_all_three_are_written_and_named(run: Callable, tmp_path: Path) -> None:
    done = run("report", EXAMPLES / "swm-2020", "--out", "out")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [
        str(Path("out") / name) for name in ("report.html", "report.pdf", "annex.ods")
    ]
    assert (tmp_path / "out" / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert "Setting report.html" in done.stderr


@pytest.mark.parametrize(
    ("flag", "name"), [("--html", "report.html"), ("--pdf", "report.pdf"), ("--ods", "annex.ods")]
)
def test_what_is_asked_for_is_written_and_nothing_else(
    run: Callable, tmp_path: Path, flag: str, name: str
) -> None:
    done = run("report", EXAMPLES / "swm-2020", "--out", "out", flag)
    assert done.returncode == 0, done.stderr
    assert [file.name for file in (tmp_path / "out").iterdir()] == [name]


def test_a_broken_folder_gives_every_problem_exit_2_and_no_output(
    run: Callable, tmp_path: Path
) -> None:
    done = run("report", BROKEN, "--out", "out")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "problems found:" in done.stderr
    assert "Use one of Inadequate, Requires improvement, Good, Outstanding" in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_output_place_that_is_a_file_is_refused(run: Callable, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    done = run("report", EXAMPLES / "swm-2020", "--out", "out", "--html")
    assert done.returncode == 2
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"
