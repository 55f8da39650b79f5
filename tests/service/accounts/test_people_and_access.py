"""Inviting, changing and ending access, and the first account."""

import re
import smtplib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from assay.service.accounts import actions
from assay.service.accounts.actions import Grant, Refused
from assay.service.accounts.console import administrator_link
from assay.service.accounts.models import Membership, OneTimeLink, User
from assay.service.audit.models import Event
from assay.service.inspections.models import Inspection
from assay.service.project.email import NO_MAIL
from assay.service.project.limits import limits
from assay.service.project.logs import JsonLines
from assay.service.project.mail import send
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


DAY = "ends_on-{}".format


def days(day: Any) -> dict[str, str]:
    return {DAY(part): str(getattr(day, part)) for part in ("day", "month", "year")}


def test_a_role_whose_last_day_is_over_is_refused_in_words(
    administrator: Browser, signed_in: SignIn, inspection: Inspection, person: MakePerson
) -> None:
    user, past = person(), timezone.localdate() - timedelta(days=1)
    new = {"full_name": "Late Made-up", "email": "late@example.test"}
    lead = signed_in("lead_inspector", inspection=inspection)
    for browser, path, more in (
        (administrator, "/people/invite", new | {"role": "quality_lead"}),
        (administrator, f"/people/{user.public_id}/role", {"role": "quality_lead"}),
        (
            lead,
            f"/inspections/{inspection.public_id}/team/add",
            {"role": "inspector", "email": user.email},
        ),
    ):
        page = browser.post(path, more | days(past))
        assert page.status_code == 200
        assert "must be today or later" in page.text
    with pytest.raises(Refused, match="today or later"):
        actions.give_role(
            by=administrator.user, user=user, grant=Grant("quality_lead", ends_on=past)
        )
    path = f"/people/{user.public_id}/role"
    assert administrator.post(path, {"role": "quality_lead"} | days(timezone.localdate())).url
    assert Membership.objects.filter(user=user).count() == 1


def test_an_administrator_who_can_not_sign_in_yet_does_not_count(
    administrator: Browser, person: MakePerson
) -> None:
    """Invited and never come, without codes, for a time, or shut out: each locks all out."""
    user, today = administrator.user, timezone.localdate()
    invited = person("administrator")
    invited.set_unusable_password()
    invited.save()
    person("administrator", codes=False)
    person("administrator").memberships.update(ends_on=today + timedelta(days=1))
    gone = person("administrator")
    gone.is_active = False
    gone.save()
    for action, about in (
        (actions.end_access, {"user": user, "reason": "They have left"}),
        (actions.end_role, {"membership": user.memberships.get()}),
        (actions.renew, {"user": user}),
    ):
        with pytest.raises(Refused, match="only administrator"):
            action(by=user, **about)
    actions.end_access(by=user, user=invited, reason="They were invited by mistake")
    person("administrator")
    actions.end_access(by=user, user=user, reason="They have left")


def test_who_runs_the_server_can_make_an_administrator_when_none_can_sign_in(
    administrator: Browser, signed_in: SignIn
) -> None:
    user = administrator.user
    user.memberships.update(ends_on=timezone.localdate())
    user.is_active = False
    user.save()
    path = f"/people/welcome/{administrator_link(user.email.upper())}"
    assert Client().post(path, {"password": PASSWORD}).url == "/account/sign-in"
    user.refresh_from_db()
    assert user.is_active
    assert user.check_password(PASSWORD)
    assert not user.authenticator_set.exists()
    assert user.memberships.get().ends_on is None
    event = Event.objects.get(action="accounts.administrator_link")
    assert (event.by, event.object_id, event.reason) == (
        None,
        user.public_id,
        "done at the console",
    )
    new = administrator_link("New@example.test", "New Made-up")
    assert Client().get(f"/people/welcome/{new}").status_code == 200
    made = User.objects.get(email="new@example.test")
    assert made.memberships.get().role == "administrator"
    other = signed_in("quality_lead").user
    administrator_link(other.email)
    assert set(other.memberships.values_list("role", flat=True)) == {
        "quality_lead",
        "administrator",
    }
    with pytest.raises(Refused, match="Nobody with this email"):
        administrator_link("nobody@example.test")
    with pytest.raises(Refused, match="can't be used"):
        administrator_link("not an address", "Made-up")


class NoServer(BaseEmailBackend):
    """A mail server that does not answer, and says whose mail it was."""

    def open(self) -> bool:
        raise ConnectionRefusedError("no server for hidden@example.test")


class RefusesOne(EmailBackend):
    """A mail server that refuses one address and takes the rest."""

    def send_messages(self, messages: Any) -> int:
        if messages[0].to == ["refused@example.test"]:
            raise smtplib.SMTPRecipientsRefused({"refused@example.test": (550, b"no")})
        return int(super().send_messages(messages))


