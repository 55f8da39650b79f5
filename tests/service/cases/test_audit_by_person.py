"""What was done with one person's cases is found by their CRN, by somebody who sees no case."""

from typing import Any

import pytest

from assay.sampling.specification import load_specification
from assay.service.audit.models import Event
from assay.service.audit.record import record_reads
from assay.service.cases.actions import draws
from assay.service.cases.models import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn_twice(drawn: Any, lead: Any, case_list: Any, request_of: Any) -> Any:
    """Give the CRN of somebody in both draws, with the two references, the older one first."""
    draws.draw(
        by=lead,
        case_list=case_list,
        specification=load_specification(),
        request=request_of,
        reason="Drawn again in a test",
    )
    older = drawn.cases.order_by("row").first()
    newer = Case.objects.exclude(draw=drawn).get(crn=older.crn)
    for case in (older, newer):
        record_reads(action=f"cases.seen_{case.pk}", by=lead, people=[case.public_id])
    return older, newer


def test_every_reference_of_a_crn_is_found_after_a_redraw_and_leads_to_its_events(
    drawn_twice: Any, signed_in: Any
) -> None:
    older, newer = drawn_twice
    Case.objects.filter(pk=newer.pk).update(restricted=True)
    browser = signed_in("administrator")
    answer = browser.post("/audit/find", {"crn": f" {older.crn.lower()} "})
    assert answer.status_code == 302
    assert older.crn.lower() not in answer["Location"].lower()
    page = browser.get(answer["Location"]).text
    for case in (older, newer):
        assert str(case.public_id) in page
        assert f"cases: seen {case.pk}" in page
    for told in (older.family_name, f">{older.crn}<", str(older.number)):
        assert told not in page


def test_the_look_up_is_logged_for_each_case_without_the_crn(
    drawn_twice: Any, signed_in: Any
) -> None:
    browser = signed_in("administrator")
    browser.post("/audit/find", {"crn": drawn_twice[0].crn})
    looked = Event.objects.filter(action="audit.find_person")
    assert {event.person for event in looked} == {case.public_id for case in drawn_twice}
    assert {(event.kind, event.by) for event in looked} == {
        ("consultation", browser.user.public_id)
    }
    assert all(drawn_twice[0].crn not in f"{e.changes} {e.reason}" for e in looked)


def test_a_crn_that_was_never_drawn_is_said_and_the_try_is_logged(signed_in: Any) -> None:
    browser = signed_in("administrator")
    page = browser.post("/audit/find", {"crn": "X999999"}).text
    assert "No case that was drawn has this CRN" in page
    assert Event.objects.filter(action="audit.find_person", person=None).count() == 1
    assert "Enter a CRN" in browser.post("/audit/find", {"crn": " "}).text


def test_the_look_up_opened_by_itself_leads_to_the_search(signed_in: Any) -> None:
    assert signed_in("administrator").get("/audit/find")["Location"] == "/audit/"


def test_looking_a_person_up_takes_a_fixed_number_of_queries(
    drawn_twice: Any, signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    browser = signed_in("administrator")
    with django_assert_max_num_queries(22):
        there = browser.post("/audit/find", {"crn": drawn_twice[0].crn})["Location"]
    with django_assert_max_num_queries(28):
        browser.get(there)


def test_nobody_but_who_reads_the_trail_looks_people_up(
    drawn_twice: Any, lead: Any, signed_in: Any
) -> None:
    answer = signed_in(user=lead).post("/audit/find", {"crn": drawn_twice[0].crn})
    assert answer.status_code in {403, 404}
    assert not Event.objects.filter(action="audit.find_person").exists()
