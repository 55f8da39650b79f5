"""Many uploads at once: one check at a time, the rest wait, and nothing unwanted is read."""

import json
import signal
import subprocess
import sys
import threading
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import DatabaseError

from assay.files.progress import listening, say
from assay.service.cases.actions import case_lists, checks
from assay.service.cases.checking import progress as check_progress
from assay.service.cases.checking import reading_apart, worker
from assay.service.cases.checking.progress import Progress, Teller, progress_at
from assay.service.cases.checking.turns import turn
from assay.service.cases.checking.worker import _beat as beat
from assay.service.cases.limits import limits
from assay.service.cases.models import CaseList
from assay.service.cases.storage import path_of, progress_path, work_folder
from assay.service.inspections.models import Inspection

pytestmark = pytest.mark.django_db
HOLD = """
import fcntl, sys, time
handle = open(sys.argv[1], "w")
fcntl.flock(handle, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(600)
"""


@pytest.fixture
def waiting(lead: Any, provider: Any, rows_of: Any, upload_of: Any) -> Any:
    """Give fourteen lists that wait, each of an inspection of its own."""
    made = []
    for number in range(14):
        place = Inspection.objects.create(
            provider=provider, framework="pdu-2023", name=f"Made-up {number}"
        )
        made.append(case_lists.upload(by=lead, inspection=place, file=upload_of([rows_of(1)])))
    return made


@pytest.fixture
def another_worker() -> Any:
    """Have another process of the server hold the turn, as it does while it checks a list."""
    place = work_folder() / "0.lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, place], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_of_fourteen_uploads_one_is_checked_at_a_time_and_all_in_the_end(
    waiting: Any, monkeypatch: Any
) -> None:
    going, most = [], []
    really = worker.load

    def counted(case_list: Any, unwanted: Any) -> Any:
        going.append(case_list)
        most.append(len(going))
        with turn() as free:
            assert not free
        found = really(case_list, unwanted)
        going.pop()
        return found

    monkeypatch.setattr(worker, "load", counted)
    worker.work()
    assert most == [1] * 14
    assert set(CaseList.objects.values_list("state", flat=True)) == {"clean"}


def test_while_another_worker_checks_a_list_the_others_wait_and_the_page_says_so(
    waiting: Any, another_worker: Any, lead: Any, inspection: Any, rows_of: Any,
    upload_of: Any, signed_in: Any,
) -> None:  # fmt: skip
    worker.work()
    assert set(CaseList.objects.values_list("state", flat=True)) == {"queued"}
    case_lists.upload(by=lead, inspection=inspection, file=upload_of([rows_of(1)]))
    page = signed_in(user=lead).get(f"/inspections/{inspection.public_id}/case-list/").text
    assert "14 others are checked before it" in page
    another_worker.kill()
    another_worker.wait()
    worker.work()
    assert set(CaseList.objects.values_list("state", flat=True)) == {"clean"}


def test_a_list_uploaded_while_the_last_check_ends_is_not_forgotten(
    lead: Any, inspection: Any, rows_of: Any, upload_of: Any, monkeypatch: Any
) -> None:
    asked = []
    really = checks.next_waiting

    def late() -> Any:
        asked.append(len(asked))
        if len(asked) == 3:
            found = really()
            case_lists.upload(by=lead, inspection=inspection, file=upload_of([rows_of(2)]))
            return found
        return really()

    case_lists.upload(by=lead, inspection=inspection, file=upload_of([rows_of(1)]))
    monkeypatch.setattr(checks, "next_waiting", late)
    worker.work()
    assert CaseList.objects.get(superseded_at=None).state == "clean"


def test_a_list_that_another_took_the_place_of_is_not_checked(
    lead: Any, inspection: Any, rows_of: Any, upload_of: Any
) -> None:
    first, second = (
        case_lists.upload(by=lead, inspection=inspection, file=upload_of([rows_of(n)]))
        for n in (1, 2)
    )
    worker.work()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("queued", "clean")
    assert checks.claim(first.pk) is None
    assert not path_of(first.stored).exists()


def test_a_check_learns_that_its_list_was_superseded(
    lead: Any, inspection: Any, rows_of: Any, upload_of: Any
) -> None:
    first = case_lists.upload(by=lead, inspection=inspection, file=upload_of([rows_of(1)]))
    held = checks.claim(first.pk)
    assert checks.beat(held) is True
    case_lists.upload(by=lead, inspection=inspection, file=upload_of([rows_of(2)]))
    assert checks.beat(held) is False


