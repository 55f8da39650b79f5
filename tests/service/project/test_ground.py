"""The ground of the service: health, headers, error pages, logs, settings, privacy."""

import json
import logging
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings

from assay.service.accounts.models import User
from assay.service.project import environment, errors, health, privacy
from assay.service.project.databases import default_database
from assay.service.project.email import NO_MAIL, email_settings
from assay.service.project.headers import content_security_policy
from assay.service.project.logs import JsonLines
from assay.service.project.words import date, moment, number
from assay.service.providers import privacy as providers
from assay.service.providers.models import Provider

SignIn = Callable[..., Any]
MakePerson = Callable[..., User]

OURS = [model for model in apps.get_models() if model.__module__.startswith("assay.")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_field_is_classed_and_no_class_is_left_over(model: type[models.Model]) -> None:
    classed = privacy.privacy_of(model)
    assert set(classed) == {field.name for field in model._meta.concrete_fields}
    assert set(classed.values()) <= {"personal", "not personal", "credential"}


def test_an_unclassed_field_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(providers, "PRIVACY", {"Provider": {}})
    with pytest.raises(privacy.Unclassed, match="body_type"):
        privacy.privacy_of(Provider)


def test_personal_fields_of_other_packages_are_classed_and_exist() -> None:
    for name, fields in privacy.OTHERS.items():
        assert set(fields) <= {field.name for field in apps.get_model(name)._meta.get_fields()}


@pytest.mark.django_db
def test_the_models_and_the_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_migrating_twice_does_no_harm() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


@pytest.mark.django_db
def test_health_says_live_and_ready() -> None:
    assert Client().get("/health/live").json() == {"status": "live"}
    assert Client().get("/health/ready").json() == {"status": "ready"}


@pytest.mark.django_db
def test_ready_is_refused_while_a_migration_waits() -> None:
    newest = MigrationLoader(connection).graph.leaf_nodes("audit")[0]
    MigrationRecorder(connection).record_unapplied(*newest)
    assert Client().get("/health/ready").status_code == 503


@pytest.mark.django_db
def test_every_answer_carries_the_security_headers(signed_in: SignIn) -> None:
    for answer in (
        Client().get("/account/sign-in"),
        signed_in().get("/"),
        Client().get("/nowhere"),
    ):
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Frame-Options"] == "DENY"
        assert "no-store" in answer["Cache-Control"]


@override_settings(OIDC_SERVER="https://sign-on.example.test/realm")
def test_only_the_single_sign_on_server_joins_the_policy() -> None:
    assert "form-action 'self' https://sign-on.example.test;" in content_security_policy()


@pytest.mark.django_db
def test_no_page_carries_an_inline_script_or_style(signed_in: SignIn) -> None:
    browser = signed_in("administrator")
    for path in ("/", "/people/", "/people/invite", "/audit/", "/account/security", "/nowhere"):
        page = browser.get(path).text
        assert "<script>" not in page
        assert " style=" not in page
        assert "onclick" not in page


@pytest.mark.django_db
def test_pages_say_official_marking_and_unofficial_software(signed_in: SignIn) -> None:
    page = signed_in().get("/").text
    assert "OFFICIAL" in page
    assert "not an official service" in page
    assert "Skip to main content" in page
    assert "Crown copyright" not in page


@pytest.mark.django_db
def test_error_pages_speak_plainly(signed_in: SignIn) -> None:
    assert "Page not found" in Client().get("/nowhere").text
    assert "do not have access" in signed_in("inspector").get("/people/").text
    checking = Client(enforce_csrf_checks=True)
    assert "too old to send" in checking.post("/account/sign-in", {}).text
    request = Client().get("/nowhere").wsgi_request
    assert "could not be understood" in errors.bad_request(request, Exception()).text
    assert "problem with the service" in errors.server_error(request).text


@pytest.mark.django_db
def test_a_name_full_of_markup_is_shown_as_text(signed_in: SignIn, person: MakePerson) -> None:
    user = person()
    user.full_name = "<script>alert('made up')</script>"
    user.save()
    browser = signed_in("administrator")
    for path in ("/people/", f"/people/{user.public_id}", f"/people/{user.public_id}/end"):
        assert "<script>alert" not in browser.get(path).text


def test_logs_carry_no_arguments_and_no_texts_of_exceptions() -> None:
    try:
        int("Someone Made-up, born 1 May 1990")
    except ValueError:
        fault = sys.exc_info()
    record = logging.LogRecord("assay", 40, "f.py", 1, "Lost %s", ("Someone Made-up",), fault)
    line = JsonLines().format(record)
    assert "Made-up" not in line
    assert json.loads(line)["fault"] == "ValueError"


@pytest.mark.django_db
def test_the_request_log_names_the_route_and_never_the_address(
    caplog: pytest.LogCaptureFixture,
) -> None:
    Client().get("/people/welcome/secret-token")
    line = JsonLines().format(caplog.records[-1])
    assert json.loads(line)["route"] == "people/welcome/<str:token>"
    assert "secret-token" not in line


def test_the_secret_key_is_made_once_and_closed_to_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ASSAY_SECRET_KEY", raising=False)
    key = environment.secret_key(tmp_path)
    assert environment.secret_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    monkeypatch.setenv("ASSAY_SECRET_KEY", "given")
    assert environment.secret_key(tmp_path) == "given"


def test_a_service_that_others_can_reach_must_be_secure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASSAY_PLAIN_HTTP", raising=False)
    assert not environment.served_securely(["localhost", "127.0.0.1"])
    assert environment.served_securely(["assay.example.test"])
    monkeypatch.setenv("ASSAY_PLAIN_HTTP", "1")
    assert not environment.served_securely(["assay.example.test"])


def test_postgresql_is_used_when_named_and_sqlite_keeps_every_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@db.example.test/assay")
    assert default_database(tmp_path)["ENGINE"] == "django.db.backends.postgresql"
    monkeypatch.delenv("DATABASE_URL")
    sqlite = default_database(tmp_path)["OPTIONS"]
    assert "synchronous=FULL" in sqlite["init_command"]
    assert sqlite["transaction_mode"] == "IMMEDIATE"


def test_mail_goes_to_a_server_when_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert email_settings()["EMAIL_BACKEND"] == NO_MAIL
    monkeypatch.setenv("ASSAY_EMAIL_URL", "smtps://me:p%40ss@mail.example.test:465")
    found = email_settings()
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example.test", 465)
    assert (found["EMAIL_HOST_PASSWORD"], found["EMAIL_USE_SSL"]) == ("p@ss", True)


def settings_in(tmp_path: Path, code: str, **variables: str) -> Any:
    """Run a line with the settings loaded afresh in a process of its own."""
    set_up = (
        "from assay.service.project.start import ready; ready(); from django.conf import settings; "
    )
    run = subprocess.run(
        [sys.executable, "-c", set_up + code],
        env={"ASSAY_DATA": str(tmp_path), **variables},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return run.stdout


def test_behind_https_cookies_and_transport_are_locked_down(tmp_path: Path) -> None:
    code = (
        "print(settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, "
        "settings.SECURE_HSTS_SECONDS, settings.SECURE_SSL_REDIRECT, settings.DEBUG)"
    )
    said = settings_in(tmp_path, code, ASSAY_HOSTS="assay.example.test")
    assert said.split() == ["__Host-assay-session", "True", "31536000", "True", "False"]


def test_single_sign_on_appears_when_it_is_configured(tmp_path: Path) -> None:
    code = (
        "from django.urls import reverse; "
        "print(reverse('openid_connect_login', args=['single-sign-on']))"
    )
    given = {"ASSAY_OIDC_SERVER": "https://sign-on.example.test", "ASSAY_OIDC_CLIENT": "assay"}
    assert settings_in(tmp_path, code, **given).strip() == "/account/sso/single-sign-on/login/"


def test_dates_and_numbers_are_said_as_people_say_them() -> None:
    assert moment(datetime(2027, 7, 5, 11, 5, tzinfo=UTC)) == "5 July 2027 at 12:05pm"
    assert (date(None), moment(None), number(1234567)) == ("", "", "1,234,567")


@pytest.mark.django_db
def test_ready_is_refused_while_the_database_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(_connection: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(health, "MigrationExecutor", broken)
    assert Client().get("/health/ready").status_code == 503
