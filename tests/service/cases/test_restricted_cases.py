"""A restricted case is not there for anybody who is not named; breaking the glass is seen."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from assay.service.accounts.access import allowed
from assay.service.accounts.actions import Refused
from assay.service.audit.models import Event
from assay.service.cases import board
from assay.service.cases.actions import restrictions
from assay.service.cases.limits import limits
from assay.service.cases.models import BreakGlass, Case
from assay.service.cases.results import judgements_for
from assay.service.cases.selectors import cases_for, differences_for, readings_for
from assay.service.inspections.notices import notices_for

pytestmark = pytest.mark.django_db
SAFETY = BreakGlass.Reason.SAFETY


class NoServer(BaseEmailBackend):
    """A mail server that does not answer."""

    def open(self) -> bool:
        raise ConnectionRefusedError


@pytest.fixture
def restricted(
    case: Any, lead: Any, inspector: Any, colleague: Any, given: Any, answer: Any
) -> Any:
    """A case that was read twice with a difference, then restricted to the lead and inspector."""
    answer(given(case, inspector), {"P2.1.1": "no"})
    answer(given(case, colleague, "second"))
    restrictions.restrict(by=lead, case=case, to=[inspector], reason="made up")
    case.refresh_from_db()
    return case


def test_it_is_in_no_list_count_result_or_export_of_an_outsider(
    restricted: Any, person: Any, inspection: Any, signed_in: Any, lead: Any
) -> None:
    outsider = person("quality_lead", inspection=inspection)
    assert restricted not in cases_for(outsider, inspection)
    assert cases_for(outsider, inspection).count() == cases_for(lead, inspection).count() - 1
    assert not readings_for(outsider, inspection).exists()
    assert not differences_for(outsider, inspection).exists()
    assert judgements_for(outsider, inspection).counting == ()
    assert board.counts(outsider, inspection).submitted == 0
    assert not allowed(outsider, "cases.view", inspection=inspection, subject=restricted)
    assert allowed(lead, "cases.view", inspection=inspection, subject=restricted)
    browser = signed_in(user=outsider)
    start = f"/inspections/{inspection.public_id}"
    marks = (restricted.crn, restricted.family_name, str(restricted.public_id), "Restricted")
    for page in ("sample/", "progress/", "moderation/", "results/", "readings/",
                 "results/assessments.csv", "results/first_reads.csv"):  # fmt: skip
        text = browser.get(f"{start}/{page}").text
        assert not [mark for mark in marks if mark in text], page
        assert f">Case&nbsp;{restricted.number}<" not in text, page
        assert f"Case {restricted.number}" not in text, page


def test_every_address_of_it_is_not_found_for_an_outsider(
    restricted: Any, colleague: Any, inspection: Any, signed_in: Any
) -> None:
    browser = signed_in(user=colleague)
    start = f"/inspections/{inspection.public_id}"
    reading = restricted.readings.get(kind="second")
    assert reading.reader == colleague
    for address in (f"cases/{restricted.public_id}/", f"readings/{reading.public_id}",
                    f"readings/{reading.public_id}/questions/P2.1.1"):  # fmt: skip
        assert browser.get(f"{start}/{address}").status_code == 404, address


def test_the_person_who_restricts_it_and_those_named_still_see_it(
    restricted: Any, lead: Any, inspector: Any, inspection: Any
) -> None:
    assert restricted in cases_for(lead, inspection)
    assert restricted in cases_for(inspector, inspection)


def test_a_restricted_case_is_not_given_to_somebody_who_may_not_see_it(
    drawn: Any, lead: Any, person: Any, inspection: Any, given: Any
) -> None:
    case = Case.objects.filter(draw=drawn, state="sample").last()
    restrictions.restrict(by=lead, case=case, to=[], reason="made up")
    case.refresh_from_db()
    with pytest.raises(Refused, match="restricted"):
        given(case, person("inspector", inspection=inspection))


def test_naming_other_people_ends_what_those_before_could_see(
    restricted: Any, lead: Any, colleague: Any, inspector: Any, inspection: Any
) -> None:
    restrictions.restrict(by=lead, case=restricted, to=[colleague], reason="made up")
    assert restricted in cases_for(colleague, inspection)
    assert restricted not in cases_for(inspector, inspection)


def test_lifting_lets_everybody_see_it_again(
    restricted: Any, lead: Any, colleague: Any, inspection: Any
) -> None:
    restrictions.lift(by=lead, case=restricted, reason="made by mistake")
    assert restricted in cases_for(colleague, inspection)


def test_the_certificate_which_names_every_case_is_not_there_for_an_outsider(
    restricted: Any, person: Any, inspection: Any, signed_in: Any
) -> None:
    other = person("lead_inspector", inspection=inspection)
    browser = signed_in(user=other)
    assert "certificate" not in browser.get(f"/inspections/{inspection.public_id}/sample/").text
    answer = browser.get(f"/inspections/{inspection.public_id}/sample/certificate.json")
    assert answer.status_code == 404


def test_breaking_the_glass_opens_it_for_an_hour_and_tells_those_who_answer_for_it(
    restricted: Any,
    colleague: Any,
    inspection: Any,
    person: Any,
    mailoutbox: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    chief, keeper = person("chief_inspector"), person("administrator")
    with django_capture_on_commit_callbacks(execute=True):
        restrictions.break_glass(
            by=colleague, inspection=inspection, crn=f" {restricted.crn.lower()} ", reason=SAFETY
        )
    assert restricted in cases_for(colleague, inspection)
    assert {mail.to[0] for mail in mailoutbox} == {chief.email, keeper.email}
    for mail in mailoutbox:
        assert restricted.crn not in mail.body
        assert restricted.family_name not in mail.body
    event = Event.objects.get(action="cases.break_glass")
    assert (event.by, event.person, event.reason) == (
        colleague.public_id,
        restricted.public_id,
        SAFETY.label,
    )
    BreakGlass.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert restricted not in cases_for(colleague, inspection)


def test_a_wrong_reference_opens_nothing_and_the_attempt_is_kept(
    restricted: Any, colleague: Any, inspection: Any, signed_in: Any
) -> None:
    open_case = Case.objects.filter(draw=restricted.draw, restricted=False).first()
    browser = signed_in(user=colleague)
    address = f"/inspections/{inspection.public_id}/restricted"
    for crn in ("X999999", open_case.crn):
        page = browser.post(address, {"crn": crn, "reason": "safety"})
        assert "No restricted case has this reference" in page.text
    assert Event.objects.filter(action="cases.break_glass_missed").count() == 2


def test_who_tries_one_reference_after_another_is_stopped_and_seen(
    restricted: Any, colleague: Any, inspection: Any, person: Any, mailoutbox: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    chief, most = person("chief_inspector"), limits().break_glass.wrong_tries
    right = {"inspection": inspection, "crn": restricted.crn, "reason": SAFETY}
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(most):
            with pytest.raises(Refused, match="No restricted case"):
                restrictions.break_glass(by=colleague, **right | {"crn": f"X{number}"})
    with pytest.raises(Refused, match="Too many wrong references"):
        restrictions.break_glass(by=colleague, **right)
    assert not BreakGlass.objects.exists()
    assert [mail.to[0] for mail in mailoutbox] == [chief.email]
    assert [notice.kind for notice in notices_for(chief)] == ["glass_guessed"]
    assert restrictions.break_glass(by=person("chief_inspector"), **right) == restricted


def test_an_hour_later_a_reference_may_be_tried_again(
    restricted: Any, colleague: Any, inspection: Any, monkeypatch: Any
) -> None:
    for _ in range(limits().break_glass.wrong_tries):
        with pytest.raises(Refused):
            restrictions.break_glass(by=colleague, inspection=inspection, crn="X", reason=SAFETY)
    later = timezone.now() + timedelta(hours=1, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert restrictions.break_glass(
        by=colleague, inspection=inspection, crn=restricted.crn, reason=SAFETY
    )


def test_breaking_the_glass_works_when_no_mail_can_be_sent(
    restricted: Any, colleague: Any, inspection: Any, person: Any, settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    settings.EMAIL_BACKEND = f"{__name__}.NoServer"
    chief = person("chief_inspector")
    with django_capture_on_commit_callbacks(execute=True):
        restrictions.break_glass(
            by=colleague, inspection=inspection, crn=restricted.crn, reason=SAFETY
        )
    assert [notice.kind for notice in notices_for(chief)] == ["glass_broken"]


def test_restricting_and_breaking_the_glass_from_the_pages(
    drawn: Any, lead: Any, inspector: Any, signed_in: Any, inspection: Any
) -> None:
    case = Case.objects.filter(draw=drawn, state="sample").first()
    start = f"/inspections/{inspection.public_id}"
    page = signed_in(user=lead).post(
        f"{start}/cases/{case.public_id}/restrict", {"reason": "staff"}, follow=True
    )
    assert "is restricted" in page.text
    assert lead.full_name in page.text
    browser = signed_in(user=inspector)
    assert browser.get(f"{start}/cases/{case.public_id}/").status_code == 404
    page = browser.post(f"{start}/restricted", {"crn": case.crn, "reason": "safety"}, follow=True)
    assert f"Case {case.number}" in page.text
    lifted = signed_in(user=lead).post(
        f"{start}/cases/{case.public_id}/lift", {"reason": "over"}, follow=True
    )
    assert "no longer restricted" in lifted.text


def test_a_reserve_has_no_number_since_a_gap_would_betray_a_restricted_one(
    drawn: Any, lead: Any, inspector: Any, signed_in: Any, inspection: Any
) -> None:
    reserve = Case.objects.filter(draw=drawn, state="reserve").order_by("order").first()
    restrictions.restrict(by=lead, case=reserve, to=[], reason="made up")
    browser = signed_in(user=inspector)
    start = f"/inspections/{inspection.public_id}"
    other = Case.objects.filter(draw=drawn, state="reserve", restricted=False).first()
    for page in (f"{start}/sample/", f"{start}/cases/{other.public_id}/"):
        text = browser.get(page).text
        assert "Reserve" in text
        assert not re.search(r"Reserve \d", text)


def test_bringing_in_a_reserve_says_the_same_whether_or_not_the_reserve_is_restricted(
    case: Any, lead: Any, person: Any, signed_in: Any, inspection: Any
) -> None:
    reserves = Case.objects.filter(draw=case.draw, state="reserve", stratum=case.stratum)
    reserve = reserves.order_by("order").first()
    restrictions.restrict(by=lead, case=reserve, to=[], reason="made up")
    browser = signed_in(user=person("lead_inspector", inspection=inspection))
    address = f"/inspections/{inspection.public_id}/cases/{case.public_id}/substitute"
    page = browser.post(address, {"because": "record"}, follow=True).text
    assert f"A reserve takes the place of case {case.number}." in page
    assert str(reserve.number) not in page


def test_a_lead_who_is_not_named_sees_neither_the_seed_nor_the_working(
    restricted: Any, person: Any, signed_in: Any, inspection: Any
) -> None:
    browser = signed_in(user=person("lead_inspector", inspection=inspection))
    start = f"/inspections/{inspection.public_id}/sample"
    page = browser.get(f"{start}/").text
    assert "seed" not in page
    assert "To read" not in page
    asked = {"as_of": "2025-01-01", "size": "12", "confidence": "80", "margin": "5"}
    asked |= {"buffer": "50", "seed": "7", "specification": "assay-2026", "show": "yes"}
    for reached in ("", "sample_drawn"):
        inspection.reached = reached
        inspection.save()
        page = browser.post(f"{start}/draw", asked).text
        assert "only shown to those who see every case" in page
        assert "To read" not in page


def test_a_lead_who_sees_every_case_sees_the_seed_and_the_working(
    restricted: Any, lead: Any, signed_in: Any, inspection: Any
) -> None:
    page = signed_in(user=lead).get(f"/inspections/{inspection.public_id}/sample/").text
    assert "the seed 7" in page
    assert "How it came about" in page


@pytest.mark.parametrize("role", ["inspector", "quality_lead", "chief_inspector"])
def test_who_does_not_draw_samples_is_told_the_same_with_a_restricted_case_and_without(
    role: str, drawn: Any, lead: Any, person: Any, signed_in: Any, inspection: Any
) -> None:
    place = {} if role == "chief_inspector" else {"inspection": inspection}
    browser = signed_in(user=person(role, **place))
    address = f"/inspections/{inspection.public_id}/sample/"
    assert "How it came about" not in browser.get(address).text
    case = Case.objects.filter(draw=drawn, state="sample").first()
    restrictions.restrict(by=lead, case=case, to=[], reason="made up")
    after = browser.get(address).text
    assert "17 cases you may see" in after
    assert "How it came about" not in after
