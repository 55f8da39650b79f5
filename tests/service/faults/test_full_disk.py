"""No room on the disk: one clear message, and nothing half-written.

The limit on the size of a file stands in for the full disk: it needs no disk of its own.
"""

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assay.service.cases import storage
from assay.service.cases.models import CaseList

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
sys.argv = ["assay", *sys.argv[2:]]
from assay.cli import main
main()
"""


def test_a_backup_with_no_room_leaves_nothing_and_says_so(lived_in: Any, tmp_path: Path) -> None:
    place = lived_in.data / "files" / "case-lists" / "large.csv"
    place.write_bytes(os.urandom(3_000_000))
    before = sorted(path for path in lived_in.data.rglob("*") if "sqlite3-" not in path.name)
    out = tmp_path / "out"
    out.mkdir()
    done = lived_in.python(
        "-c", LIMITED, "2500000", "backup", "--out", str(out / "backup"), "--plain"
    )
    assert done.returncode == 2, done.stderr
    assert "no room left on the disk" in done.stderr
    assert list(out.iterdir()) == []
    assert sorted(lived_in.data.rglob("*")) == before
    assert "whole" in lived_in.assay("audit", "verify").stdout


def test_a_restore_with_no_room_leaves_the_service_as_it_was(lived_in: Any, tmp_path: Path) -> None:
    place = lived_in.data / "files" / "case-lists" / "large.csv"
    place.write_bytes(os.urandom(3_000_000))
    backup = str(tmp_path / "backup")
    assert lived_in.assay("backup", "--out", backup, "--plain").returncode == 0
    before = sorted(lived_in.data.rglob("*"))
    done = lived_in.python("-c", LIMITED, "2500000", "restore", backup, "--replace")
    assert done.returncode == 2, done.stderr
    assert "no room left on the disk" in done.stderr
    assert [p for p in sorted(lived_in.data.rglob("*")) if p.name != ".in-use"] == before
    assert "whole" in lived_in.assay("audit", "verify").stdout


def test_an_upload_with_no_room_says_so_and_keeps_no_part_of_it(
    signed_in: Any, inspection: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    browser = signed_in("lead_inspector", inspection=inspection)
    monkeypatch.setattr(storage.os, "fsync", full)
    before = set(storage.folder().iterdir())
    answer = browser.post(
        f"/inspections/{inspection.public_id}/case-list/upload",
        {"file": SimpleUploadedFile("made-up.csv", b"crn\nX1")},
    )
    assert answer.status_code == 200
    assert "no room to keep this file" in answer.text
    assert not CaseList.objects.exists()
    assert set(storage.folder().iterdir()) == before
