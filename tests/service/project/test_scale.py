"""A page asks the database as often with seven times as much in it, whoever opens it."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from benchmarks.addresses import addresses, searches
from benchmarks.filled import Filled, Size, fill
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assay.service.accounts.models import User
from assay.service.accounts.roles import catalogue
from assay.service.audit.verify import verify
from assay.service.cases.models import Answer, Case, CaseList

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SMALL, LARGE = Size(inspections=24, cases=40), Size(inspections=60, cases=120)
MOST = 50
"""Queries of any page; the most that was counted is 38."""

# A file that gives people's records away logs each person, some 70 to a statement on SQLite.
BY_PERSON = {"cases:export", "cases:certificate"}
LARGE_TABLES = "cases_answer|cases_reading|cases_case|cases_difference|audit_event"
# Without a filter the trail is read from its newest end, and no further than it is shown.
READ_FROM_ITS_END = 'FROM "audit_event" ORDER BY'

Queries = dict[tuple[str, str], list[str]]


def opened(filled: Filled, roles: Iterable[str] = tuple(catalogue().roles)) -> Queries:
    """Open every address and search as each role; give the queries of each that answers."""
    found = {}
    for role in roles:
        user = filled.viewers[role]
        for name, address in pages(filled, user):
            client = Client()
            client.force_login(user)
            reset_queries()
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(address)
            assert answer.status_code < 500, (role, name)
            if answer.status_code == 200:
                found[role, name] = [query["sql"] for query in asked.captured_queries]
    return found


def pages(filled: Filled, user: User) -> Iterator[tuple[str, str]]:
    yield from addresses(filled, user)
    yield from searches(filled).items()


def test_pages_ask_as_often_with_much_as_with_little_and_never_read_a_whole_table() -> None:
    filled = fill(SMALL)
    opened(filled, ["lead_inspector"])  # some things are looked up once in a process
    little = opened(filled)
    much = opened(fill(LARGE))
    assert {name for role, name in little if role == "lead_inspector"} > {"cases:results"}
    assert set(much) == set(little)
    plain = [page for page in much if page[1] not in BY_PERSON]
    more = {page: (len(little[page]), len(much[page])) for page in plain}
    assert {page: counts for page, counts in more.items() if counts[0] != counts[1]} == {}
    assert max(map(len, much.values())) <= MOST
    assert whole_reads(much) == {}


def test_a_list_with_many_problems_is_shown_in_as_many_queries(signed_in: Any) -> None:
    filled = fill(SMALL)
    found = CaseList.objects.get(inspection=filled.inspection)
    browser = signed_in(user=filled.viewers["lead_inspector"])
    counts = set()
    for most in (200, 5):
        found.groups.filter(position__gte=most).delete()
        found.state, found.problems = "faulty", found.groups.count()
        found.save()
        with CaptureQueriesContext(connection) as asked:
            page = browser.get(f"/inspections/{filled.inspection.public_id}/case-list/")
        assert f"{most} problems" in page.text
        counts.add(len(asked))
    assert len(counts) == 1


def test_what_is_measured_is_what_the_service_would_have_written() -> None:
    filled = fill(SMALL)
    assert verify().broken is None
    read = Case.objects.filter(state="sample")
    assert read.count() == SMALL.inspections * SMALL.cases
    assert Answer.objects.count() == 12 * read.count() * 11 // 10
    for answer in Answer.objects.filter(reading__case__inspection=filled.inspection)[:50]:
        answer.clean_fields(exclude=["typed_at"])
    for case in read.filter(inspection=filled.inspection):
        case.validate_constraints()


def whole_reads(much: Queries) -> dict[str, tuple[str, str]]:
    """Give the queries whose plan walks a large table from end to end, and a page of each."""
    alike = {
        re.sub(r"'[^']*'|\d+", "?", sql): (sql, page)
        for page, queries in much.items()
        for sql in queries
        if re.search(LARGE_TABLES, sql) and READ_FROM_ITS_END not in sql
    }
    asked = {sql[sql.index("SELECT") :]: page for sql, page in alike.values() if reads(sql)}
    assert asked
    return {sql: page for sql, page in asked.items() if walks(sql)}


def reads(sql: str) -> bool:
    return sql.startswith(("SELECT", "DECLARE"))


def walks(sql: str) -> bool:
    """Say whether the database would read a large table whole, had it a choice."""
    names = {table: table for table in LARGE_TABLES.split("|")}
    names |= {alias: table for table, alias in re.findall(rf'"({LARGE_TABLES})" (\w+\b)', sql)}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}")
            plan = [row[0] for row in cursor.fetchall()]
            cursor.execute("SET LOCAL enable_seqscan = on")
            return any(re.search(rf"Seq Scan on ({LARGE_TABLES})\b", line) for line in plan)
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        steps = [row[3].split() for row in cursor.fetchall()]
    return any(step[0] == "SCAN" and step[1] in names for step in steps)
