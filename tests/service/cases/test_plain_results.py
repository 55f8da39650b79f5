"""What the pages of results, differences and closed steps say, so that nobody misreads them."""

from typing import Any

import pytest

from assay.rating.agreement import _coefficient
from assay.service.cases.actions import moderating
from assay.service.cases.models import Case, Difference, Sufficient

SEEN = "These are results of the cases you may see; another person’s page may differ."


@pytest.fixture
def page(signed_in: Any, inspection: Any) -> Any:
    """Give the text of a page of the inspection: `page(user, "results/")`."""

    def text(user: Any, path: str) -> str:
        found = signed_in(user=user).get(f"/inspections/{inspection.public_id}/{path}")
        assert found.status_code == 200
        return " ".join(found.text.split())

    return text


@pytest.fixture
def read_twice(
    case: Any, inspector: Any, colleague: Any, lead: Any, given: Any, answer: Any
) -> Any:
    """One case read twice, with one difference."""
    answer(given(case, inspector), {"P2.1.1": "no"})
    answer(given(case, colleague, "second"))
    return Difference.objects.get(case=case, question="P2.1.1")


def test_results_say_to_everybody_that_anothers_page_may_differ(
    page: Any, read_twice: Any, lead: Any, inspector: Any, colleague: Any
) -> None:
    for user in (lead, inspector, colleague):
        assert SEEN in page(user, "results/")
        assert "left out of yours" not in page(user, "results/")


def test_results_say_how_many_cases_wait_for_ones_own_second_reading(
    page: Any, drawn: Any, lead: Any, inspector: Any, colleague: Any, given: Any, answer: Any
) -> None:
    one, two = Case.objects.filter(draw=drawn, state="sample")[:2]
    for case in (one, two):
        answer(given(case, inspector))
        given(case, colleague, "second")
    said = "2 cases you read second are left out of yours until you submit your own reading."
    assert said in page(colleague, "results/")
    assert "left out of yours" not in page(lead, "results/")


def test_a_settled_difference_says_which_answer_counts(
    page: Any, read_twice: Any, lead: Any
) -> None:
    assert "To settle" in page(lead, "moderation/")
    moderating.settle(by=lead, difference=read_twice, decision=Sufficient.NO, reason="made up")
    assert "Settled: “No” counts" in page(lead, "moderation/")


def test_readers_who_are_too_alike_for_an_interval_are_said_to_be(
    page: Any, drawn: Any, lead: Any, inspector: Any, colleague: Any, given: Any, answer: Any
) -> None:
    for case in Case.objects.filter(draw=drawn, state="sample")[:2]:
        answer(given(case, inspector))
        answer(given(case, colleague, "second"))
    text = page(lead, "moderation/")
    assert "1.0<br>too alike for an interval" in text
    assert "None to None" not in text
    assert "-0.0" not in text


def test_an_agreement_a_little_below_nothing_is_nothing() -> None:
    found = _coefficient(-0.0001, 0.0)
    assert (str(found.value), found.low) == ("0.0", None)


def test_what_a_done_step_has_closed_is_not_offered_and_the_way_back_is(
    page: Any, drawn: Any, lead: Any, inspection: Any
) -> None:
    assert "Upload another case list" in page(lead, "case-list/")
    assert "Draw the sample again" in page(lead, "sample/")
    inspection.reached = "sample_drawn"
    inspection.save()
    listed, sampled = page(lead, "case-list/"), page(lead, "sample/")
    assert "Upload another case list" not in listed
    assert "No other list can be uploaded, because the step" in listed
    assert f"/inspections/{inspection.public_id}/steps/case_list_checked" in listed
    assert "Draw the sample again" not in sampled
    assert "The sample can’t be drawn again, because the step" in sampled
