"""People are told, once, what has changed hands: in the service and by email, naming nobody."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from assay.service.accounts.models import Membership, User
from assay.service.inspections import actions
from assay.service.inspections.models import Inspection, InspectionStep, Notice
from assay.service.inspections.notice_words import kinds
from assay.service.inspections.notices import mark_read, notices_for, tell, unread_for
from assay.service.inspections.overdue import tell_overdue

pytestmark = pytest.mark.django_db
MakePerson = Callable[..., User]


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have it be a day before everything that is planned here."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2027, 1, 11))


class NoServer(BaseEmailBackend):
    """A mail server that does not answer."""

    def open(self) -> bool:
        raise ConnectionRefusedError


@pytest.fixture
def planned(provider: Any, person: MakePerson) -> Inspection:
    made = Inspection(
        provider=provider,
        framework="pdu-2023",
        name="Made-up inspection 2027",
        announce_on=date(2027, 3, 1),
        fieldwork_starts_on=date(2027, 4, 5),
        fieldwork_ends_on=date(2027, 4, 9),
    )
    return actions.create(by=person("chief_inspector"), inspection=made)


@pytest.fixture
def lead(planned: Inspection, person: MakePerson) -> User:
    return person("lead_inspector", inspection=planned)


@pytest.fixture
def holder(planned: Inspection, person: MakePerson) -> User:
    return person("inspector", inspection=planned)


def hold(inspection: Inspection, by: User, holder: User | None) -> None:
    actions.change_step(by=by, inspection=inspection, step="announced", holder=holder, due_on=None)


def test_who_now_holds_a_step_is_told_here_and_by_email(
    planned: Inspection,
    lead: User,
    holder: User,
    signed_in: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        hold(planned, lead, holder)
    page = signed_in(user=holder).get("/").text
    assert "1 new notice" in page
    assert "You now hold the step “Announce the inspection”" in page
    [sent] = mail.outbox
    assert sent.to == [holder.email]
    assert f"/inspections/{planned.public_id}/steps/announced" in sent.body


def test_nobody_is_told_what_they_did_themselves_or_held_before(
    planned: Inspection, lead: User, holder: User
) -> None:
    hold(planned, lead, lead)
    assert not Notice.objects.exists()
    hold(planned, lead, holder)
    hold(planned, lead, holder)
    assert Notice.objects.get().recipient == holder


def test_an_overdue_step_is_told_once_for_each_due_date(
    planned: Inspection, lead: User, holder: User, django_capture_on_commit_callbacks: Any
) -> None:
    hold(planned, lead, holder)
    late = Notice.objects.filter(kind="step_overdue")
    with django_capture_on_commit_callbacks(execute=True):
        tell_overdue(date(2027, 3, 1))
        assert not late.exists()
        tell_overdue(date(2027, 3, 2))
        tell_overdue(date(2027, 3, 3))
    assert late.get().recipient == holder
    assert len([m for m in mail.outbox if "overdue" in m.subject]) == 1
    InspectionStep.objects.filter(step="announced").update(due_on=date(2027, 3, 8))
    tell_overdue(date(2027, 3, 9))
    assert late.count() == 2


def test_a_step_that_is_done_or_that_nobody_holds_is_not_overdue(
    planned: Inspection, lead: User
) -> None:
    tell_overdue(date(2027, 6, 1))
    assert not Notice.objects.exists()


def test_opening_the_home_page_tells_the_holders(
    planned: Inspection, lead: User, holder: User, signed_in: Any
) -> None:
    hold(planned, lead, holder)
    InspectionStep.objects.filter(step="announced").update(due_on=date(2026, 1, 5))
    assert "No new notices" in signed_in(user=lead).get("/").text
    assert "is overdue" in signed_in(user=holder).get("/").text


def test_a_notice_is_marked_as_read_one_or_all_and_only_ones_own(
    planned: Inspection, lead: User, holder: User, person: MakePerson, signed_in: Any
) -> None:
    for occasion in range(3):
        tell("step_held", to=[holder], inspection=planned, about=planned.public_id,
             occasion=occasion, step="announced")  # fmt: skip
    first = Notice.objects.first()
    assert first
    assert mark_read(by=lead, notices=[first.public_id]) == 0
    browser = signed_in(user=holder)
    assert "Mark every notice as read" in browser.get("/notices/").text
    browser.post(f"/notices/{first.public_id}/read")
    assert unread_for(holder).count() == 2
    browser.post("/notices/read-all")
    assert unread_for(holder).count() == 0
    page = browser.get("/notices/").text
    assert page.count("You now hold") == 3
    assert "Mark as read" not in page


def test_there_are_words_for_when_there_is_no_notice(person: MakePerson, signed_in: Any) -> None:
    assert "You have no notices" in signed_in("inspector").get("/notices/").text


def test_who_left_an_inspection_sees_its_notices_no_more(
    planned: Inspection, lead: User, holder: User
) -> None:
    hold(planned, lead, holder)
    assert notices_for(holder).count() == 1
    Membership.objects.filter(user=holder).delete()
    assert notices_for(holder).count() == 0


def test_a_mail_server_that_does_not_answer_does_not_undo_the_change(
    planned: Inspection,
    lead: User,
    holder: User,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.NoServer"
    with django_capture_on_commit_callbacks(execute=True):
        hold(planned, lead, holder)
    assert planned.steps.get(step="announced").holder == holder


def test_every_kind_has_words_that_name_no_case() -> None:
    for key, kind in kinds().items():
        said = kind.text.format(inspection="I", step="S")
        assert "{" not in said, key
        assert kind.subject.endswith("in Assay"), key
