"""A second reading is blind to the first; differences are settled with both answers kept."""

from typing import Any

import pytest

from assay.service.accounts.actions import Refused
from assay.service.cases.actions import moderating
from assay.service.cases.models import Difference, Sufficient
from assay.service.cases.results import judgements_for
from assay.service.cases.selectors import readings_for

pytestmark = pytest.mark.django_db
KQ = "P2.1.1"


@pytest.fixture
def first(case: Any, inspector: Any, given: Any, answer: Any) -> Any:
    return answer(given(case, inspector), {KQ: "no"}, note="evidence of the first reader")


@pytest.fixture
def second(first: Any, case: Any, colleague: Any, given: Any) -> Any:
    return given(case, colleague, "second")


def pages(inspection: Any, *addresses: Any) -> Any:
    return [f"/inspections/{inspection.public_id}/{address}" for address in addresses]


def test_the_second_reader_sees_nothing_of_the_first_until_they_submit(
    first: Any, second: Any, colleague: Any, inspection: Any, signed_in: Any, case: Any, answer: Any
) -> None:
    browser = signed_in(user=colleague)
    assert list(readings_for(colleague, inspection)) == [second]
    assert browser.get(pages(inspection, f"readings/{first.public_id}")[0]).status_code == 404
    for address in pages(
        inspection, f"cases/{case.public_id}/", "results/", f"readings/{second.public_id}"
    ):
        page = browser.get(address)
        assert "evidence of the first reader" not in page.text, address
    assert judgements_for(colleague, inspection).counting == ()
    assert "0 of 12 cases submitted" in browser.get(pages(inspection, "results/")[0]).text
    answer(second)
    seen = browser.get(pages(inspection, f"readings/{first.public_id}")[0])
    assert "evidence of the first reader" in seen.text
    assert len(judgements_for(colleague, inspection).counting) > 0


def test_who_has_seen_the_first_reading_cannot_make_the_second(
    first: Any, case: Any, inspection: Any, signed_in: Any, colleague: Any, given: Any
) -> None:
    signed_in(user=colleague).get(pages(inspection, f"readings/{first.public_id}")[0])
    with pytest.raises(Refused, match="have seen the other reading"):
        given(case, colleague, "second")


def test_one_person_cannot_make_both_readings(
    first: Any, case: Any, inspector: Any, given: Any
) -> None:
    with pytest.raises(Refused, match="by two people"):
        given(case, inspector, "second")


def test_differences_are_found_once_both_are_in_whichever_comes_last(
    first: Any, second: Any, answer: Any, case: Any
) -> None:
    assert not Difference.objects.exists()
    answer(second, {"P2.2.3": "not_applicable"})
    found = {(d.question, d.first.sufficient, d.second.sufficient) for d in case.differences.all()}
    assert found == {(KQ, "no", "yes"), ("P2.2.3", "yes", "not_applicable")}


def test_a_second_reading_submitted_first_is_compared_when_the_first_comes(
    case: Any, inspector: Any, colleague: Any, given: Any, answer: Any
) -> None:
    one, two = given(case, inspector), given(case, colleague, "second")
    answer(two)
    assert not Difference.objects.exists()
    answer(one, {KQ: "no"})
    assert Difference.objects.get().first.reading == one


def test_the_decision_counts_and_both_answers_are_kept(
    first: Any, second: Any, answer: Any, lead: Any, inspection: Any, case: Any
) -> None:
    answer(second)
    difference = Difference.objects.get()
    before = {row.question: row.answer for row in judgements_for(lead, inspection).counting}
    moderating.settle(by=lead, difference=difference, decision=Sufficient.YES, reason="made up")
    after = judgements_for(lead, inspection)
    assert before[KQ] == "no"
    assert {row.question: row.answer for row in after.counting}[KQ] == "yes"
    assert {row.question: row.answer for row in after.first}[KQ] == "no"
    difference.refresh_from_db()
    assert (difference.first.sufficient, difference.second.sufficient) == ("no", "yes")
    with pytest.raises(Refused, match="settled this difference already"):
        moderating.settle(by=lead, difference=difference, decision=Sufficient.NO, reason="again")


def test_moderating_from_the_pages(
    first: Any, second: Any, answer: Any, lead: Any, inspection: Any, signed_in: Any
) -> None:
    answer(second, note="evidence of the second reader")
    browser = signed_in(user=lead)
    listed = browser.get(pages(inspection, "moderation/")[0]).text
    assert "1 difference" in listed
    assert "How far two readers agree" in listed
    address = pages(inspection, f"moderation/{Difference.objects.get().public_id}")[0]
    page = browser.get(address).text
    assert "evidence of the first reader" in page
    assert "evidence of the second reader" in page
    assert "Give the reason" in browser.post(address, {"decision": "no"}).text
    settled = browser.post(address, {"decision": "no", "reason": "made-up reason"}, follow=True)
    assert "settled" in settled.text
    assert "made-up reason" in browser.get(address).text
