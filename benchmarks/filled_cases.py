"""Fills the tables of cases: lists, draws, cases, readings, answers, differences."""

import json
import tempfile
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.sampler import make_list
from django.db import connection, models
from django.utils import timezone

from assay.caseload.case_list import read_case_list
from assay.sampling.certificate import certify
from assay.sampling.sample import Request, draw_sample
from assay.sampling.specification import load_specification
from assay.service.accounts.models import User
from assay.service.cases.actions.draws import certificate_text, outline_of
from assay.service.cases.framework import questions_of
from assay.service.cases.models import (
    Answer,
    Case,
    CaseList,
    Difference,
    Draw,
    ProblemGroup,
    Reading,
)
from assay.service.inspections.models import Inspection

ROWS = 250_000
SECOND_READ, RESTRICTED = 10, 97
"""One case in so many is read twice, or is restricted."""


def fill(made: list[Inspection], cases: int, by: User) -> None:
    """Give each inspection a list of 250,000 rows, a sample, and readings of all of it."""
    lists = CaseList.objects.bulk_create([_case_list(place, by) for place in made])
    groups = (_group(lists[-1], place) for place in range(cases * 5))
    ProblemGroup.objects.bulk_create(groups, batch_size=2_000)
    document, certificate = _sample(cases)
    draws = Draw.objects.bulk_create(
        Draw(
            inspection=listed.inspection,
            case_list=listed,
            specification=document["specification"],
            seed=1,
            certificate=certificate,
            outline=outline_of(document),
            drawn_by=by,
        )
        for listed in lists
    )
    _cases(draws[0].pk, cases)
    _readings(draws[0].pk)
    _answers(draws[0].pk, made[0])
    _differences(draws[0].pk)


def _case_list(inspection: Inspection, by: User) -> CaseList:
    return CaseList(
        inspection=inspection,
        stored=f"made-up-{inspection.public_id.hex}.csv",
        file_name="made-up.csv",
        size=ROWS * 100,
        sha256="0" * 64,
        state=CaseList.State.CLEAN,
        uploaded_by=by,
        checked_at=timezone.now(),
        rows=ROWS,
        summary={"counts": {"Sex": {"male": ROWS - 1, "female": 1}}, "aliases": {}, "extra": []},
    )


def _group(case_list: CaseList, position: int) -> ProblemGroup:
    words = {"wrong": "this is not a date", "remedy": "Use a day like 31/01/2027"}
    return ProblemGroup(case_list=case_list, position=position, count=1, **words)


