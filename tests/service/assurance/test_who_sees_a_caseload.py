"""Who sees whose cases, and that a restricted case is not there for anybody who is not named."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from assay.service.accounts.actions import Refused, end_access
from assay.service.accounts.models import User
from assay.service.assurance.actions.linking import link
from assay.service.assurance.actions.restricting import lift, restrict
from assay.service.assurance.finding import references_of
from assay.service.assurance.models import Caseload, RestrictedCase, StaffLink
from assay.service.assurance.selectors import seen_by
from assay.service.audit.models import Event
from assay.service.providers.models import Provider

pytestmark = pytest.mark.django_db

# Who opens each case; S3 is in another team, and nobody holds C6.
SEES = {
    "S1": {"C1", "C2", "C3"},
    "S2": {"C4"},
    "M1": {"C1", "C2", "C3", "C4"},
    "quality": {"C1", "C2", "C3", "C4", "C5", "C6"},
    "head": set(),
    "not linked": set(),
}


@pytest.mark.parametrize("who", SEES)
def test_each_opens_the_cases_they_answer_for_and_no_other_is_there(
    who: str, caseload: Caseload, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    browser = people(who)
    opened = {
        case for case in SEES["quality"] if browser.get(at("cases", case, "")).status_code == 200
    }
    assert opened == SEES[who]
    lists = {
        one for one in ("S1", "S2", "S3") if browser.get(at("officers", one, "")).status_code == 200
    }
    assert lists == {
        "quality": {"S1", "S2", "S3"},
        "M1": {"S1", "S2"},
        "S1": {"S1"},
        "S2": {"S2"},
    }.get(who, set())


def test_a_manager_sees_their_officers_by_name_and_no_figure_beside(
    caseload: Caseload, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    people("S2")
    page = people("M1").get(at("officers", "")).text
    main = page[page.index("<main") : page.index("</main")]
    assert "Made-up Person" in main
    assert "S1" in main
    assert not re.search(r"\bS3\b", main)
    heads = re.findall(r'role="columnheader"[^>]*>([^<]*)<', main)
    assert heads == ["Officer", "Grade", "Team"]
    assert "could hurt someone" not in main


def test_a_page_that_shows_a_case_writes_that_it_was_read(
    caseload: Caseload, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    browser = people("S1")
    for page in ("", "P03/", "P01/put-off"):
        before = Event.objects.filter(kind="consultation").count()
        assert "Case C1" in browser.get(at("cases", "C1", page)).text
        assert Event.objects.filter(kind="consultation").count() == before + 1


@pytest.fixture
def lead(people: Callable[[str], Client]) -> Client:
    return people("quality")


def test_a_restricted_case_is_in_no_list_count_file_or_page(
    caseload: Caseload,
    provider: Provider,
    people: Callable[[str], Client],
    lead: Client,
    at: Callable[..., str],
) -> None:
    browser, other = people("S1"), people("quality")
    restrict(by=lead.user, provider=provider, case_ref="C1", to=[], reason="known")
    for one, address in (
        (browser, at("list", "")),
        (browser, at("list", "whole")),
        (browser, at("officers", "S1", "list.csv")),
        (other, at("officers", "S1", "")),
    ):
        answer = one.get(address)
        assert answer.status_code == 200
        assert not re.search(r"\bC1\b", answer.content.decode())
    assert "Three things<" in browser.get(at("list", "")).text
    assert browser.get(at("cases", "C1", "")).status_code == 404
    assert other.get(at("cases", "C1", "P03/")).status_code == 404
    seen = seen_by(browser.user, provider)
    assert seen is not None
    assert sum(row["number"] for row in seen.counts()) == 8
    assert lead.get(at("cases", "C1", "")).status_code == 200


def test_an_officer_who_is_named_keeps_their_case(
    caseload: Caseload,
    provider: Provider,
    people: Callable[[str], Client],
    lead: Client,
    at: Callable[..., str],
) -> None:
    browser = people("S1")
    restrict(by=lead.user, provider=provider, case_ref="C1", to=[browser.user], reason="known")
    assert "Case C1" in browser.get(at("list", "")).text


def test_the_quality_lead_restricts_a_case_and_lifts_it_on_the_page(
    caseload: Caseload, people: Callable[[str], Client], lead: Client, at: Callable[..., str]
) -> None:
    lead.post(at("restricted", ""), {"reference": "C4", "reason": "public"})
    held = RestrictedCase.objects.get()
    page = lead.get(at("restricted", ""))
    assert page.status_code == 200
    assert "Case C4" in page.text
    assert people("S2").get(at("cases", "C4", "")).status_code == 404
    other = people("quality")
    assert not re.search(r"\bC4\b", other.get(at("restricted", "")).text)
    again = other.post(at("restricted", ""), {"reference": "C4", "reason": "public"}).text
    assert "There is no such case in the caseload" in again
    assert other.post(at("restricted", str(held.public_id), "lift")).status_code == 404
    lead.post(at("restricted", str(held.public_id), "lift"))
    assert other.get(at("cases", "C4", "")).status_code == 200
    assert {"caseload.restrict_case", "caseload.lift_restriction"} <= {
        event.action for event in Event.objects.all()
    }
    lift(by=lead.user, restricted=held)  # a second time changes nothing
    assert Event.objects.filter(action="caseload.lift_restriction").count() == 1


def test_when_the_last_who_could_lift_it_leaves_another_quality_lead_is_named(
    caseload: Caseload,
    provider: Provider,
    people: Callable[[str], Client],
    person: Callable[..., User],
    lead: Client,
    at: Callable[..., str],
) -> None:
    administrator, other = person("administrator"), people("quality")
    restrict(by=lead.user, provider=provider, case_ref="C1", to=[], reason="known")
    end_access(by=administrator, user=lead.user, reason="left")
    assert other.get(at("cases", "C1", "")).status_code == 200
    end_access(by=administrator, user=other.user, reason="left")
    assert Event.objects.filter(action="caseload.hand_over").count() == 1


def test_an_administrator_says_who_is_who_and_what_was_is_kept(
    caseload: Caseload,
    provider: Provider,
    person: Callable[..., User],
    signed_in: Callable[..., Any],
    at: Callable[..., str],
) -> None:
    administrator = signed_in("administrator")
    officer = person("probation_officer", provider=provider)
    said = {"user": str(officer.public_id), "staff_id": "S1"}
    administrator.post(at("staff", ""), said)
    held = StaffLink.objects.get()
    assert (held.user, held.given_by) == (officer, administrator.user)
    assert "somebody in this record already" in administrator.post(at("staff", ""), said).text
    administrator.post(at("staff", str(held.public_id), "end"))
    administrator.post(at("staff", str(held.public_id), "end"))
    assert " was S1 from " in administrator.get(at("staff", "")).text
    assert signed_in(user=officer).get(at("cases", "C1", "")).status_code == 404
    event = Event.objects.get(action="caseload.link_staff")
    assert "S1" not in str(event.changes)


def test_nobody_says_who_they_are_themself(provider: Provider, person: Callable[..., User]) -> None:
    officer = person("probation_officer", provider=provider)
    with pytest.raises(Refused, match="yourself"):
        link(by=officer, provider=provider, user=officer, staff_id="S1")


def test_the_trail_is_searched_by_a_case_reference(
    caseload: Caseload,
    people: Callable[[str], Client],
    signed_in: Callable[..., Any],
    at: Callable[..., str],
) -> None:
    people("S1").get(at("cases", "C1", ""))
    assert len(references_of(" C1 ")) == 1
    assert references_of("C9") == references_of("") == []
