"""`assay demo`: what a newcomer runs first."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from assay.cli.demo import demo
from assay.files.examples import example
from assay.problems import InputProblems

MADE = {
    "index.html",
    "league-table.html",
    "league-table.csv",
    "swm-2020/report.html",
    "swm-2020/report.pdf",
    "swm-2020/annex.ods",
    "made-up/report.html",
    "made-up/report.pdf",
    "made-up/annex.ods",
}


def test_it_works_both_inspections_and_says_which_file_to_open(
    tmp_path: Path, run: Callable
) -> None:
    done = run("demo", "--out", "out", "--pages-only")
    assert done.returncode == 0, done.stderr
    out = tmp_path / "out"
    assert {str(p.relative_to(out)) for p in out.rglob("*") if p.is_file()} == MADE
    assert "2.1 Assessment                   Inadequate" in done.stdout
    assert "8 to 15 of 30 points" in done.stdout
    assert "Made up: not a real inspection." in done.stdout
    assert f"Open {Path('out', 'index.html')} in a browser." in done.stdout
    assert "5 of 5: the report of made-up" in done.stderr


def test_the_pages_say_that_they_are_unofficial(tmp_path: Path) -> None:
    done = CliRunner().invoke(demo, ["--out", str(tmp_path), "--pages-only"])
    assert done.exit_code == 0, done.output
    for name in ("index.html", "league-table.html", "swm-2020/report.html"):
        assert "Unofficial" in (tmp_path / name).read_text(encoding="utf-8")
    table = (tmp_path / "league-table.html").read_text(encoding="utf-8")
    assert "Staffordshire and West Midlands CRC (closed)" in table
    assert "8 to 15 of 30" in table
    assert "Left out" in table


def test_an_example_that_is_not_there_is_said_plainly() -> None:
    with pytest.raises(InputProblems, match="not installed"):
        example("nowhere")


@pytest.mark.enable_socket
@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_port_in_use_is_said_kindly_before_anything_is_made(
    tmp_path: Path, run: Callable, command: str
) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        done = run(command, "--port", busy.getsockname()[1], ASSAY_DATA=str(tmp_path / "data"))
    assert done.returncode == 2
    assert "Choose another with --port" in done.stderr
    assert not list(tmp_path.iterdir())
