"""What docs/security.md promises of sessions, addresses, errors and what is in the repository."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from assay.service.accounts.models import User
from assay.service.audit import views as audit

SignIn = Callable[..., Any]
MakePerson = Callable[..., User]
ROOT = Path(__file__).resolve().parents[3]
PASSWORD = "made-up horse battery"  # noqa: S105 - opens nothing but a test database
OTHER = "another horse battery"
KEYS = re.compile(r"BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}")
pytestmark = pytest.mark.usefixtures("clean_cache")


def sign_in(user: User, code: str, browser: Client) -> Client:
    browser.post("/account/sign-in", {"login": user.email, "password": PASSWORD})
    assert browser.post("/account/code", {"code": code}).url == "/"
    return browser


def session_of(browser: Client) -> str:
    return browser.cookies["assay-session"].value


def test_signing_in_gives_a_new_session_and_never_one_that_was_planted(
    person: MakePerson, code_of: Callable[[User], str]
) -> None:
    user, browser = person("administrator"), Client()
    browser.cookies["assay-session"] = planted = "a" * 32
    browser.post("/account/sign-in", {"login": user.email, "password": PASSWORD})
    half_way = session_of(browser)
    browser.post("/account/code", {"code": code_of(user)})
    assert len({planted, half_way, session_of(browser)}) == 3


def test_a_session_that_was_signed_out_of_opens_nothing_when_it_is_sent_again(
    person: MakePerson, code_of: Callable[[User], str]
) -> None:
    user = person("administrator")
    browser = sign_in(user, code_of(user), Client())
    kept = session_of(browser)
    browser.post("/account/sign-out")
    thief = Client()
    thief.cookies["assay-session"] = kept
    assert thief.get("/").url.startswith("/account/sign-in")


def test_changing_the_password_ends_every_other_session_of_the_person(signed_in: SignIn) -> None:
    here = signed_in("inspector")
    there = signed_in(user=here.user)
    assert there.get("/").status_code == 200
    here.post(
        "/account/password", {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}
    )
    assert there.get("/").url.startswith("/account/sign-in")


def test_a_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    person: MakePerson, code_of: Callable[[User], str]
) -> None:
    user, browser = person("administrator"), Client()
    browser.get("/account/sign-in")
    sign_in(user, code_of(user), browser)
    for name, site in (("assay-session", "Lax"), ("assay-csrf", "Strict")):
        cookie = browser.cookies[name]
        assert (cookie["httponly"], cookie["samesite"]) == (True, site)
        assert not cookie["domain"]


@pytest.mark.parametrize("there", [
    "https://elsewhere.test/", "//elsewhere.test", "/\\elsewhere.test", "javascript:alert(1)",
    "http:///elsewhere.test", "/%0d%0aLocation:elsewhere.test", "\thttps://elsewhere.test",
])  # fmt: skip
def test_no_way_back_leads_to_another_site(
    there: str, person: MakePerson, code_of: Callable[[User], str]
) -> None:
    user, browser = person("administrator"), Client()
    data = {"login": user.email, "password": PASSWORD, "next": ["/people/", there]}
    browser.post("/account/sign-in", data, query_params={"next": there})
    answer = browser.post("/account/code", {"code": code_of(user), "next": there})
    assert answer.url.startswith("/")
    assert not answer.url.startswith(("//", "/\\"))
    assert "\n" not in answer.url


def test_a_host_that_is_not_ours_is_refused_and_not_repeated() -> None:
    for host in ("elsewhere.test", "testserver.elsewhere.test", "testserver@elsewhere.test"):
        answer = Client().get("/account/sign-in", headers={"host": host})
        assert answer.status_code == 400
        assert "elsewhere" not in answer.text
    forwarded = Client().get("/", headers={"x-forwarded-host": "elsewhere.test"})
    assert "elsewhere" not in forwarded.url


def test_a_fault_shows_nothing_of_itself(
    signed_in: SignIn, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_wanted: object) -> None:
        raise ValueError("Someone Made-up, born 1 May 1990")

    monkeypatch.setattr(audit, "search", broken)
    browser = signed_in("administrator")
    browser.raise_request_exception = False
    page = browser.get("/audit/")
    assert page.status_code == 500
    assert "problem with the service" in page.text
    for told in ("Someone Made-up", "Traceback", "ValueError", "audit/views"):
        assert told not in page.text


def test_no_key_or_password_is_in_the_repository() -> None:
    folders = ("src", "docs", "examples", "tools", "requirements", ".ci")
    files = [file for name in folders for file in (ROOT / name).rglob("*") if file.is_file()]
    assert len(files) > 100
    for file in files:
        if "vendor" not in file.parts and file.suffix not in {".pyc", ".png"}:
            assert not KEYS.search(file.read_text(encoding="utf-8", errors="replace")), file