@cache
def _sample(cases: int) -> tuple[dict[str, Any], str]:
    """Draw a sample of this size from a made-up list, for its working and certificate."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made-up.csv"
        make_list(path, cases * 12)
        request = Request(as_of=date(2020, 3, 31), size=cases, buffer_percent=10, seed=1)
        document = certify(draw_sample(read_case_list(path), load_specification(), request))
    return document, certificate_text(document)


def _cases(first_draw: int, cases: int) -> None:
    """Make the cases of each draw: so many in the sample, and a tenth as reserves."""
    every = cases + cases // 10
    counting = (
        "WITH RECURSIVE counter(n) AS (SELECT 1 UNION ALL "  # noqa: S608 - a number of ours
        f"SELECT n + 1 FROM counter WHERE n < {every})"
    )
    insert(
        Case,
        {
            "inspection": "d.inspection_id",
            "draw": "d.id",
            "number": "1000 + n",
            "row": "n + 1",
            "crn": "'X' || (d.id * 10000 + n)",
            "family_name": "'Madeup' || (n % 997)",
            "first_name": "'Test'",
            "sentence_type": "'community order'",
            "rosh_level": "'medium'",
            "stratum": "'male, community, medium ' || (n % 6)",
            "cluster": "'Cluster ' || (n % 3)",
            "ldu": "'Unit ' || (n % 6)",
            "team": "'Team ' || (n % 24)",
            "responsible_officer": "'Officer Made-up ' || (n % 60)",
            "order": "n",
            "drawn_as_reserve": f"n > {cases}",
            "state": f"CASE WHEN n > {cases} THEN 'reserve' ELSE 'sample' END",
            "restricted": f"n % {RESTRICTED} = 0",
            "begun_at": _moment(f"n <= {cases}"),
            "read_at": _moment(f"n <= {cases}"),
        },
        f"FROM cases_draw d CROSS JOIN counter WHERE d.id >= {first_draw}",
        counting,
    )


def _readings(first_draw: int) -> None:
    """Give each case to one inspector of its inspection, and some to a second."""
    team = (
        "WITH team AS (SELECT inspection_id, user_id, "
        "ROW_NUMBER() OVER (PARTITION BY inspection_id ORDER BY id) - 1 AS seat "
        "FROM accounts_membership WHERE role = 'inspector' AND inspection_id IS NOT NULL)"
    )
    for kind, more, seat in (
        ("first", "", "c.number % 4"),
        ("second", f"AND c.number % {SECOND_READ} = 0", "(c.number + 1) % 4"),
    ):
        insert(
            Reading,
            {
                "case": "c.id",
                "kind": f"'{kind}'",
                "reader": "t.user_id",
                "assigned_by": "d.drawn_by_id",
                "started_at": _moment("TRUE"),
                "submitted_at": _moment("TRUE"),
            },
            "FROM cases_case c JOIN cases_draw d ON d.id = c.draw_id "
            f"JOIN team t ON t.inspection_id = c.inspection_id AND t.seat = {seat} "
            f"WHERE d.id >= {first_draw} AND c.state = 'sample' {more}",
            team,
        )


def _answers(first_draw: int, inspection: Inspection) -> None:
    """Answer every question of every reading: six in ten yes, three no, one not applicable."""
    questions = ", ".join(
        f"({literal(number)}, {place}, {literal(_prompts(len(asked.prompts)))})"
        for place, (number, asked) in enumerate(questions_of(inspection).items())
    )
    apart = f"r.kind = 'second' AND (c.number / {SECOND_READ} + q.place) % 4 = 0"
    lot = f"(c.number * 7 + q.place * 13 + CASE WHEN {apart} THEN 4 ELSE 0 END) % 10"
    insert(
        Answer,
        {
            "reading": "r.id",
            "question": "q.number",
            "version": "1",
            "client_id": new_id(),
            "prompts": "CAST(q.prompts AS jsonb)" if _postgresql() else "q.prompts",
            "sufficient": f"CASE WHEN {lot} < 6 THEN 'yes' WHEN {lot} < 9 THEN 'no' "
            "ELSE 'not_applicable' END",
            "reason": "'made up'",
            "saved_by": "r.reader_id",
        },
        "FROM cases_reading r JOIN cases_case c ON c.id = r.case_id CROSS JOIN q "
        f"WHERE c.draw_id >= {first_draw}",
        f"WITH q(number, place, prompts) AS (VALUES {questions})",
    )


def _differences(first_draw: int) -> None:
    """Note where two readings differ; those of every second case are settled."""
    settled = f"c.number / {SECOND_READ} % 2 = 0"
    insert(
        Difference,
        {
            "case": "c.id",
            "question": "a.question",
            "first": "a.id",
            "second": "b.id",
            "decision": f"CASE WHEN {settled} THEN 'yes' ELSE '' END",
            "reason": f"CASE WHEN {settled} THEN 'made up' ELSE '' END",
            "decided_by": f"CASE WHEN {settled} THEN a.saved_by_id END",
            "decided_at": _moment(settled),
        },
        "FROM cases_reading s JOIN cases_case c ON c.id = s.case_id "
        "JOIN cases_reading f ON f.case_id = c.id AND f.kind = 'first' "
        "JOIN cases_answer b ON b.reading_id = s.id "
        "JOIN cases_answer a ON a.reading_id = f.id AND a.question = b.question "
        f"WHERE s.kind = 'second' AND c.draw_id >= {first_draw} AND a.sufficient <> b.sufficient",
    )


def _prompts(count: int) -> str:
    return json.dumps([{"answer": "yes", "note": "made up"}] * count)


def _moment(when: str) -> str:
    now = literal(timezone.now())
    typed = f"CAST({now} AS timestamptz)" if _postgresql() else now
    return f"CASE WHEN {when} THEN {typed} END"


def insert(
    model: type[models.Model], values: Mapping[str, str], source: str, before: str = ""
) -> None:
    """Fill a table from a query; fields without an expression here take their default."""
    given: dict[str, str] = {}
    for field in model._meta.concrete_fields:
        if field.name in values:
            given[field.column] = values[field.name]
        elif isinstance(field, models.UUIDField) and not field.null:
            given[field.column] = new_id()
        elif not field.null and not field.primary_key:
            given[field.column] = literal(field.get_default())
    columns = ", ".join(connection.ops.quote_name(column) for column in given)
    statement = f"INSERT INTO {model._meta.db_table} ({columns}) {before}\nSELECT "
    with connection.cursor() as cursor:
        cursor.execute(f"{statement}{', '.join(given.values())} {source}")


def new_id() -> str:
    """Give the expression that makes an id in this database."""
    return "gen_random_uuid()" if _postgresql() else "lower(hex(randomblob(16)))"


def literal(value: Any) -> str:
    """Write a made-up value as SQL; never used with anything a person typed."""
    if isinstance(value, bool | int):
        return str(value).upper()
    if isinstance(value, datetime):
        return f"'{value:%Y-%m-%d %H:%M:%S.%f}{'+00' if _postgresql() else ''}'"
    text = value if isinstance(value, str) else json.dumps(value)
    return "'" + text.replace("'", "''") + "'"


def _postgresql() -> bool:
    return connection.vendor == "postgresql"
