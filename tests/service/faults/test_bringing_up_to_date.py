"""Bringing the database up to date: twice, and by several at once."""

import subprocess
import sys
from typing import Any

PREPARE = """
from assay.service.project.start import prepare, ready
ready(); prepare()
"""


def test_a_database_is_brought_up_to_date_twice_and_by_four_at_once(place: Any) -> None:
    at_once = [
        subprocess.Popen(
            [sys.executable, "-c", PREPARE],
            env=place.environment | {"ASSAY_DATA": f"{place.data}{folder}"},
            stderr=subprocess.PIPE,
            text=True,
        )
        # Two in a folder of their own: on PostgreSQL, another machine with the same database.
        for folder in ("", "", "-2", "-2")
    ]
    said = [process.communicate()[1] for process in at_once]
    assert [process.returncode for process in at_once] == [0] * 4, said
    assert place.python("-c", PREPARE).returncode == 0
    whole = place.assay("audit", "verify")
    assert (whole.returncode, whole.stdout.startswith("The audit trail is whole")) == (0, True)