def test_when_the_mail_server_is_down_the_invitation_stands_and_the_page_says_so(
    administrator: Browser, settings: Any, caplog: Any
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.NoServer"
    form = {"full_name": "Waiting Made-up", "email": "wait@example.test", "role": "quality_lead"}
    page = administrator.post("/people/invite", form, follow=True).text
    user = User.objects.get(email="wait@example.test")
    assert "could not be sent" in page
    assert user.full_name in page
    said = " ".join(JsonLines().format(line) for line in caplog.records)
    assert "mail: not sent" in said
    assert "example.test" not in said
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    administrator.post(f"/people/{user.public_id}/renew")
    link = re.search(r"http://testserver(/people/welcome/\S+)", mail.outbox[0].body)[1]
    assert Client().get(link).status_code == 200


def test_one_refused_address_keeps_nobody_else_from_their_mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.RefusesOne"
    addresses = ("first@example.test", "refused@example.test", "last@example.test")
    assert not send(("Made up", "made up", address) for address in addresses)
    assert [message.to[0] for message in mail.outbox] == [addresses[0], addresses[2]]


def test_without_a_mail_server_the_link_is_shown_once_and_written_nowhere(
    administrator: Browser, settings: Any, capfd: Any
) -> None:
    settings.EMAIL_BACKEND = NO_MAIL
    assert "can’t send email" in administrator.get("/people/invite").text
    form = {"full_name": "Handed Made-up", "email": "hand@example.test", "role": "quality_lead"}
    page = administrator.post("/people/invite", form)
    path = re.search(r"http://testserver(/people/welcome/[\w-]+)<", page.text)[1]
    assert "no-store" in page["Cache-Control"]
    user = User.objects.get(email="hand@example.test")
    assert path not in administrator.get(f"/people/{user.public_id}").text
    assert path not in "".join(capfd.readouterr())
    event = Event.objects.get(action="accounts.show_link")
    assert (event.by, event.object_id) == (administrator.user.public_id, user.public_id)
    assert Client().post(path, {"password": PASSWORD}).url == "/account/sign-in"
    renewed = administrator.post(f"/people/{user.public_id}/renew").text
    assert Client().get(re.search(r"/people/welcome/[\w-]+", renewed)[0]).status_code == 200


def test_somebody_who_comes_back_is_given_access_again_without_their_old_roles(
    administrator: Browser, signed_in: SignIn, inspection: Inspection
) -> None:
    browser = signed_in("inspector", inspection=inspection)
    user = browser.user
    actions.end_access(by=administrator.user, user=user, reason="They have left")
    role = f"/people/{user.public_id}/role"
    refused = administrator.post(role, {"role": "quality_lead"}).text
    assert "Their access has ended" in refused
    again = {"full_name": "Again", "email": user.email, "role": "quality_lead"}
    assert "give it again from their page" in administrator.post("/people/invite", again).text
    assert "Give access again" in administrator.get(f"/people/{user.public_id}").text
    assert administrator.get(f"/people/{user.public_id}/restore").status_code == 200
    assert administrator.post(f"/people/{user.public_id}/restore").status_code == 302
    link = re.search(r"/people/welcome/\S+", mail.outbox[0].body)[0]
    assert Client().post(link, {"password": PASSWORD}).url == "/account/sign-in"
    user.refresh_from_db()
    assert user.is_active
    assert not user.authenticator_set.exists()
    assert not Membership.objects.current().filter(user=user).exists()
    assert browser.get("/").status_code == 302
    assert Event.objects.filter(action="accounts.restore_access", object_id=user.public_id).exists()
    twice = administrator.post(f"/people/{user.public_id}/restore", follow=True).text
    assert "Their access has not ended" in twice


def test_the_same_role_is_not_given_twice_in_one_place(
    administrator: Browser, inspection: Inspection, person: MakePerson
) -> None:
    user = person("inspector", inspection=inspection)
    path = f"/people/{user.public_id}/role"
    same = {"role": "inspector", "inspection": inspection.public_id}
    assert "has this role already" in administrator.post(path, same).text
    assert administrator.post(path, {"role": "inspector"}).status_code == 302
    actions.end_role(by=administrator.user, membership=user.memberships.get(scope="service"))
    assert administrator.post(path, {"role": "inspector"}).status_code == 302


def test_nobody_gives_themself_a_role(administrator: Browser) -> None:
    """Least of all an administrator, who sees no case, one that sees every case."""
    path = f"/people/{administrator.user.public_id}/role"
    page = administrator.post(path, {"role": "chief_inspector"}).text
    assert "You can’t give yourself a role" in page
    assert administrator.user.memberships.get().role == "administrator"


@pytest.mark.parametrize("place", ["inspection", "provider"])
def test_nobody_speaks_for_a_provider_and_inspects_it(
    place: str,
    administrator: Browser,
    inspection: Inspection,
    provider: Provider,
    person: MakePerson,
) -> None:
    other = Provider.objects.create(name="Other made-up", short_name="Other", body_type="pdu")
    where = {place: inspection if place == "inspection" else provider}
    by, contact = administrator.user, person("provider_contact", **where)
    for grant in (
        Grant("local_assessor", inspection),
        Grant("lead_inspector", inspection),
        Grant("chief_inspector"),
    ):
        with pytest.raises(Refused, match="speak for a provider and inspect it"):
            actions.give_role(by=by, user=contact, grant=grant)
    for reader in (person("inspector", inspection=inspection), person("quality_lead")):
        with pytest.raises(Refused, match="speak for a provider and inspect it"):
            actions.give_role(by=by, user=reader, grant=Grant("provider_contact", **where))
    reader = person("inspector", inspection=inspection)
    actions.give_role(by=by, user=reader, grant=Grant("provider_contact", provider=other))
    actions.end_role(by=by, membership=contact.memberships.get())
    actions.give_role(by=by, user=contact, grant=Grant("inspector", inspection))
