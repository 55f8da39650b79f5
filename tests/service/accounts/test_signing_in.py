"""Signing in: password and code, lockout, limits, and being shut out at once."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from assay.service.accounts import actions
from assay.service.accounts.models import User
from assay.service.accounts.sessions import SEEN, STARTED, over_limit
from assay.service.audit.models import Event
from assay.service.project.limits import limits

SignIn = Callable[..., Any]
MakePerson = Callable[..., User]

PASSWORD = "made-up horse battery"  # noqa: S105 - opens nothing but a test database
pytestmark = pytest.mark.usefixtures("clean_cache")


def test_a_person_signs_in_with_a_password_and_then_a_code(
    person: MakePerson, code_of: Callable[[User], str]
) -> None:
    user, browser = person("administrator"), Client()
    first = browser.post("/account/sign-in", {"login": user.email.upper(), "password": PASSWORD})
    assert first.url == "/account/code"
    assert browser.get("/").status_code == 302
    second = browser.post("/account/code", {"code": code_of(user)})
    assert second.url == "/"
    page = browser.get("/")
    assert page.status_code == 200
    assert user.full_name in page.text
    assert "accounts.sign_in" in Event.objects.values_list("action", flat=True)


def test_a_code_works_once(person: MakePerson, code_of: Callable[[User], str]) -> None:
    user = person("administrator")
    code = code_of(user)
    for expected in (302, 200):
        browser = Client()
        browser.post("/account/sign-in", {"login": user.email, "password": PASSWORD})
        assert browser.post("/account/code", {"code": code}).status_code == expected


def test_a_code_is_not_taken_again_while_it_is_still_good(
    person: MakePerson, code_of: Callable[[User], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    user = person("administrator")
    code, now = code_of(user), timezone.now()
    for seconds, expected in ((0, 302), (31, 200), (59, 200)):
        moment = now + timedelta(seconds=seconds)
        # The cache and the codes then tell the time of that moment; the code of the period that
        # has just passed is good until 30 seconds after it.
        monkeypatch.setattr("django.core.cache.backends.db.tz_now", lambda at=moment: at)
        browser = Client()
        browser.post("/account/sign-in", {"login": user.email, "password": PASSWORD})
        assert browser.post("/account/code", {"code": code}).status_code == expected


def test_without_codes_every_page_leads_to_setting_them_up(signed_in: SignIn) -> None:
    browser = signed_in("administrator", codes=False)
    for path in ("/", "/people/", "/audit/", "/account/security"):
        assert browser.get(path).url == "/account/codes"
    assert browser.post("/account/sign-out").status_code == 302


def test_a_person_sets_up_codes_and_is_shown_recovery_codes_once(
    person: MakePerson, code_for: Callable[[str], str]
) -> None:
    user, browser = person("administrator", codes=False), Client()
    browser.post("/account/sign-in", {"login": user.email, "password": PASSWORD})
    page = browser.get("/account/codes")
    assert "<svg" in page.text
    secret = re.search(r'assay-code">([A-Z2-7]+)<', page.text)[1]
    answer = browser.post("/account/codes", {"code": code_for(secret)}, follow=True)
    shown = re.findall(r'assay-code">(\d+)<', answer.text)
    assert len(shown) == 10
    assert browser.get("/").status_code == 200
    again = browser.get("/account/recovery-codes").text
    assert shown[0] not in again
    assert secret not in str(Authenticator.objects.get(user=user, type="totp").data)


def test_five_wrong_passwords_lock_the_account_even_for_the_right_one(person: MakePerson) -> None:
    user = person("administrator")
    for _ in range(limits().lockout.failures):
        Client().post("/account/sign-in", {"login": user.email, "password": "wrong"})
    answer = Client().post("/account/sign-in", {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 200
    assert "Too many wrong attempts" in answer.text
    wrong = Event.objects.filter(action="accounts.wrong_password", object_id=user.public_id)
    assert wrong.count() == limits().lockout.failures


def test_five_wrong_codes_lock_the_account_even_for_the_right_one(
    person: MakePerson, code_of: Callable[[User], str]
) -> None:
    user, browser = person("administrator"), Client()
    browser.post("/account/sign-in", {"login": user.email, "password": PASSWORD})
    for _ in range(limits().lockout.failures):
        browser.post("/account/code", {"code": "000000"})
    answer = browser.post("/account/code", {"code": code_of(user)})
    assert answer.status_code in {200, 429}
    assert browser.get("/").status_code == 302


def test_a_stranger_and_a_wrong_password_get_the_same_answer(person: MakePerson) -> None:
    user = person("administrator")
    texts = []
    for login in (user.email, "nobody@example.test"):
        page = Client().post("/account/sign-in", {"login": login, "password": "wrong"}).text
        texts.append(
            re.findall(r"error-message[^<]*<.*?</p>|error-summary__list.*?</ul>", page, re.DOTALL)
        )
    assert texts[0] == texts[1]


def test_nobody_signs_themselves_up() -> None:
    for path in ("/account/signup", "/account/signup/", "/account/password/reset/"):
        assert Client().get(path).status_code == 404


def test_ending_a_persons_access_ends_their_open_session_at_once(
    signed_in: SignIn, person: MakePerson
) -> None:
    browser, administrator = signed_in("inspector"), person("administrator")
    assert browser.get("/").status_code == 200
    actions.end_access(by=administrator, user=browser.user, reason="They have left")
    assert urlsplit(browser.get("/").url).path == "/account/sign-in"


def test_a_session_ends_after_half_an_hour_of_nothing_and_says_so(signed_in: SignIn) -> None:
    browser = signed_in("administrator")
    browser.get("/")
    session = browser.session
    session[SEEN] = (timezone.now() - timedelta(minutes=limits().session.idle_minutes)).timestamp()
    session.save()
    page = browser.get("/", follow=True)
    assert "signed out because nothing was done" in page.text


def test_a_session_never_outlasts_a_working_day_and_warns_before(signed_in: SignIn) -> None:
    browser = signed_in("administrator")
    browser.get("/")
    session, day = browser.session, timedelta(hours=limits().session.absolute_hours)
    session[STARTED] = (timezone.now() - day + timedelta(minutes=2)).timestamp()
    session.save()
    assert re.search(r'class="assay-ending"[^>]*data-final="yes" >', browser.get("/").text)
    session = browser.session
    session[STARTED] = (timezone.now() - day).timestamp()
    session.save()
    assert "lasts one working day" in browser.get("/", follow=True).text


def test_the_limits_are_met_at_the_very_second() -> None:
    idle = limits().session.idle_minutes * 60
    assert over_limit(0, 0, idle - 1) == ""
    assert over_limit(0, 0, idle) == "idle"
    assert over_limit(0, 10**6, limits().session.absolute_hours * 3600) == "absolute"


def test_a_sign_in_never_sends_a_person_to_another_site(
    person: MakePerson, code_of: Callable[[User], str]
) -> None:
    user, browser = person("administrator"), Client()
    there = "/account/sign-in?next=https://elsewhere.test/"
    browser.post(
        there, {"login": user.email, "password": PASSWORD, "next": "https://elsewhere.test/"}
    )
    answer = browser.post("/account/code", {"code": code_of(user)})
    assert "elsewhere" not in answer.url


def test_a_person_may_change_their_own_password(signed_in: SignIn) -> None:
    browser = signed_in("inspector")
    new = {
        "oldpassword": PASSWORD,
        "password1": "another horse battery",
        "password2": "another horse battery",
    }
    assert "New password again" in browser.get("/account/password").text
    browser.post("/account/password", new)
    browser.user.refresh_from_db()
    assert browser.user.check_password("another horse battery")


def test_staying_signed_in_moves_the_idle_limit(signed_in: SignIn) -> None:
    browser = signed_in("inspector")
    browser.get("/")
    session = browser.session
    late = timezone.now() - timedelta(minutes=limits().session.idle_minutes - 1)
    session[SEEN] = late.timestamp()
    session.save()
    assert browser.post("/stay").url == "/"
    assert browser.session[SEEN] > late.timestamp()


def test_somebody_without_a_password_is_led_to_their_codes(signed_in: SignIn) -> None:
    """As those are who only ever come by single sign-on."""
    browser = signed_in("inspector")
    browser.user.set_unusable_password()
    browser.user.save()
    browser.force_login(browser.user)
    assert browser.get("/account/password", follow=True).redirect_chain[-1][0] == (
        "/account/security"
    )
