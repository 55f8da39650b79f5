"""Ways back: a reading taken back or opened again, a decision undone; nothing is lost."""

from typing import Any

import pytest

from assay.service.accounts.actions import Refused
from assay.service.audit.models import Event
from assay.service.cases.actions import answering, assigning, moderating, reopening, submitting
from assay.service.cases.framework import questions_of
from assay.service.cases.models import Difference, Reading, Sufficient
from assay.service.cases.results import judgements_for

pytestmark = pytest.mark.django_db
KQ = "P2.1.1"


@pytest.fixture
def first(case: Any, inspector: Any, given: Any, answer: Any) -> Any:
    return answer(given(case, inspector), {KQ: "no"})


@pytest.fixture
def second(first: Any, case: Any, colleague: Any, given: Any, answer: Any) -> Any:
    return answer(given(case, colleague, "second"))


@pytest.fixture
def difference(second: Any) -> Any:
    return Difference.objects.get()


def settle(difference: Any, by: Any, decision: Any = Sufficient.YES) -> None:
    moderating.settle(by=by, difference=difference, decision=decision, reason="made-up reason")


def change_to_yes(reading: Any, answer_of: Any) -> None:
    answering.save_answer(
        by=reading.reader,
        reading=reading,
        question=KQ,
        content=answer_of,
        version=1,
        client_id="6f1f7a3c-58e0-4a35-9c2b-0d6d25a1f0aa",
    )
    submitting.submit(by=reading.reader, reading=reading)


@pytest.fixture
def all_yes(first: Any, content_of: Any) -> Any:
    return content_of(questions_of(first.case.inspection)[KQ])


def test_a_reading_opened_again_does_not_count_until_it_is_submitted_again(
    first: Any, lead: Any, inspection: Any, all_yes: Any
) -> None:
    reopening.reopen(by=lead, reading=first, reason="submitted too soon")
    assert judgements_for(lead, inspection).counting == ()
    change_to_yes(first, all_yes)
    given = {row.question: row.answer for row in judgements_for(lead, inspection).counting}
    assert given[KQ] == "yes"
    assert [a.sufficient for a in first.answers.filter(question=KQ)] == ["no", "yes"]


def test_its_differences_are_found_anew_and_the_earlier_ones_kept(
    first: Any, difference: Any, lead: Any, all_yes: Any
) -> None:
    reopening.reopen(by=lead, reading=first, reason="a mistake of the keyboard")
    change_to_yes(first, all_yes)
    difference.refresh_from_db()
    assert difference.superseded_at is not None
    assert (difference.first.sufficient, difference.second.sufficient) == ("no", "yes")
    assert not Difference.objects.filter(superseded_at=None).exists()


def test_a_difference_that_is_still_there_is_noted_once(
    first: Any, difference: Any, lead: Any
) -> None:
    reopening.reopen(by=lead, reading=first, reason="to look again")
    submitting.submit(by=first.reader, reading=first)
    assert Difference.objects.filter(superseded_at=None).count() == 1
    assert Difference.objects.count() == 2


def test_a_case_with_a_settled_difference_is_opened_only_after_that_is_undone(
    first: Any, difference: Any, lead: Any
) -> None:
    settle(difference, lead)
    with pytest.raises(Refused, match="Undo that first"):
        reopening.reopen(by=lead, reading=first, reason="too late")
    moderating.unsettle(by=lead, difference=difference, reason="decided too soon")
    reopening.reopen(by=lead, reading=first, reason="now")


def test_who_has_seen_the_other_reading_cannot_change_their_own(
    first: Any, second: Any, lead: Any, inspector: Any, inspection: Any, signed_in: Any
) -> None:
    seen = f"/inspections/{inspection.public_id}/readings/{second.public_id}"
    assert signed_in(user=inspector).get(seen).status_code == 200
    with pytest.raises(Refused, match="seen the other reading"):
        reopening.reopen(by=lead, reading=first, reason="to look again")
    first.refresh_from_db()
    assert first.submitted_at is not None


def test_nothing_is_opened_again_once_the_panel_has_been_held(
    first: Any, difference: Any, lead: Any, inspection: Any
) -> None:
    settle(difference, lead)
    inspection.reached = "panel"
    inspection.save()
    with pytest.raises(Refused, match="panel held"):
        reopening.reopen(by=lead, reading=first, reason="too late")
    with pytest.raises(Refused, match="panel held"):
        moderating.unsettle(by=lead, difference=difference, reason="too late")


def test_a_reading_that_is_not_submitted_is_not_opened_again(
    case: Any, inspector: Any, given: Any, lead: Any
) -> None:
    with pytest.raises(Refused, match="not submitted"):
        reopening.reopen(by=lead, reading=given(case, inspector), reason="nothing")


