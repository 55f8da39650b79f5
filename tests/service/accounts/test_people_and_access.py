"""Inviting, changing and ending access, and the first account."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from assay.service.accounts import actions
from assay.service.accounts.actions import Grant, Refused
from assay.service.accounts.models import Membership, OneTimeLink, User
from assay.service.audit.models import Event
from assay.service.inspections.models import Inspection
from assay.service.project.limits import limits
from assay.service.providers.models import Provider

SignIn = Callable[..., Any]
MakePerson = Callable[..., User]
Browser = Any
Capture = Callable[..., Any]

PASSWORD = "made-up stapler battery"  # noqa: S105 - opens nothing but a test database
pytestmark = pytest.mark.usefixtures("clean_cache")


@pytest.fixture
def administrator(signed_in: SignIn) -> Any:
    return signed_in("administrator")


@pytest.fixture
def invited(
    administrator: Browser, inspection: Inspection, django_capture_on_commit_callbacks: Capture
) -> Any:
    """Invite one inspector through the page; give them and the path of their link."""
    form = {
        "full_name": "Invited Made-up",
        "email": "Invited@example.test",
        "role": "inspector",
        "inspection": str(inspection.public_id),
    }
    with django_capture_on_commit_callbacks(execute=True):
        answer = administrator.post("/people/invite", form)
    user = User.objects.get(email="invited@example.test")
    assert answer.url == f"/people/{user.public_id}"
    return user, re.search(r"http://testserver(/people/welcome/\S+)", mail.outbox[0].body)[1]


def test_an_invited_person_sets_a_password_once(invited: tuple[User, str]) -> None:
    user, path = invited
    assert user.email in Client().get(path).text
    assert Client().post(path, {"password": PASSWORD}).url == "/account/sign-in"
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    for answer in (Client().get(path), Client().post(path, {"password": "other horse battery"})):
        assert answer.status_code == 410
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_the_database_and_the_log_never_hold_the_token(invited: tuple[User, str]) -> None:
    _, path = invited
    token = path.rsplit("/", 1)[1]
    assert not OneTimeLink.objects.filter(token_hash=token).exists()
    assert token not in str(list(Event.objects.values()))


def test_an_invitation_runs_out(invited: tuple[User, str]) -> None:
    user, path = invited
    user.links.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(path).status_code == 410


def test_a_weak_password_is_refused_and_the_link_still_works(invited: tuple[User, str]) -> None:
    _, path = invited
    for weak in ("short", "password1234", "invited made-up"):
        page = Client().post(path, {"password": weak})
        assert page.status_code == 200
        assert "There is a problem" in page.text
        assert "<title>Error: " in page.text
    assert Client().post(path, {"password": PASSWORD}).status_code == 302


def test_each_change_of_access_is_in_the_audit_trail_without_names(
    administrator: Browser, invited: tuple[User, str]
) -> None:
    user, _ = invited
    actions.give_role(by=administrator.user, user=user, grant=Grant("quality_lead"))
    actions.end_role(by=administrator.user, membership=user.memberships.get(role="inspector"))
    actions.end_access(by=administrator.user, user=user, reason="They have left")
    events = Event.objects.filter(object_id=user.public_id).exclude(action__contains="sign")
    assert list(events.values_list("action", flat=True)) == [
        "accounts.invite",
        "accounts.give_role",
        "accounts.give_role",
        "accounts.end_role",
        "accounts.end_access",
    ]
    assert set(events.values_list("by", flat=True)) == {administrator.user.public_id}
    assert "invited" not in str(list(events.values("changes"))).lower()
    assert events.first().changes["email"] == {"changed": True}


def test_the_same_address_is_not_invited_twice(
    administrator: Browser, invited: tuple[User, str]
) -> None:
    user, _ = invited
    form = {"full_name": "Again", "email": user.email.upper(), "role": "administrator"}
    assert "already has an account" in administrator.post("/people/invite", form).text


def test_a_role_is_only_given_where_it_may_be(
    administrator: Browser, provider: Provider, inspection: Inspection, person: MakePerson
) -> None:
    path = f"/people/{person().public_id}/role"
    whole = administrator.post(path, {"role": "local_assessor"})
    assert "Local assessor is a role for one inspection" in whole.text
    both = {
        "role": "provider_contact",
        "inspection": inspection.public_id,
        "provider": provider.public_id,
    }
    assert "not both" in administrator.post(path, both).text
    assert administrator.post(
        path, {"role": "provider_contact", "provider": provider.public_id}
    ).url


def test_an_impossible_last_day_is_refused_in_words(
    administrator: Browser, person: MakePerson
) -> None:
    path = f"/people/{person().public_id}/role"
    form = {
        "role": "quality_lead",
        "ends_on-day": "31",
        "ends_on-month": "2",
        "ends_on-year": "2027",
    }
    page = administrator.post(path, form).text
    assert "Last day of the role must be a real date" in page
    assert 'href="#id_ends_on-day"' in page
    assert 'value="31"' in page
    missing = administrator.post(path, form | {"ends_on-month": ""}).text
    assert "must include a month" in missing


def test_a_role_before_its_first_or_after_its_last_day_gives_nothing(
    person: MakePerson, signed_in: SignIn
) -> None:
    browser = signed_in("administrator")
    held, today = browser.user.memberships.get(), timezone.localdate()
    assert browser.get("/people/").status_code == 200
    Membership.objects.filter(pk=held.pk).update(starts_on=today + timedelta(days=1))
    assert browser.get("/people/").status_code == 403
    Membership.objects.filter(pk=held.pk).update(
        starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1)
    )
    assert browser.get("/people/").status_code == 403


def test_the_only_administrator_can_not_be_removed(administrator: Browser) -> None:
    user = administrator.user
    with pytest.raises(Refused, match="only administrator"):
        actions.end_access(by=user, user=user, reason="They have left")
    with pytest.raises(Refused, match="only administrator"):
        actions.end_role(by=user, membership=user.memberships.get())
    page = administrator.post(f"/people/{user.public_id}/end", {"reason": "left"}, follow=True)
    assert "only administrator" in page.text


def test_a_new_link_clears_password_and_codes_and_signs_the_person_out(
    administrator: Browser, signed_in: SignIn, django_capture_on_commit_callbacks: Capture
) -> None:
    other = signed_in("quality_lead")
    with django_capture_on_commit_callbacks(execute=True):
        administrator.post(f"/people/{other.user.public_id}/renew")
    assert other.get("/").status_code == 302
    other.user.refresh_from_db()
    assert not other.user.has_usable_password()
    assert not other.user.authenticator_set.exists()
    assert mail.outbox[0].to == [other.user.email]


@pytest.mark.django_db
def test_the_first_account_is_made_once_with_the_link_from_the_console() -> None:
    path = f"/people/welcome/{actions.first_account_token()}"
    form = {"full_name": "First Made-up", "email": "first@example.test", "password": PASSWORD}
    assert Client().post(path, form).url == "/account/sign-in"
    assert User.objects.get().memberships.get().role == "administrator"
    assert Client().post(path, form).status_code == 410
    assert actions.first_account_token() is None


@pytest.mark.django_db
def test_an_older_or_late_link_to_the_first_account_does_not_work() -> None:
    older = actions.first_account_token()
    token = actions.first_account_token()
    assert Client().get(f"/people/welcome/{older}").status_code == 410
    late = timezone.now() - timedelta(minutes=limits().links.first_account_minutes)
    OneTimeLink.objects.update(expires_at=late)
    assert Client().get(f"/people/welcome/{token}").status_code == 410


def test_the_first_link_is_worthless_once_somebody_has_an_account(
    db: None, person: MakePerson
) -> None:
    token = actions.first_account_token()
    person("administrator")
    with pytest.raises(Refused, match="account already"):
        actions.accept(token=token, password=PASSWORD, full_name="Late", email="late@example.test")


def test_a_person_page_says_what_each_role_allows(
    administrator: Browser, invited: tuple[User, str]
) -> None:
    page = administrator.get(f"/people/{invited[0].public_id}").text
    assert "Invited, link not used yet" in page
    assert "read a case a second time" in page
    for path in ("end", "renew", "role"):
        assert administrator.get(f"/people/{invited[0].public_id}/{path}").status_code == 200
    held = invited[0].memberships.get().public_id
    assert administrator.get(f"/people/{invited[0].public_id}/role/{held}/end").status_code == 200
    assert administrator.post(f"/people/{invited[0].public_id}/role/{held}/end").status_code == 302
    assert "hold no role" in administrator.get(f"/people/{invited[0].public_id}").text


def test_nothing_is_sent_to_a_person_whose_access_has_ended(
    administrator: Browser, person: MakePerson
) -> None:
    user = person("quality_lead")
    actions.end_access(by=administrator.user, user=user, reason="They have left")
    page = administrator.post(f"/people/{user.public_id}/renew", follow=True).text
    assert "Their access has ended" in page
    assert "Give a role" not in page
    assert mail.outbox == []


def test_ending_a_role_twice_is_one_event(administrator: Browser, person: MakePerson) -> None:
    user = person("quality_lead")
    for _ in range(2):
        actions.end_role(by=administrator.user, membership=user.memberships.get())
    assert Event.objects.filter(action="accounts.end_role").count() == 1


def test_the_only_administrator_is_told_why_their_role_stays(administrator: Browser) -> None:
    user = administrator.user
    path = f"/people/{user.public_id}/role/{user.memberships.get().public_id}/end"
    assert "only administrator" in administrator.post(path, follow=True).text


def test_a_whole_service_role_is_not_given_for_one_inspection(
    administrator: Browser, inspection: Inspection, person: MakePerson
) -> None:
    path = f"/people/{person().public_id}/role"
    form = {"role": "administrator", "inspection": inspection.public_id}
    assert "Administrator is a role for the whole service" in administrator.post(path, form).text
