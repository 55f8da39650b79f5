"""The archive of a backup: sealed, and refused when anything about it is wrong."""

import hashlib
import io
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from assay.problems import InputProblems
from assay.service.backup import make, postgresql
from assay.service.backup.archive import packing, unpack_all
from assay.service.backup.contents import tables_of
from assay.service.backup.faults import faults_said
from assay.service.backup.manifest import DATABASE, MANIFEST, Manifest
from assay.service.backup.work import PREFIX, work_folder

KEY = b"a made-up key that is long enough"
# More than two chunks, once packed; nothing repeats, so that every change of a byte shows.
CONTENTS = b"".join(hashlib.sha256(b"%d" % number).digest() for number in range(80_000))
Pack = Callable[..., bytes]


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """Pack a made-up backup: `pack(KEY)`; `late` is put in after the manifest."""
    (tmp_path / "dump").write_bytes(CONTENTS)

    def make(secret: bytes | None = None, *, late: str = "") -> bytes:
        out = io.BytesIO()
        with packing(out, secret) as packer:
            packer.add_file(DATABASE, tmp_path / "dump")
            packer.add_text("files/case-lists/made-up.csv", "a made-up list")
            manifest = Manifest(
                assay="0",
                made_at=timezone.now(),
                database="sqlite",
                migrations=(),
                tables={},
                audit_head=(0, "0"),
                parts=dict(packer.parts),
                key_included=False,
                key_mark="",
            )
            packer.add_text(MANIFEST, manifest.model_dump_json())
            if late:
                packer.add_text(late, "strange")
        return out.getvalue()

    return make


@pytest.fixture
def unpack(tmp_path: Path) -> Callable[..., Any]:
    def take(contents: bytes, secret: bytes | None = None) -> Any:
        (tmp_path / "backup").write_bytes(contents)
        with work_folder(tmp_path) as work:
            manifest = unpack_all(tmp_path / "backup", secret, work)
            return manifest, (work / DATABASE).read_bytes()

    return take


@pytest.mark.parametrize("secret", [None, KEY])
def test_what_was_packed_comes_out_again(pack: Pack, unpack: Any, secret: bytes | None) -> None:
    manifest, contents = unpack(pack(secret), secret)
    assert contents == CONTENTS
    assert (manifest.files, manifest.rows) == (1, 0)


def test_a_sealed_backup_shows_nothing_and_no_two_are_alike(pack: Pack) -> None:
    sealed = pack(KEY)
    assert b"case-lists" not in sealed
    assert pack(KEY)[100:200] != sealed[100:200]


def _flip(contents: bytes, at: int) -> bytes:
    return contents[:at] + bytes([contents[at] ^ 1]) + contents[at + 1 :]


@pytest.mark.parametrize(("secret", "given", "damage", "words"), [
    (KEY, KEY, lambda made: made[:-20], "damaged"),
    (KEY, KEY, lambda made: _flip(made, 30), "damaged"),
    (KEY, KEY, lambda made: _flip(made, len(made) // 2), "damaged"),
    (KEY, KEY[::-1], lambda made: made, "this key doesn't open it"),
    (KEY, None, lambda made: made, "sealed with a key"),
    (None, None, lambda made: made[: len(made) // 2], "damaged"),
    (None, None, lambda made: made[:-4], "damaged"),
    (None, None, lambda made: _flip(made, len(made) // 2), "damaged"),
    (None, None, lambda _made: b"", "not a backup"),
    (None, None, lambda _made: b"something else", "not a backup"),
])  # fmt: skip
def test_a_backup_that_is_damaged_cut_short_or_wrongly_opened_is_refused(
    pack: Pack, unpack: Any, secret: Any, given: Any, damage: Any, words: str
) -> None:
    with pytest.raises(InputProblems, match=words):
        unpack(damage(pack(secret)), given)


@pytest.mark.parametrize("name", ["../outside", "files/../../outside", "/outside", "strange"])
def test_nothing_is_written_outside_the_folder_it_is_unpacked_in(
    pack: Pack, unpack: Any, tmp_path: Path, name: str
) -> None:
    with pytest.raises(InputProblems, match="not a backup"):
        unpack(pack(late=name))
    assert not list(tmp_path.rglob("outside*"))


def test_a_part_that_was_put_in_or_left_out_is_named(pack: Pack, unpack: Any) -> None:
    with pytest.raises(InputProblems, match="files/late in it is not what was put there"):
        unpack(pack(late="files/late"))
    without = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(pack())) as made,
        tarfile.open(fileobj=without, mode="w:gz") as tar,
    ):
        for member in made:
            if member.name != DATABASE:
                tar.addfile(member, made.extractfile(member))
    with pytest.raises(InputProblems, match="database in it is not what was put there"):
        unpack(without.getvalue())


def test_a_folder_left_by_a_killed_backup_is_removed_by_the_next(tmp_path: Path) -> None:
    left = tmp_path / f"{PREFIX}left"
    left.mkdir()
    with work_folder(tmp_path) as work, work_folder(tmp_path) as other:
        assert not left.exists()
        assert work.exists()
        assert other.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_half_written_backup_left_by_a_killed_one_is_removed_by_the_next(tmp_path: Path) -> None:
    left = tmp_path / ".assay-2026-11-22.abcdefgh.assay-unfinished"
    left.write_bytes(b"half")
    others = tmp_path / ".assay-2026-11-22.txt"
    others.write_bytes(b"not ours")
    with make._whole(tmp_path / "one"), make._whole(tmp_path / "other") as file:
        assert not left.exists()
        file.write(b"whole")
    assert {path.name for path in tmp_path.iterdir()} == {"one", "other", others.name}
    assert (tmp_path / "other").read_bytes() == b"whole"


def test_other_faults_of_the_disk_are_said_plainly(tmp_path: Path) -> None:
    missing = tmp_path / "none"
    with pytest.raises(InputProblems, match="can't be read or written"), faults_said(missing):
        missing.read_bytes()


def test_a_changed_row_changes_the_hash_of_its_table(person: Any) -> None:

    user = person()
    before = tables_of(connection)
    user.full_name = "Made-up Person renamed"
    user.save()
    after = tables_of(connection)
    assert {name for name in before if before[name] != after[name]} == {"accounts_user"}
    assert before["accounts_user"].rows == after["accounts_user"].rows == 1


@pytest.mark.parametrize(("said", "words"), [
    ("pg_dump: error: aborting because of server version mismatch", "older than the server"),
    ("pg_restore: error: unsupported version (1.16) in file header", "older than the server"),
    ("ERROR: COPY cases_case: line 1: X000001 Madeup1", "its words are not repeated here"),
])  # fmt: skip
def test_what_postgresqls_programs_say_is_put_in_our_words(said: str, words: str) -> None:
    fault = str(postgresql._failed("pg_dump", said))
    assert words in fault
    assert "Madeup1" not in fault


def test_a_missing_program_of_postgresql_is_named_with_how_to_get_it() -> None:
    with pytest.raises(InputProblems, match="apt-get install postgresql-client"):
        postgresql._run("pg_dump_that_is_not_here", name="made_up")
