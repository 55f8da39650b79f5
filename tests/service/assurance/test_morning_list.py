"""What an officer sees in the morning."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assay.service.assurance.models import Caseload, Snooze
from assay.service.assurance.places import remove
from assay.service.assurance.words import words
from assay.service.audit.models import Event
from assay.service.providers.models import Provider

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localdate() + timedelta(1)


def answers(until: Any) -> dict[str, str]:
    return {
        "reason": "booked",
        "until-day": str(until.day),
        "until-month": str(until.month),
        "until-year": str(until.year),
    }


def test_it_says_how_much_there_is_and_the_worst_harm_comes_first(
    caseload: Caseload, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    page = people("S1").get(at("list", "")).text
    assert "Five things, one could hurt someone" in page
    order = [page.index(f"Case {case}") for case in ("C1", "C2", "C3")]
    assert order == sorted(order)
    assert not re.search(r"\bC4\b", page)
    assert "Record: plans C1." in page
    assert "<strong>Next:</strong>" in page


def test_an_officer_whose_cases_are_in_order_is_told_so(
    kept: Callable[..., Caseload],
    rows: list[dict[str, Any]],
    people: Callable[[str], Client],
    at: Callable[..., str],
) -> None:
    kept([{**row, "state": "met"} for row in rows])
    page = people("S1").get(at("list", "")).text
    assert "Nothing is late, due or unknown in your cases" in page


def test_what_does_not_fit_on_the_screen_is_counted_and_a_page_away(
    caseload: Caseload,
    people: Callable[[str], Client],
    at: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fewer = words().list.model_copy(update={"first": 3})
    less = words().model_copy(update={"list": fewer})
    monkeypatch.setattr("assay.service.assurance.lists.words", lambda: less)
    browser = people("S1")
    page = browser.get(at("list", "")).text
    assert "2 more" in page
    assert "Case C3" not in page
    assert "Case C3" in browser.get(at("list", "whole")).text


def test_what_was_not_so_the_day_before_is_marked_as_new(
    kept: Callable[..., Caseload],
    rows: list[dict[str, Any]],
    people: Callable[[str], Client],
    at: Callable[..., str],
) -> None:
    kept([*rows[1:], {**rows[0], "state": "due"}], days_ago=1)
    kept(rows)
    page = people("S1").get(at("list", "")).text
    assert "One new since" in page
    assert len(re.findall(r">\s*New\s*</strong>", page)) == 1


def test_an_earlier_run_that_is_gone_from_the_disk_only_means_that_nothing_is_new(
    kept: Callable[..., Caseload],
    rows: list[dict[str, Any]],
    people: Callable[[str], Client],
    at: Callable[..., str],
) -> None:
    earlier = kept(rows[1:], days_ago=1)
    kept(rows)
    remove(earlier.folder)
    page = people("S1").get(at("list", "")).text
    assert "Five things" in page
    assert "new since" not in page


def test_something_is_put_off_with_a_reason_and_put_back(
    caseload: Caseload, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    browser = people("S1")
    answer = browser.post(at("cases", "C1", "P01", "put-off"), answers(TOMORROW), follow=True)
    assert "Four things, one could hurt someone" in answer.text
    whole = browser.get(at("list", "whole")).text
    assert "Put off (1)" in whole
    assert words().snooze["booked"] in whole
    put_off = Event.objects.get(action="caseload.put_off")
    assert "C1" not in str(put_off.changes)
    snooze = Snooze.objects.get()
    address = at("cases", "C1", "put-back", str(snooze.public_id))
    assert "Five things" in browser.post(address, follow=True).text
    assert Event.objects.filter(action="caseload.put_back").count() == 1


def test_what_could_hurt_somebody_and_is_late_can_not_be_put_off(
    caseload: Caseload, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    browser = people("S1")
    address = at("cases", "C1", "P03", "put-off")
    assert "This can’t be put off" in browser.get(address).text
    browser.post(address, answers(TOMORROW))
    assert not Snooze.objects.exists()


def test_nothing_is_put_off_longer_than_it_may_wait(
    caseload: Caseload, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    late = TOMORROW + timedelta(60)
    page = people("S1").post(at("cases", "C1", "P01", "put-off"), answers(late)).text
    assert "at the latest" in page
    assert not Snooze.objects.exists()


def test_the_file_carries_the_marking_on_every_row_and_its_export_is_a_disclosure(
    caseload: Caseload, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    body = people("S1").get(at("officers", "S1", "list.csv")).content.decode()
    rows = list(csv.DictReader(io.StringIO(body)))
    assert len(rows) == 5
    assert {one["marking"] for one in rows} == {"OFFICIAL-SENSITIVE"}
    assert Event.objects.filter(action="caseload.export", kind="disclosure").count() == 1


def test_each_case_on_the_screen_is_logged_as_read_and_no_other(
    caseload: Caseload, provider: Provider, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    people("S1").get(at("list", ""))
    assert Event.objects.filter(action="caseload.list").count() == 3


def test_somebody_who_is_nobody_in_the_record_is_told_whom_to_ask(
    caseload: Caseload, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    page = people("not linked").get(at("list", "")).text
    assert "Nobody has said yet who you are" in page


def test_before_a_caseload_is_loaded_the_pages_say_so(
    people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    assert "has been loaded yet" in people("S1").get(at("list", "")).text


def test_results_that_are_not_on_the_server_are_not_taken_for_an_empty_list(
    caseload: Caseload, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    Caseload.objects.update(folder="elsewhere")
    assert "The results are not on this server" in people("S1").get(at("list", "")).text


def test_without_the_extra_the_pages_say_what_is_needed(
    caseload: Caseload,
    people: Callable[[str], Client],
    at: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("assay.service.assurance.places.NEEDED", ("no_such_package",))
    assert "assay[assure]" in people("S1").get(at("list", "")).text


def test_a_list_takes_the_same_few_queries_however_long_it_is(
    caseload: Caseload,
    people: Callable[[str], Client],
    at: Callable[..., str],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = people("S1")
    browser.get(at("list", ""))
    with django_assert_max_num_queries(40):
        browser.get(at("list", ""))
