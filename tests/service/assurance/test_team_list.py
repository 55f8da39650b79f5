"""What a manager sees: one list over their officers, the worst harm first."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assay.service.assurance.actions.restricting import restrict
from assay.service.assurance.keys import OFFICER, key_of
from assay.service.assurance.models import Caseload
from assay.service.assurance.words import words
from assay.service.audit.models import Event
from assay.service.providers.models import Provider

pytestmark = pytest.mark.django_db
Row = Callable[..., dict[str, Any]]


def cases_in(page: str) -> list[str]:
    return re.findall(r">Case (C\d+)</a>", page)


def test_a_manager_sees_one_list_by_case_worst_harm_first_with_whose_case_it_is(
    caseload: Caseload, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    people("S2")
    page = people("M1").get(at("team", "")).text
    assert cases_in(page) == ["C1", "C4", "C2", "C3"]
    assert "Six things, two could hurt someone" in page
    assert re.search(r'Case C1</a> <span class="assay-holder">S1<', page)
    assert re.search(r'Case C4</a> <span class="assay-holder">Made-up Person', page)
    assert re.search(r'About the officer <span class="assay-holder">S1<', page)


def test_the_list_is_narrowed_to_an_officer_of_the_team_and_to_no_other(
    caseload: Caseload, provider: Provider, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    browser = people("M1")
    asked = {one: str(key_of(provider, OFFICER, one)) for one in ("S2", "S3")}
    assert cases_in(browser.get(at("team", ""), {"officer": asked["S2"]}).text) == ["C4"]
    assert browser.get(at("team", ""), {"officer": asked["S3"]}).status_code == 404


def test_what_is_about_one_officer_is_not_taken_for_another_s(
    kept: Callable[..., Caseload],
    rows: list[dict[str, Any]],
    people: Callable[[str], Client],
    at: Callable[..., str],
) -> None:
    about = next(row for row in rows if row["case_id"] is None)
    kept(rows, days_ago=1)
    kept([*rows, {**about, "officer_id": "S2"}])
    page = people("M1").get(at("team", "")).text
    assert re.findall(r'About the officer <span class="assay-holder">(S\d)<', page) == ["S1", "S2"]
    assert "One new since" in page


def test_it_is_paged_and_only_what_the_page_shows_is_read(
    caseload: Caseload,
    people: Callable[[str], Client],
    at: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(words().team, "__dict__", {"cases": 2})
    browser = people("M1")
    page = browser.get(at("team", "")).text
    assert "Page 1 of 3" in page
    assert cases_in(page) == ["C1", "C4"]
    assert Event.objects.filter(action="caseload.team_list").count() == 2
    assert cases_in(browser.get(at("team", ""), {"page": "2"}).text) == ["C2"]


def test_a_restricted_case_is_not_on_the_team_s_list(
    caseload: Caseload, provider: Provider, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    lead = people("quality")
    restrict(by=lead.user, provider=provider, case_ref="C4", to=[], reason="known")
    assert cases_in(people("M1").get(at("team", "")).text) == ["C1", "C2", "C3"]


def test_one_nobody_has_linked_is_told_why_there_is_no_team(
    caseload: Caseload,
    provider: Provider,
    signed_in: Callable[..., Client],
    person: Callable[..., Any],
    at: Callable[..., str],
) -> None:
    browser = signed_in(user=person("team_manager", provider=provider))
    assert "Nobody has said yet who you are" in browser.get(at("team", "")).text


def test_the_list_takes_as_many_queries_for_many_cases_as_for_few(
    kept: Callable[..., Caseload],
    rows: list[dict[str, Any]],
    people: Callable[[str], Client],
    at: Callable[..., str],
) -> None:
    browser = people("M1")

    def queries() -> int:
        """Count those that are not of the trail, which has a line for each case read."""
        with CaptureQueriesContext(connection) as found:
            browser.get(at("team", ""))
        return sum("audit" not in one["sql"] and "SAVEPOINT" not in one["sql"] for one in found)

    kept(rows)
    few = queries()
    kept([*rows, *({**row, "case_id": f"{row['case_id']}{n}"} for row in rows[:2] for n in "abcd")])
    assert queries() == few < 35