def test_a_case_that_was_judged_is_not_put_aside_after_it_is_opened_again(
    first: Any, lead: Any
) -> None:
    reopening.reopen(by=lead, reading=first, reason="to look again")
    first.case.refresh_from_db()
    assert first.case.read_at is not None


def test_a_decision_undone_is_kept_and_no_longer_counts(
    difference: Any, lead: Any, inspection: Any
) -> None:
    settle(difference, lead)
    again = moderating.unsettle(by=lead, difference=difference, reason="the manual says otherwise")
    counting = {row.question: row.answer for row in judgements_for(lead, inspection).counting}
    assert counting[KQ] == "no"
    difference.refresh_from_db()
    assert (difference.decision, difference.reason) == ("yes", "made-up reason")
    assert (again.first, again.second) == (difference.first, difference.second)
    with pytest.raises(Refused, match="no longer stands"):
        settle(difference, lead)
    settle(again, lead, Sufficient.NO)
    assert Event.objects.get(action="cases.unsettle").reason == "the manual says otherwise"


def test_ways_back_from_the_pages(
    first: Any, difference: Any, person: Any, inspection: Any, signed_in: Any
) -> None:
    browser = signed_in(user=person("quality_lead", inspection=inspection))
    base = f"/inspections/{inspection.public_id}"
    place = f"{base}/moderation/{difference.public_id}"
    assert browser.get(f"{place}/undo").status_code == 404
    browser.post(place, {"decision": "yes", "reason": "made-up reason"})
    assert "Undo this" in browser.get(place).text
    assert "Say why" in browser.post(f"{place}/undo", {"reason": ""}).text
    page = browser.post(f"{place}/undo", {"reason": "decided too soon"}, follow=True).text
    assert "made-up reason" in page
    assert "Which answer counts?" in page
    reopen = f"{base}/readings/{first.public_id}/reopen"
    assert "Say why" in browser.post(reopen, {"reason": ""}).text
    page = browser.post(reopen, {"reason": "submitted too soon"}, follow=True).text
    for words in ("Opened again", "submitted too soon", "decided too soon"):
        assert words in page
    first.refresh_from_db()
    assert first.submitted_at is None


@pytest.mark.parametrize(
    ("role", "status"),
    [("lead_inspector", 200), ("quality_lead", 200), ("inspector", 404), ("local_assessor", 404)],
)
def test_who_may_open_a_reading_again(
    role: str, status: int, first: Any, inspection: Any, person: Any, signed_in: Any
) -> None:
    browser = signed_in(user=person(role, inspection=inspection))
    page = browser.get(f"/inspections/{inspection.public_id}/readings/{first.public_id}/reopen")
    assert page.status_code == status


def test_a_case_taken_back_keeps_its_answers_for_when_it_is_given_again(
    case: Any, inspector: Any, colleague: Any, given: Any, answer: Any, lead: Any, signed_in: Any,
    inspection: Any,
) -> None:  # fmt: skip
    reading = given(case, inspector)
    answer(reading, {KQ: "no"}, submit=False)
    count = reading.answers.count()
    browser = signed_in(user=lead)
    place = f"/inspections/{inspection.public_id}/readings/{reading.public_id}/take-back"
    assert browser.post(place, {"reason": "off sick"}).status_code == 302
    with pytest.raises(Refused, match="no longer yours"):
        submitting.submit(by=inspector, reading=reading)
    other = given(case, colleague)
    assert other.answers.count() == 0
    again = given(case, inspector)
    assert (again.pk, again.answers.count()) == (reading.pk, count)
    other.refresh_from_db()
    assert other.withdrawn_at is not None
    assert Reading.objects.filter(case=case, withdrawn_at=None).count() == 1
    history = browser.get(f"/inspections/{inspection.public_id}/cases/{case.public_id}/").text
    for words in ("Taken back from its reader", "off sick", "given to somebody else"):
        assert words in history


def test_a_submitted_reading_is_not_taken_back(first: Any, lead: Any) -> None:
    with pytest.raises(Refused, match="Open it again"):
        assigning.take_back(by=lead, reading=first, reason="no")


def test_the_blind_reader_is_told_nothing_of_the_first_readings_history(
    first: Any, case: Any, colleague: Any, given: Any, lead: Any, inspection: Any, signed_in: Any
) -> None:
    given(case, colleague, "second")
    reopening.reopen(by=lead, reading=first, reason="P2.1.1 is too harsh")
    page = signed_in(user=colleague).get(
        f"/inspections/{inspection.public_id}/cases/{case.public_id}/"
    )
    assert "too harsh" not in page.text
