"""The audit trail: complete, chained, append-only, searchable, and watched itself."""

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from assay.cli.audit import audit
from assay.service.accounts.models import User
from assay.service.audit import triggers
from assay.service.audit.changes import differences, snapshot
from assay.service.audit.models import ChainHead, Event, Kind
from assay.service.audit.record import record, record_reads
from assay.service.audit.verify import verify
from assay.service.inspections.models import Inspection
from assay.service.providers.models import Provider

SignIn = Callable[..., Any]
MakePerson = Callable[..., User]


@pytest.fixture
def events(person: MakePerson, inspection: Inspection) -> Any:
    """Ten reads of one case."""
    user, case = person("inspector", inspection=inspection), uuid.uuid4()
    for _ in range(10):
        record(
            kind=Kind.CONSULTATION, action="cases.read", by=user, person=case, inspection=inspection
        )
    return list(Event.objects.order_by("sequence"))


@pytest.fixture
def tampered() -> Any:
    """Run a statement on the log as somebody who owns the database could."""

    def run(statement: str, *values: object) -> None:
        triggers.remove(connection)
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
        triggers.install(connection)

    return run


def test_an_untouched_trail_is_whole(events: list[Event]) -> None:
    verdict = verify()
    assert (verdict.broken, verdict.events) == (None, len(events))
    assert verdict.head_hash == events[-1].hash


def test_an_empty_trail_is_whole(db: None) -> None:
    assert verify().broken is None


@pytest.mark.parametrize("statement", [
    "UPDATE audit_event SET action = 'cases.nothing' WHERE sequence = 4",
    "DELETE FROM audit_event WHERE sequence = 4",
    "DELETE FROM audit_event",
])  # fmt: skip
def test_the_database_refuses_to_change_or_remove_a_row(
    events: list[Event], statement: str
) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert verify().broken is None


@pytest.mark.parametrize(("statement", "row", "words"), [
    ("UPDATE audit_event SET action = 'cases.no' WHERE sequence = 4", 4, "contents were changed"),
    ("UPDATE audit_event SET reason = 'x', hash = previous_hash WHERE sequence = 4", 4, "contents"),
    ("DELETE FROM audit_event WHERE sequence = 4", 4, "missing"),
    ("DELETE FROM audit_event WHERE sequence >= 9", 9, "missing"),
    ("DELETE FROM audit_event", 1, "missing"),
    ("UPDATE audit_event SET previous_hash = hash WHERE sequence = 4", 4, "does not follow"),
    ("UPDATE audit_event SET sequence = 0 WHERE sequence = 4", 0, "slipped in"),
    ("UPDATE audit_chainhead SET sequence = 3", 10, "head of the chain"),
])  # fmt: skip
def test_verify_names_the_first_broken_row(
    events: list[Event], tampered: Callable[..., None], statement: str, row: int, words: str
) -> None:
    tampered(statement)
    verdict = verify()
    assert verdict.broken == row
    assert words in verdict.wrong


HUGE = "1" * 5_001
UNREADABLE = {
    "sqlite": [
        "UPDATE audit_event SET \"by\" = 'zz' WHERE sequence = 5",
        "UPDATE audit_event SET reason = CAST(x'ff00fe' AS TEXT) WHERE sequence = 5",
        "UPDATE audit_event SET reason = x'6f6b' WHERE sequence = 5",
        "UPDATE audit_event SET at = 'yesterday' WHERE sequence = 5",
        "UPDATE audit_event SET changes = '[]' WHERE sequence = 5",
        "UPDATE audit_event SET sequence = 'zz' WHERE sequence = 5",
    ],
    "postgresql": [
        "UPDATE audit_event SET at = 'infinity' WHERE sequence = 5",
        "UPDATE audit_event SET at = '0044-03-15 BC' WHERE sequence = 5",
        "UPDATE audit_event SET at = '12000-01-01' WHERE sequence = 5",
        "UPDATE audit_event SET changes = '{\"a\": HUGE}' WHERE sequence = 5".replace("HUGE", HUGE),
    ],
}


