"""A second reading handed in before the first: nothing can be compared yet, and nothing breaks."""

from typing import Any

import pytest

from assay.service.cases.models import Case
from assay.service.cases.results import judgements_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def second_first(
    drawn: Any, inspector: Any, colleague: Any, given: Any, answer: Any
) -> tuple[Any, Any]:
    """Two cases read a second time, and only one of them a first time."""
    waiting, whole = Case.objects.filter(draw=drawn, state="sample").order_by("row")[:2]
    given(waiting, inspector)
    answer(given(waiting, colleague, "second"))
    answer(given(whole, inspector), {"P2.1.1": "no"})
    answer(given(whole, colleague, "second"))
    return waiting, whole


def test_only_cases_with_both_readings_are_compared(
    second_first: tuple[Any, Any], inspection: Any, lead: Any
) -> None:
    _, whole = second_first
    found = judgements_for(lead, inspection)
    assert {row.case for row in found.second} == {whole}
    assert {row.case for row in found.first} == {whole}


def test_the_page_of_differences_and_the_file_of_second_readings_open(
    second_first: tuple[Any, Any], inspection: Any, lead: Any, signed_in: Any
) -> None:
    browser, whole = signed_in(user=lead), second_first[1]
    place = f"/inspections/{inspection.public_id}"
    page = browser.get(f"{place}/moderation/")
    assert page.status_code == 200
    assert str(whole.number) in page.text
    rows = browser.get(f"{place}/results/second_reads.csv").text.splitlines()
    assert {row.split(",")[0] for row in rows[1:]} == {str(whole.number)}
