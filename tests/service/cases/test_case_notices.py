"""Readers are told of the cases they are given; what is restricted is not told to others."""

from typing import Any

import pytest
from django.core import mail

from assay.service.cases.actions import draws, joining, reopening, restrictions
from assay.service.cases.models import BreakGlass, Case
from assay.service.inspections.models import Notice
from assay.service.inspections.notices import notices_for

pytestmark = pytest.mark.django_db


def kinds_of(user: Any) -> list[str]:
    return [notice.kind for notice in notices_for(user).order_by("pk")]


def test_a_reader_is_told_of_a_case_given_and_taken_back(
    case: Any, inspector: Any, colleague: Any, given: Any
) -> None:
    given(case, inspector)
    given(case, inspector)
    given(case, colleague)
    assert kinds_of(inspector) == ["case_given", "case_taken_back"]
    assert kinds_of(colleague) == ["case_given"]


def test_the_email_names_nobody_and_no_case(
    case: Any, inspector: Any, given: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        given(case, inspector)
    [sent] = mail.outbox
    for private in (case.crn, case.family_name, case.responsible_officer, f"{case}"):
        assert private not in sent.subject + sent.body
    assert f"/cases/{case.public_id}/" in sent.body


def test_a_joint_reader_and_the_reader_of_a_dropped_or_reopened_case_are_told(
    case: Any, inspector: Any, colleague: Any, given: Any, lead: Any, answer: Any
) -> None:
    reading = given(case, inspector)
    joining.name_joint(by=lead, reading=reading, people=[colleague])
    answer(reading)
    reopening.reopen(by=lead, reading=reading, reason="submitted too soon")
    assert kinds_of(inspector) == ["case_given", "reading_reopened"]
    assert kinds_of(colleague) == ["case_shared", "reading_reopened"]
    other = Case.objects.filter(draw=case.draw, state="sample").exclude(pk=case.pk).first()
    Case.objects.filter(draw=case.draw, state="reserve").update(stratum=other.stratum)
    given(other, inspector)
    draws.substitute(by=lead, case=other, because=Case.Dropped.RECORD)
    assert kinds_of(inspector)[-2:] == ["case_given", "case_taken_back"]


def test_a_notice_about_a_case_goes_when_the_case_is_restricted_to_others(
    case: Any, inspector: Any, given: Any, lead: Any, signed_in: Any
) -> None:
    given(case, inspector)
    browser = signed_in(user=inspector)
    assert "1 new notice" in browser.get("/").text
    restrictions.restrict(by=lead, case=case, to=[], reason="made up")
    for address in ("/", "/notices/"):
        page = browser.get(address).text
        assert str(case.public_id) not in page
        assert "was given to you" not in page
    assert "No new notices" in browser.get("/").text
    restrictions.restrict(by=lead, case=case, to=[inspector], reason="made up")
    assert "1 new notice" in browser.get("/").text


def test_an_emergency_opening_is_among_the_notices_of_those_who_answer_for_access(
    case: Any, inspection: Any, lead: Any, inspector: Any, person: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    chief, keeper = person("chief_inspector"), person("administrator")
    restrictions.restrict(by=lead, case=case, to=[], reason="made up")
    with django_capture_on_commit_callbacks(execute=True):
        restrictions.break_glass(
            by=inspector, inspection=inspection, crn=case.crn, reason=BreakGlass.Reason.SAFETY
        )
    assert kinds_of(chief) == kinds_of(keeper) == ["glass_broken"]
    assert Notice.objects.count() == 2
    assert len(mail.outbox) == 2