@pytest.mark.parametrize("case", range(len(UNREADABLE[connection.vendor])))
def test_a_row_that_cannot_even_be_read_is_named_and_shown_as_such(
    events: list[Event], tampered: Callable[..., None], signed_in: SignIn, case: int
) -> None:
    tampered(UNREADABLE[connection.vendor][case])
    broken = CliRunner().invoke(audit, ["verify", "--json"])
    said = json.loads(broken.output)
    assert (broken.exit_code, said["broken"], said["whole"]) == (2, 5, False)
    assert "broken at row 5" in CliRunner().invoke(audit, ["verify"]).output
    page = signed_in("administrator").get("/audit/")
    assert page.status_code == 200
    assert "cases: read" in page.text


def test_the_page_says_which_row_cannot_be_read(
    events: list[Event], tampered: Callable[..., None], signed_in: SignIn
) -> None:
    tampered(UNREADABLE[connection.vendor][0])
    page = signed_in("administrator").get("/audit/").text
    assert page.count("This row can’t be read") == 1
    assert page.count("cases: read") == 9


@pytest.mark.only_on("sqlite")  # PostgreSQL keeps values, not their spelling
@pytest.mark.parametrize("changed", [
    """UPDATE audit_event SET changes = '{"a": {"before": 1}, "a": {"before": 2}}'""",
    "UPDATE audit_event SET at = replace(at, ' ', 'T')",
    "UPDATE audit_event SET person = upper(person)",
])  # fmt: skip
def test_another_spelling_of_the_same_contents_is_a_change(
    tampered: Callable[..., None], changed: str, db: None
) -> None:
    with transaction.atomic():
        record(
            kind=Kind.ALTERATION,
            action="cases.change",
            by=None,
            person=uuid.UUID("abcdefab-cdef-4bcd-afab-cdefabcdefab"),
            changes={"a": {"before": 2}},
        )
    assert verify().broken is None
    tampered(changed)
    assert (verify().broken, verify().wrong) == (1, "its contents were changed")


@pytest.mark.only_on("sqlite")  # PostgreSQL refuses it
def test_a_head_that_cannot_be_read_is_said(
    events: list[Event], tampered: Callable[..., None]
) -> None:
    tampered("UPDATE audit_chainhead SET sequence = 'zz'")
    assert (verify().broken, verify().wrong) == (10, "the head of the chain can't be read")


def test_a_trail_rewritten_from_end_to_end_is_found_out_by_a_noted_head(
    events: list[Event], tampered: Callable[..., None]
) -> None:
    noted = (events[4].sequence, events[4].hash)
    assert verify(noted).broken is None
    tampered("DELETE FROM audit_event")
    ChainHead.objects.all().delete()
    for _ in events:
        record(kind=Kind.CONSULTATION, action="cases.nothing", by=None)
    assert verify().broken is None
    assert verify(noted).broken == noted[0]
    assert verify((99, "f" * 64)).broken == len(events) + 1


def test_the_command_says_whole_with_0_and_broken_with_2(
    events: list[Event], tampered: Callable[..., None]
) -> None:
    whole = CliRunner().invoke(audit, ["verify"])
    assert (whole.exit_code, f"{len(events)} events" in whole.output) == (0, True)
    tampered("UPDATE audit_event SET kind = 'erasure' WHERE sequence = 7")
    broken = CliRunner().invoke(audit, ["verify", "--json"])
    assert broken.exit_code == 2
    assert json.loads(broken.output)["broken"] == 7
    assert "broken at row 7" in CliRunner().invoke(audit, ["verify"]).output


def test_the_command_takes_a_noted_head_and_refuses_a_garbled_one(events: list[Event]) -> None:
    head = f"{events[-1].sequence}:{events[-1].hash}"
    assert CliRunner().invoke(audit, ["verify", "--noted", head]).exit_code == 0
    assert CliRunner().invoke(audit, ["verify", "--noted", "seven"]).exit_code == 2


