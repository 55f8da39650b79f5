"""Checking an uploaded list, outside the request; the rules are `assay.caseload`'s.

A thread of the server does it: a list of 250,000 cases takes seconds, and a queue with a
worker of its own would be one more thing to keep running. So many go on at a time on one
machine; whoever ends one takes the next that waits. A check says every few seconds that it
goes on; one that falls silent has died with its server, and is taken up again when somebody
next opens the page of the list.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Thread

from django.db import DatabaseError, connection

from assay.caseload.case_list import CaseList as Cases
from assay.files.write import write_whole
from assay.problems import InputProblems
from assay.service.accounts.actions import Refused
from assay.service.cases.actions import checks, erasing
from assay.service.cases.checking.findings import groups_of, problems_csv, summary_of
from assay.service.cases.checking.reading_apart import NotWanted, read_apart
from assay.service.cases.checking.turns import turn
from assay.service.cases.limits import limits
from assay.service.cases.models import CaseList
from assay.service.cases.storage import path_of, problems_path, progress_path
from assay.service.inspections.models import Inspection

logger = logging.getLogger("assay.cases")


def start(pk: int) -> None:
    """Have a list checked, in a thread of its own, when its turn comes."""
    Thread(target=_in_thread, name=f"case-list-{pk}", daemon=True).start()


def work() -> None:
    """Check the lists that wait, oldest first, unless as many as may be are being checked."""
    # Asked again after the turn is given back: one that came meanwhile found it taken.
    while checks.next_waiting() is not None:
        with turn() as ours:
            if not ours:
                return
            while (pk := checks.next_waiting()) is not None:
                check(pk)


def check(pk: int) -> None:
    """Check a list and write down what came of it; nothing when somebody else has it in hand."""
    case_list = checks.claim(pk)
    if case_list is None:
        return
    try:
        with _beating(case_list) as unwanted:
            found = load(case_list, unwanted)
    except (NotWanted, Refused):
        logger.info("A check ended early: its list is no longer wanted")
    except InputProblems as faults:
        write_whole({problems_path(case_list.stored): problems_csv(faults.problems)})
        checks.faulty(
            case_list, groups=groups_of(case_list, faults.problems), count=len(faults.problems)
        )
    except Exception:
        logger.exception("A case list could not be checked")
        checks.failed(case_list)
    else:
        checks.clean(case_list, rows=len(found), summary=summary_of(found))
    progress_path(case_list.stored).unlink(missing_ok=True)
    erasing.erase_superseded(case_list.inspection, by=None)


def take_up(inspection: Inspection) -> None:
    """Start anew the check of an inspection's current list, if it died with its server."""
    current = CaseList.objects.filter(inspection=inspection, superseded_at=None)
    dead = current.filter(checks.abandoned()).first()
    if dead is not None:
        start(dead.pk)


def load(case_list: CaseList, unwanted: Event | None = None) -> Cases:
    """Read a stored list under the name it was uploaded by.

    Raises:
        InputProblems: Everything wrong with it.
        Refused: If another took its place, and it was erased.
        NotWanted: If `unwanted` was set meanwhile: another took its place.
    """
    place, tell_to = path_of(case_list.stored), progress_path(case_list.stored)
    try:
        cases = read_apart(place, tell_to=tell_to if unwanted else None, unwanted=unwanted)
    except FileNotFoundError as error:
        raise Refused("This case list was erased when another took its place") from error
    return replace(cases, file=case_list.file_name)


@contextmanager
def _beating(case_list: CaseList) -> Iterator[Event]:
    """Say again and again, from a thread beside this one, that the check goes on.

    Gives what is set when nobody wants its result any more.
    """
    ended, unwanted = Event(), Event()
    beater = Thread(target=_beat, args=(case_list, ended, unwanted), daemon=True)
    beater.start()
    try:
        yield unwanted
    finally:
        ended.set()
        beater.join()


def _beat(case_list: CaseList, ended: Event, unwanted: Event) -> None:
    while not ended.wait(limits().checking.beat_seconds):
        try:
            if not checks.beat(case_list):
                unwanted.set()
        except DatabaseError:
            logger.warning("A check could not say that it goes on")
    connection.close()


def _in_thread() -> None:
    try:
        work()
    finally:
        connection.close()
