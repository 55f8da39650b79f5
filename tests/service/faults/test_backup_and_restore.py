"""Backing up while the service runs, and restoring what was there."""

import json
import signal
import stat
import subprocess
import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest

KEY = "made-up key of a backup, long enough"
EVERYTHING = """
from django.core.management import call_command
left_out = ["sessions", "audit", "contenttypes", "auth"]
call_command("dumpdata", exclude=left_out, use_base_manager=True)
"""
LOSE_NUMBERS = """
from assay.service.cases.models import Case
Case.objects.update(crn="lost")
"""
MIGRATION = """
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
MigrationRecorder(connection).record_{}("cases", "9999_later")
"""
MIGRATE = """
from django.core.management import call_command
call_command("migrate", verbosity=0, {})
"""

CHANGE_ROW_1 = """
from assay.service.audit import triggers
from django.db import connection
triggers.remove(connection)
connection.cursor().execute("UPDATE audit_event SET action = 'cases.no' WHERE sequence = 1")
triggers.install(connection)
"""


@pytest.fixture
def key(tmp_path: Path) -> str:
    path = tmp_path / "key"
    path.write_text(KEY)
    return str(path)


def everything(place: Any) -> Any:
    return json.loads(place.inside(EVERYTHING))


def test_a_restored_service_is_what_was_backed_up(lived_in: Any, key: str, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    made = lived_in.assay("backup", "--out", str(backup), "--key-file", key)
    assert made.returncode == 0, made.stderr
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert b"Madeup1" not in backup.read_bytes()
    assert "Made-up" not in made.stdout + made.stderr
    before, secret = everything(lived_in), (lived_in.data / "secret-key").read_text()

    lived_in.inside(LOSE_NUMBERS)
    (lived_in.data / "files" / "case-lists" / "made-up.csv").unlink()
    (lived_in.data / "secret-key").write_text("another")
    assert everything(lived_in) != before
    done = lived_in.assay("restore", str(backup), "--key-file", key, "--replace")
    assert done.returncode == 0, done.stderr
    assert everything(lived_in) == before
    assert (lived_in.data / "files" / "case-lists" / "made-up.csv").read_text() == "a made-up list"
    assert (lived_in.data / "secret-key").read_text() == secret
    assert done.stdout.count("What was there before is now") == 3
    trail = lived_in.assay("audit", "verify").stdout
    assert "whole: 2 events" in trail  # the backup, which is in itself, and the restore


def test_a_check_restores_aside_and_prints_matching_counts(
    lived_in: Any, key: str, tmp_path: Path
) -> None:
    backup = str(tmp_path / "backup")
    assert lived_in.assay("backup", "--out", backup, "--key-file", key).returncode == 0
    before = sorted(lived_in.data.rglob("*"))
    done = lived_in.assay("restore", "--check", backup, "--key-file", key, "--json")
    said = json.loads(done.stdout)
    counts = {table["name"]: (table["rows"], table["restored"]) for table in said["tables"]}
    assert (done.returncode, said["whole"], said["files"]) == (0, True, 1)
    assert counts["accounts_user"] == counts["cases_reading"] == (3, 3)
    assert sorted(lived_in.data.rglob("*")) == before
    words = lived_in.assay("restore", "--check", backup, "--key-file", key).stdout
    assert "is whole" in words
    assert "Made-up" not in words
    changed = lived_in.assay("restore", "--check", backup)
    assert (changed.returncode, "sealed with a key" in changed.stderr) == (2, True)


def test_a_restore_refuses_a_service_with_contents(lived_in: Any, key: str, tmp_path: Path) -> None:
    backup = str(tmp_path / "backup")
    lived_in.assay("backup", "--out", backup, "--key-file", key)
    full = lived_in.assay("restore", backup, "--key-file", key)
    assert full.returncode == 2
    assert "2 problems found" in full.stderr
    assert "--replace" in full.stderr


@pytest.mark.enable_socket
def test_a_restore_is_refused_while_the_service_runs(
    lived_in: Any, key: str, tmp_path: Path, serving: Any
) -> None:
    backup = str(tmp_path / "backup")
    server = serving()
    assert lived_in.assay("backup", "--out", backup, "--key-file", key).returncode == 0
    running = lived_in.assay("restore", backup, "--key-file", key, "--replace")
    assert (running.returncode, "is running" in running.stderr) == (2, True)
    server.kill()
    done = lived_in.assay("restore", backup, "--key-file", key, "--replace")
    assert done.returncode == 0, done.stderr


def test_a_backup_of_a_later_version_is_refused_and_of_an_earlier_one_brought_up_to_date(
    lived_in: Any, tmp_path: Path
) -> None:
    later, earlier = str(tmp_path / "later"), str(tmp_path / "earlier")
    lived_in.inside(MIGRATION.format("applied"))
    assert lived_in.assay("backup", "--out", later, "--plain").returncode == 0
    refused = lived_in.assay("restore", later, "--replace")
    assert (refused.returncode, "later version" in refused.stderr) == (2, True)

    lived_in.inside(MIGRATION.format("unapplied"))
    lived_in.inside(MIGRATE.format("app_label='mfa', migration_name='0002'"))
    assert lived_in.assay("backup", "--out", earlier, "--plain").returncode == 0
    assert lived_in.assay("restore", earlier, "--replace").returncode == 0
    lived_in.inside(MIGRATE.format("check_unapplied=True"))


def test_a_key_and_a_place_to_write_are_asked_for(lived_in: Any, key: str, tmp_path: Path) -> None:
    out, short = str(tmp_path / "backup"), tmp_path / "short"
    short.write_text("secret")
    for options, words in (
        ((), "--plain"),
        (("--plain", "--key-file", key), "--plain"),
        (("--key-file", str(short)), "shorter than 20"),
        (("--key-file", str(tmp_path / "none")), "can't be read"),
    ):
        done = lived_in.assay("backup", "--out", out, *options)
        assert (done.returncode, words in done.stderr) == (2, True), done.stderr
    assert not Path(out).exists()
    assert lived_in.assay("backup", "--out", key, "--plain").returncode == 2
    assert Path(key).read_text() == KEY
    assert lived_in.assay("backup", "--out", "/none/here", "--plain").returncode == 2


def test_nothing_to_back_up_is_said(place: Any, tmp_path: Path) -> None:
    done = place.assay("backup", "--out", str(tmp_path / "backup"), "--plain")
    assert (done.returncode, "no service here" in done.stderr) == (2, True)
    assert not (tmp_path / "backup").exists()


def test_a_secret_key_that_is_kept_elsewhere_stays_there(lived_in: Any, tmp_path: Path) -> None:
    backup, given = str(tmp_path / "backup"), {"ASSAY_SECRET_KEY": "made-up secret, kept elsewhere"}
    made = lived_in.assay("backup", "--out", backup, "--plain", **given)
    assert "Keep that safe too" in made.stderr
    same = lived_in.assay("restore", backup, "--replace", **given)
    assert (same.returncode, "nobody's codes" in same.stderr) == (0, False)
    other = lived_in.assay("restore", backup, "--replace", **dict.fromkeys(given, "another"))
    assert (other.returncode, "nobody's codes" in other.stderr) == (0, True)


def test_a_service_whose_restore_was_cut_short_does_not_start(lived_in: Any) -> None:
    (lived_in.data / ".restore-unfinished").touch()
    done = lived_in.assay("first-account")
    assert (done.returncode, "a restore was cut short" in done.stderr) == (2, True)


def test_half_a_service_is_not_backed_up(lived_in: Any, tmp_path: Path) -> None:
    (lived_in.data / ".restore-unfinished").touch()
    done = lived_in.assay("backup", "--out", str(tmp_path / "backup"), "--plain")
    assert (done.returncode, "a restore was cut short" in done.stderr) == (2, True)
    assert not (tmp_path / "backup").exists()


def test_a_broken_trail_is_warned_of_and_restored_only_when_that_is_said(
    lived_in: Any, tmp_path: Path
) -> None:
    sound, broken = str(tmp_path / "sound"), str(tmp_path / "broken")
    assert lived_in.assay("backup", "--out", sound, "--plain").stderr == ""
    lived_in.inside(CHANGE_ROW_1)
    made = lived_in.assay("backup", "--out", broken, "--plain", "--json")
    assert made.returncode == 0
    assert "Warning: the audit trail is broken at row 1" in made.stderr
    assert json.loads(made.stdout)["broken_trail"]["row"] == 1

    for options in (("--check",), ("--replace",), ("--check", "--with-broken-trail", "2")):
        refused = lived_in.assay("restore", broken, *options)
        assert refused.returncode == 2
        assert "broken at row 1 already when the backup was made" in refused.stderr
        assert "--with-broken-trail 1" in refused.stderr
    accept = ("--with-broken-trail", "1")
    checked = lived_in.assay("restore", broken, "--check", *accept)
    assert (checked.returncode, "broken at row 1, as it was then" in checked.stdout) == (0, True)
    done = lived_in.assay("restore", broken, "--replace", *accept)
    assert done.returncode == 0, done.stderr
    assert "broken at row 1:" in lived_in.assay("audit", "verify").stdout
    noted = "from assay.service.audit.models import Event; print(Event.objects.last().reason)"
    assert "its trail was broken already, at row 1" in lived_in.inside(noted)
    assert lived_in.assay("restore", sound, "--replace").returncode == 0
    assert "is whole" in lived_in.assay("audit", "verify").stdout


@pytest.mark.only_on("postgresql")  # on SQLite it lies in the work folder; see the test of that
def test_what_a_killed_check_leaves_on_the_server_is_removed_by_the_next(
    lived_in: Any, tmp_path: Path
) -> None:
    backup = str(tmp_path / "backup")
    assert lived_in.assay("backup", "--out", backup, "--plain").returncode == 0
    mine = f"made-up {uuid.uuid4()}"  # other tests make and remove such databases meanwhile
    with psycopg.connect(lived_in.environment["DATABASE_URL"], autocommit=True) as server:

        def used_by_it(pattern: str) -> set[str]:
            asked = "SELECT datname FROM pg_stat_activity WHERE application_name = %s"
            found = server.execute(f"{asked} AND datname ~ %s", [mine, pattern])
            return {name for (name,) in found.fetchall()}

        with subprocess.Popen(
            [sys.executable, "-m", "assay", "restore", "--check", backup],
            env={**lived_in.environment, "PGAPPNAME": mine},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as checking:
            while not (left := used_by_it("^assay_restore_")):
                assert checking.poll() is None
                time.sleep(0.02)
            checking.kill()
        assert checking.returncode == -signal.SIGKILL
        while used_by_it(""):
            time.sleep(0.02)
        assert lived_in.assay("restore", "--check", backup).returncode == 0
        there = server.execute("SELECT datname FROM pg_database").fetchall()
        assert not left & {name for (name,) in there}


@pytest.mark.enable_socket
@pytest.mark.slow
def test_a_backup_taken_while_people_save_is_of_one_moment(
    place: Any, serving: Any, browsers: Any, key: str, tmp_path: Path
) -> None:
    readers = place.filled(8)
    server, acknowledged, enough, stop = serving(), [], threading.Event(), threading.Event()

    def work(browser: Any, reader: Any) -> None:
        for version in range(100):
            for address in reader["questions"]:
                if stop.is_set():
                    return
                client_id = str(uuid.uuid4())
                assert browser.save(address, f"version {version}", client_id, version) == 302
                acknowledged.append(client_id)
                if len(acknowledged) == 40:
                    enough.set()

    backup = str(tmp_path / "backup")
    with ThreadPoolExecutor(8) as pool:
        working = [
            pool.submit(work, *pair)
            for pair in zip(browsers(server, readers), readers, strict=True)
        ]
        assert enough.wait(timeout=300)
        before = set(acknowledged)
        made = place.assay("backup", "--out", backup, "--key-file", key)
        after = set(acknowledged)
        stop.set()
    assert [done.result() for done in working] == [None] * 8
    assert made.returncode == 0, made.stderr
    assert len(after) > len(before)
    server.stop()
    finally_ = place.answers()
    done = place.assay("restore", backup, "--key-file", key, "--replace")
    assert done.returncode == 0, done.stderr
    restored = place.answers()
    assert before <= restored["answers"].keys() <= finally_["answers"].keys()
    assert len(restored["answers"]) == restored["events"]
    assert (restored["gaps"], restored["half_started"], restored["broken"]) == (0, 0, None)
