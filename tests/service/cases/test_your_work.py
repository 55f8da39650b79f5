"""Home says what waits for a person, and the pages say where they are and how they're marked."""

import re
from typing import Any

import pytest
from django.test import override_settings

from assay.service.cases.actions.restrictions import restrict
from assay.service.cases.models import Case, Difference, Reading
from assay.service.cases.selectors import differences_for
from assay.service.cases.your_work import work_of


def waits(user: Any) -> list[str]:
    return [one.text for one in work_of(user)]


@pytest.fixture
def cases(drawn: Any) -> Any:
    return list(Case.objects.filter(draw=drawn, state="sample")[:4])


def test_home_counts_what_a_person_has_to_read_and_to_settle(
    cases: Any, signed_in: Any, inspector: Any, colleague: Any, lead: Any, given: Any, answer: Any
) -> None:
    assert waits(inspector) == []
    for case in cases[:2]:
        given(case, inspector)
    answer(given(cases[2], inspector), {"P2.1.1": "no", "P2.1.2": "no"})
    answer(given(cases[2], colleague, "second"))
    given(cases[3], inspector, "second")
    assert waits(inspector) == ["2 cases to read", "1 second reading to make"]
    assert waits(colleague) == []
    count = differences_for(lead, cases[0].inspection).count()
    assert count > 1
    assert waits(lead) == [f"{count} differences to settle"]
    home = signed_in(user=inspector).get("/").text
    place = f"/inspections/{cases[0].inspection.public_id}/readings/"
    assert re.search(rf'href="{place}">2 cases to read<', home)


def test_home_counts_nothing_that_is_hidden_from_a_person(
    cases: Any, inspector: Any, colleague: Any, lead: Any, person: Any, given: Any, answer: Any
) -> None:
    second_lead = person("lead_inspector", inspection=cases[0].inspection)
    answer(given(cases[0], inspector), {"P2.1.1": "no"})
    answer(given(cases[0], colleague, "second"))
    assert Difference.objects.exists()
    assert waits(second_lead) == waits(lead) != []
    restrict(by=lead, case=cases[0], to=[lead], reason="made up")
    assert waits(second_lead) == []


def test_home_counts_no_difference_of_a_case_one_still_reads_blind(
    cases: Any, inspector: Any, colleague: Any, lead: Any, given: Any, answer: Any
) -> None:
    answer(given(cases[0], inspector), {"P2.1.1": "no"})
    answer(given(cases[0], colleague, "second"))
    assert waits(lead)
    Reading.objects.filter(case=cases[0], kind="second").update(submitted_at=None, reader=lead)
    assert waits(lead) == ["1 second reading to make"]


# -- Where a page is, and how it is marked ----------------------------------------------------


def lit(text: str) -> set[str]:
    return set(re.findall(r'aria-current="page">([^<]+)</a>', text.split("<main")[1]))


def test_your_cases_is_lit_on_ones_own_readings_alone(
    cases: Any, signed_in: Any, inspector: Any, lead: Any, given: Any, answer: Any
) -> None:
    reading = answer(given(cases[0], inspector))
    start = f"/inspections/{cases[0].inspection.public_id}/readings/"
    assert lit(signed_in(user=inspector).get(f"{start}{reading.public_id}").text) == {"Your cases"}
    assert lit(signed_in(user=inspector).get(start).text) == {"Your cases"}
    leads = signed_in(user=lead)
    assert lit(leads.get(f"{start}{reading.public_id}").text) == set()
    assert lit(leads.get(f"{start}{reading.public_id}/reopen").text) == {"Progress"}


def test_pages_of_a_case_are_marked_official_sensitive_and_lists_official(
    cases: Any, signed_in: Any, inspector: Any, given: Any
) -> None:
    reading, browser = given(cases[0], inspector), signed_in(user=inspector)
    start = f"/inspections/{cases[0].inspection.public_id}"
    for path in (
        f"cases/{cases[0].public_id}/",
        f"readings/{reading.public_id}",
        f"readings/{reading.public_id}/questions/P2.1.1",
    ):
        assert 'data-marking="OFFICIAL-SENSITIVE"' in browser.get(f"{start}/{path}").text, path
    assert 'data-marking="OFFICIAL"' in browser.get(f"{start}/results/").text


def test_notices_speak_of_email_only_where_there_is_mail(signed_in: Any) -> None:
    browser = signed_in("administrator")
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
        assert "by email" not in browser.get("/notices/").text
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        assert "You are told here, and by email, when" in browser.get("/notices/").text
