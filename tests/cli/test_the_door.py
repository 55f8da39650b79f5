"""What every command has in common: how it ends when something goes wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FULL = Path("/dev/full")
ASSAY = [sys.executable, "-m", "assay"]


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
def test_a_full_disk_behind_the_output_is_said_as_it_is() -> None:
    with FULL.open("w") as full:
        done = subprocess.run(
            [*ASSAY, "frameworks", "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=300,
        )
    assert done.returncode == 1
    assert done.stderr.strip() == "The answer could not be given: No space left on device."


def test_a_reader_who_has_seen_enough_ends_it_without_a_word() -> None:
    reader, writer = os.pipe()
    os.close(reader)  # before the first word: a short answer may be written in one go
    done = subprocess.run(
        [*ASSAY, "frameworks", "youth-2021", "--json"],
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=300,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, "")