@transaction.atomic
def change_and_fail(user: User, provider: Provider) -> None:
    record(kind=Kind.ALTERATION, action="providers.change", by=user, about=provider)
    raise ZeroDivisionError


def test_an_event_is_lost_with_its_change_and_kept_with_it(
    person: MakePerson, provider: Provider
) -> None:
    user = person()
    with pytest.raises(ZeroDivisionError):
        change_and_fail(user, provider)
    assert not Event.objects.filter(action="providers.change").exists()
    assert verify().broken is None


@pytest.mark.usefixtures("transactional")
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        record(kind=Kind.ALTERATION, action="providers.change", by=None)


def test_a_list_of_people_is_one_event_each(person: MakePerson) -> None:
    cases = [uuid.uuid4() for _ in range(3)]
    record_reads(action="cases.list", by=person(), people=[*cases, cases[0]])
    assert list(Event.objects.values_list("person", flat=True)) == cases
    assert record_reads(action="cases.list", by=None, people=[]) == []
    assert verify().broken is None


def test_changes_show_plain_values_and_hide_personal_ones(person: MakePerson) -> None:
    user = person()
    before = snapshot(user)
    user.email, user.is_active = "changed@example.test", False
    assert differences(user, before) == {
        "email": {"changed": True},
        "is_active": {"before": True, "after": False},
    }
    assert differences(user, snapshot(user)) == {}


def test_the_trail_is_searched_by_user_case_kind_and_day(
    signed_in: SignIn, events: list[Event]
) -> None:
    browser = signed_in("administrator")
    other = uuid.uuid4()
    record_reads(action="cases.elsewhere", by=browser.user, people=[other])

    def found(**query: str) -> Any:
        page = browser.get("/audit/", query).text
        return ("cases: read" in page, "cases: elsewhere" in page)

    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)
    assert found() == (True, True)
    assert found(by=str(events[0].by)) == (True, False)
    assert found(person=str(other)) == (False, True)
    assert found(person=f"{other} {events[0].person}") == (True, True)
    assert found(action="cases: elsewhere") == (False, True)
    assert found(action="cases.read") == (True, False)
    assert found(inspection=str(events[0].inspection)) == (True, False)
    assert found(kind="erasure") == (False, False)
    assert found(kind="consultation", since=today.isoformat(), until=today.isoformat()) == (
        True,
        True,
    )
    assert found(since=tomorrow.isoformat()) == (False, False)
    assert found(**{"until-day": "1", "until-month": "1", "until-year": "2020"}) == (False, False)


def test_each_search_of_the_trail_is_itself_recorded(
    signed_in: SignIn, events: list[Event]
) -> None:
    browser = signed_in("administrator")
    browser.get("/audit/", {"person": str(events[0].person)})
    last = Event.objects.order_by("sequence").last()
    assert (last.action, last.by, last.person) == (
        "audit.search",
        browser.user.public_id,
        events[0].person,
    )
    assert last.changes == {"person": str(events[0].person)}


def test_a_wrong_search_says_what_is_wrong_and_shows_nothing(
    signed_in: SignIn, events: list[Event]
) -> None:
    browser = signed_in("administrator")
    page = browser.get("/audit/", {"person": "not-a-reference"}).text
    assert "Enter case references" in page
    assert "cases: read" not in page


def test_the_trail_is_paged_with_a_fixed_number_of_queries(
    signed_in: SignIn, person: MakePerson, django_assert_max_num_queries: Any
) -> None:
    browser = signed_in("administrator")
    for _ in range(3):
        record_reads(action="cases.read", by=person(), people=[uuid.uuid4() for _ in range(40)])
    with django_assert_max_num_queries(22):
        page = browser.get("/audit/", {"kind": "consultation"}).text
    assert "page=2" in page
    assert "kind=consultation" in page
    assert browser.get("/audit/", {"page": "2"}).status_code == 200
