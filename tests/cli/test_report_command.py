"""`assay report`, from a shell."""

import shutil
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


@pytest.mark.parametrize("place", ["out", "out/below", "out/far/below"])
def test_a_file_in_the_way_is_refused_before_any_work(
    run: Callable, tmp_path: Path, place: str
) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    done = run("report", EXAMPLES / "swm-2020", "--out", place, "--html")
    assert done.returncode == 2
    assert "out is a file, not a folder; name another folder or move the file" in done.stderr
    assert "Reading" not in done.stderr
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("place", ["", "  "])
def test_no_place_at_all_is_refused(run: Callable, tmp_path: Path, place: str) -> None:
    done = run("report", EXAMPLES / "swm-2020", "--out", place)
    assert done.returncode == 2
    assert "no folder is named" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_letter_the_pdf_lacks_stops_the_pdf_and_nothing_else(
    run: Callable, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    text = (EXAMPLES / "swm-2020" / "inspection.toml").read_text(encoding="utf-8")
    text = text.replace('lead_inspector = "', 'lead_inspector = "中 ', 1)
    (folder / "inspection.toml").write_text(text, encoding="utf-8")
    done = run("report", folder, "--out", "out", "--html", "--ods")
    assert done.returncode == 0, done.stderr
    done = run("report", folder, "--out", "all")
    assert done.returncode == 2
    assert "lead_inspector: the PDF's typefaces have no" in done.stderr
    assert "U+4E2D" in done.stderr
    assert not (tmp_path / "all").exists()


def test_a_table_that_nothing_names_is_said(run: Callable, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(EXAMPLES / "made-up", tmp_path / "made-up"))
    (folder / "case_list.csv").rename(folder / "everybody.csv")
    done = run("report", folder, "--out", "out", "--html")
    assert done.returncode == 0, done.stderr
    assert "Not used, as nothing names them: everybody.csv" in done.stderr