def test_a_check_tells_again_and_again_that_it_goes_on_and_hears_when_nobody_wants_it(
    lead: Any, inspection: Any, rows_of: Any, upload_of: Any, monkeypatch: Any, caplog: Any
) -> None:
    monkeypatch.setattr(worker, "connection", Mock())  # it closes its thread's, which is ours
    first = case_lists.upload(by=lead, inspection=inspection, file=upload_of([rows_of(1)]))
    held, unwanted = checks.claim(first.pk), threading.Event()
    beat(held, Mock(wait=Mock(side_effect=[False, False, True])), unwanted)
    assert not unwanted.is_set()
    case_lists.upload(by=lead, inspection=inspection, file=upload_of([rows_of(2)]))
    beat(held, Mock(wait=Mock(side_effect=[False, True])), unwanted)
    assert unwanted.is_set()
    monkeypatch.setattr(checks, "beat", Mock(side_effect=DatabaseError))
    beat(held, Mock(wait=Mock(side_effect=[False, True])), unwanted)
    assert "could not say that it goes on" in caplog.text


def test_the_reading_of_an_unwanted_list_is_ended_at_once(tmp_path: Any, monkeypatch: Any) -> None:
    slow = tmp_path / "slow.xlsx"
    slow.write_bytes(b"x")
    begun = []
    really = subprocess.Popen

    def sleeping(_command: Any, **given: Any) -> Any:
        begun.append(really([sys.executable, "-c", "import time; time.sleep(600)"], **given))
        return begun[0]

    monkeypatch.setattr(reading_apart.subprocess, "Popen", sleeping)
    unwanted = threading.Event()
    threading.Timer(0.2, unwanted.set).start()
    with pytest.raises(reading_apart.NotWanted):
        reading_apart.read_apart(slow, unwanted=unwanted)
    assert begun[0].returncode == -signal.SIGKILL


def test_the_page_says_how_many_rows_are_read_and_shows_a_bar(
    lead: Any, inspection: Any, rows_of: Any, upload_of: Any, signed_in: Any
) -> None:
    made = case_lists.upload(by=lead, inspection=inspection, file=upload_of([rows_of(1)]))
    browser, address = signed_in(user=lead), f"/inspections/{inspection.public_id}/case-list/"
    assert "Its check is about to begin" in browser.get(address).text
    checks.claim(made.pk)
    assert "The file is being opened" in browser.get(address).text
    teller = Teller(progress_path(made.stored))
    teller("rows", 0, 250_000)
    teller.next = 0
    teller("rows", 120_000, None)
    answer = browser.get(address)
    assert "120,000 of about 250,000 rows read" in answer.text
    assert 'max="250000" value="120000"' in answer.text
    assert answer["Refresh"].startswith("5;")
    teller("checking", 249_990, 249_990)
    assert "All 249,990 rows read" in browser.get(address).text
    progress_path(made.stored).unlink()


def test_the_process_that_reads_says_how_far_it_has_come(
    tmp_path: Any, rows_of: Any, upload_of: Any
) -> None:
    place, told = tmp_path / "list.csv", tmp_path / "progress.json"
    place.write_bytes(upload_of([rows_of(n) for n in range(1, 4001)]).read())
    assert place.stat().st_size > limits().reading.small_bytes
    reading_apart.read_apart(place, tell_to=told)
    assert progress_at(told) == Progress(stage="checking", done=4000, total=4000)


def test_rows_are_told_as_they_are_read_but_not_written_each_time(
    tmp_path: Any, monkeypatch: Any
) -> None:
    place, now = tmp_path / "progress.json", [100.0]
    monkeypatch.setattr(check_progress.time, "monotonic", lambda: now[0])
    with listening(Teller(place)):
        say("rows", 0, 10)
        say("rows", 5)
        assert json.loads(place.read_text())["done"] == 0
        now[0] += limits().checking.tell_seconds
        say("rows", 6)
    say("rows", 9)
    assert json.loads(place.read_text()) == {"stage": "rows", "done": 6, "total": 10}


def test_nothing_or_nonsense_in_the_place_of_progress_is_none(tmp_path: Any) -> None:
    place = tmp_path / "progress.json"
    assert progress_at(place) is None
    place.write_text("{")
    assert progress_at(place) is None


def test_a_check_leaves_no_word_of_its_progress_behind(case_list: Any) -> None:
    assert not progress_path(case_list.stored).exists()
