"""A check killed with its server is taken up again by the next visit, by nobody's hand."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).with_name("check_in_a_process.py")


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    """Give what a process is told: a data folder of its own, on SQLite."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "ASSAY_DATA": str(tmp_path / "data")}


def test_kill_9_in_the_middle_of_a_check_and_the_next_visit_ends_it(
    surroundings: dict[str, str], tmp_path: Path, upload_of: Any, rows_of: Any
) -> None:
    made = tmp_path / "list.csv"
    made.write_bytes(upload_of([rows_of(n) for n in range(1, 31)]).read())
    with subprocess.Popen(
        [sys.executable, SCRIPT, made], env=surroundings, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout
        said = first.stdout.readline()
        first.kill()
    assert said == "checking\n"
    second = subprocess.run(
        [sys.executable, SCRIPT], env=surroundings, capture_output=True, text=True, check=True
    )
    assert second.stdout == "clean 30\n"
