"""Checking an uploaded list, outside the request; the rules are `assay.caseload`'s.

A thread of the server does it: a list of 250,000 cases takes seconds, and a queue with a
worker of its own would be one more thing to keep running. A check says every few seconds
that it goes on; one that falls silent has died with its server, and is taken up again when
somebody next opens the page of the list.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Thread
from typing import Any

from django.db import DatabaseError, connection

from assay.caseload.case_list import CaseList as Cases
from assay.files.csv_out import as_csv
from assay.files.write import write_whole
from assay.problems import InputProblems, Problem, say_spans, spans_of
from assay.service.cases.actions import checks
from assay.service.cases.limits import limits
from assay.service.cases.models import CaseList, ProblemGroup
from assay.service.cases.reading_apart import read_apart
from assay.service.cases.storage import path_of, problems_path
from assay.service.inspections.models import Inspection

logger = logging.getLogger("assay.cases")


def start(pk: int) -> None:
    """Check a list in a thread of its own."""
    Thread(target=_in_thread, args=(pk,), name=f"case-list-{pk}", daemon=True).start()


def check(pk: int) -> None:
    """Check a list and write down what came of it; nothing when somebody else has it in hand."""
    case_list = checks.claim(pk)
    if case_list is None:
        return
    try:
        with _beating(case_list):
            found = load(case_list)
    except InputProblems as faults:
        write_whole({problems_path(case_list.stored): _problems_csv(faults.problems)})
        checks.faulty(
            case_list, groups=_groups(case_list, faults.problems), count=len(faults.problems)
        )
    except Exception:
        logger.exception("A case list could not be checked")
        checks.failed(case_list)
    else:
        checks.clean(case_list, rows=len(found), summary=_summary(found))


def take_up(inspection: Inspection) -> None:
    """Start anew the check of an inspection's current list, if it died with its server."""
    current = CaseList.objects.filter(inspection=inspection, superseded_at=None)
    dead = current.filter(checks.abandoned()).first()
    if dead is not None:
        start(dead.pk)


def load(case_list: CaseList) -> Cases:
    """Read a stored list under the name it was uploaded by.

    Raises:
        InputProblems: Everything wrong with it.
    """
    return replace(read_apart(path_of(case_list.stored)), file=case_list.file_name)


@contextmanager
def _beating(case_list: CaseList) -> Iterator[None]:
    """Say again and again, from a thread beside this one, that the check goes on."""
    ended = Event()
    beater = Thread(target=_beat, args=(case_list, ended), daemon=True)
    beater.start()
    try:
        yield
    finally:
        ended.set()
        beater.join()


def _beat(case_list: CaseList, ended: Event) -> None:
    while not ended.wait(limits().checking.beat_seconds):
        try:
            checks.beat(case_list)
        except DatabaseError:
            logger.warning("A check could not say that it goes on")
    connection.close()


def _in_thread(pk: int) -> None:
    try:
        check(pk)
    finally:
        connection.close()


def _groups(case_list: CaseList, problems: Sequence[Problem]) -> list[ProblemGroup]:
    """Put like problems together; rows as ranges, the first of them when there are many."""
    rows: dict[tuple[str, str, str, str], list[int | None]] = defaultdict(list)
    for problem in problems:
        key = (problem.column or "", problem.found or "", problem.wrong, problem.remedy)
        rows[key].append(problem.row)
    return [
        ProblemGroup(
            case_list=case_list,
            position=position,
            column=key[0],
            found=key[1],
            wrong=key[2],
            remedy=key[3],
            count=len(where),
            rows=say_rows([row for row in where if row is not None]),
        )
        for position, (key, where) in enumerate(rows.items(), 1)
    ]


def say_rows(rows: Sequence[int]) -> str:
    """Say row numbers as ranges, "2-40, 52", and how many ranges were left off."""
    spans = spans_of(rows)
    most = limits().problems.ranges
    more = f" and {len(spans) - most:,} more places" if len(spans) > most else ""
    return say_spans(spans[:most]) + more


def _problems_csv(problems: Sequence[Problem]) -> bytes:
    rows = [(p.row, p.column, p.wrong, p.found, p.remedy) for p in problems]
    return as_csv(("row", "column", "wrong", "found", "what_to_do"), rows)


def _summary(cases: Cases) -> dict[str, Any]:
    """Count an accepted list by what the sampler looks at."""
    return {
        "counts": {
            name: dict(sorted(Counter(getattr(cases, column)).items()))
            for name, column in (
                ("Sentence", "sentence_type"),
                ("Risk of serious harm", "rosh_level"),
                ("Sex", "gender"),
                ("Cluster", "cluster"),
            )
        },
        "aliases": dict(cases.aliases),
        "extra": list(cases.extra),
    }
