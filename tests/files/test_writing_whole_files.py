"""Output is written whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from assay.files.write import write_whole
from assay.problems import InputProblems


def everything_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


def test_files_and_their_folders_are_made(tmp_path: Path) -> None:
    write_whole({tmp_path / "a/b/one.txt": b"1", tmp_path / "two.txt": b"2"})
    assert (tmp_path / "a/b/one.txt").read_bytes() == b"1"
    assert everything_in(tmp_path) == ["a", "b", "one.txt", "two.txt"]


def test_an_older_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes(b"old and longer")
    write_whole({tmp_path / "one.txt": b"new"})
    assert (tmp_path / "one.txt").read_bytes() == b"new"


def test_a_full_disk_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.txt").write_bytes(b"old")
    flushed = []

    def full_at_the_second_file(handle: int) -> None:
        flushed.append(handle)
        if len(flushed) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_at_the_second_file)
    with pytest.raises(InputProblems) as caught:
        write_whole({tmp_path / "one.txt": b"new", tmp_path / "deep/er/two.txt": b"2"})
    (problem,) = caught.value.problems
    assert problem.wrong == "the output can't be written (No space left on device)"
    assert problem.file.endswith("two.txt")
    assert (tmp_path / "one.txt").read_bytes() == b"old"
    assert everything_in(tmp_path) == ["one.txt"]


def test_a_folder_in_the_way_leaves_the_other_file_unwritten(tmp_path: Path) -> None:
    (tmp_path / "two.txt").mkdir()
    with pytest.raises(InputProblems, match="a folder has this name"):
        write_whole({tmp_path / "one.txt": b"1", tmp_path / "two.txt": b"2"})
    assert everything_in(tmp_path) == ["two.txt"]


def test_a_file_in_place_of_a_folder_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(InputProblems, match="can't be written"):
        write_whole({tmp_path / "a/one.txt": b"1"})
    assert everything_in(tmp_path) == ["a"]
