"""A database for the service's tests, and made-up people to sign in as.

SQLite in memory, or the server DATABASE_URL names. Everybody here is made up.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assay.service.project.settings")
os.environ["ASSAY_DATA"] = tempfile.mkdtemp(prefix="assay-tests-")

# ruff: noqa: E402 - the settings must be named before anything of Django is imported
import django

django.setup()

import pytest
from allauth.mfa import app_settings as mfa
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.conf import settings as service_settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from assay.service.accounts.models import Membership, User
from assay.service.accounts.roles import catalogue
from assay.service.audit import triggers
from assay.service.inspections.models import Inspection
from assay.service.providers.models import Provider

PASSWORD = "made-up horse battery"  # noqa: S105 - opens nothing but a test database
# A slow hash guards real passwords; here it would only slow the tests.
service_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

ONE_DATABASE = (
    "cases/offline/",  # the device and the wire; the saves themselves are in test_offline_saves
    "accounts/test_single_sign_on",
    "assurance/test_lists_by_keyboard",
    "cases/test_check_killed",
    "cases/test_downloads",
    "cases/test_every_read_is_logged",
    "cases/test_hands_in_chromium",
    "cases/test_hostile_uploads",  # the reader of files, which has no database
    "cases/test_restricted_everywhere",  # one door to cases, whatever is behind it
    "journeys/axe/",
    "project/test_components_as_published",
    "project/test_demo",  # always SQLite
    "project/test_pages_in_chromium",
    "project/test_security_list",
)
"""Tests to which it makes no difference which database they have, by where they are."""


LONG = ("cases/offline/", "journeys/", "project/test_scale")
"""Whole journeys, axe on every page and large services, which `make journeys` runs."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by where they are, and leave out those of another kind of database."""
    elsewhere = []
    for item in items:
        if any(f"tests/service/{place}" in item.nodeid for place in ONE_DATABASE):
            item.add_marker("one_database")
        if any(f"tests/service/{place}" in item.nodeid for place in LONG):
            item.add_marker("long")
        only = item.get_closest_marker("only_on")
        if only and connection.vendor not in only.args:
            elsewhere.append(item)
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if item not in elsewhere]


@pytest.fixture
def clean_cache(db: None) -> Iterator[None]:
    """Start with nobody locked out."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def provider(db: None) -> Provider:
    return Provider.objects.create(
        name="Made-up Probation Delivery Unit", short_name="Made-up", body_type="pdu"
    )


@pytest.fixture
def inspection(provider: Provider) -> Inspection:
    return Inspection.objects.create(
        provider=provider, framework="pdu-2023", name="Made-up inspection 2027"
    )


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """Make a person: `person("inspector", inspection=i)`; codes=False leaves them to be set up."""

    def make(
        role: str = "",
        *,
        inspection: Inspection | None = None,
        provider: Provider | None = None,
        codes: bool = True,
        email: str = "",
    ) -> User:
        number = User.objects.count() + 1
        email = email or f"made-up-{number}@example.test"
        user = User(email=email, full_name=f"Made-up Person {number}")
        user.set_password(PASSWORD)
        user.save()
        if role:
            place = inspection or provider
            Membership.objects.create(
                user=user,
                role=role,
                scope=place._meta.model_name if place else "service",
                inspection=inspection,
                provider=provider,
                starts_on=timezone.localdate(),
            )
        if codes:
            TOTP.activate(user, generate_totp_secret())
            RecoveryCodes.activate(user)
        return user

    return make


@pytest.fixture
def signed_in(person: Callable[..., User]) -> Callable[..., Client]:
    """Sign a new person in: `signed_in("administrator")` gives their browser, `.user` is them."""

    def sign_in(role: str = "", **where: object) -> Client:
        user = where.pop("user", None) or person(role, **where)
        client = Client()
        client.force_login(user)
        client.user = user
        return client

    return sign_in


@pytest.fixture
def one_of_each(person: Callable[..., User], inspection: Inspection) -> dict[str, User]:
    """Give one person for each role: on the service where it may be, else here."""
    places: dict[str, dict[str, Any]] = {
        "service": {},
        "inspection": {"inspection": inspection},
        "provider": {"provider": inspection.provider},
    }
    return {
        key: person(key, **next(places[scope] for scope in places if scope in role.scopes))
        for key, role in catalogue().roles.items()
    }


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Before PostgreSQL drops the test database, end what a live server's threads left open.

    A browser keeps its connections to the server, and so each of their threads its own to the
    database.
    """
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def _triggers_again(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    yield
    with django_db_blocker.unblock():
        triggers.install(connection)


@pytest.fixture
def transactional(_triggers_again: None, transactional_db: None) -> Iterator[None]:
    """Real transactions, for live servers and races: the log is emptied with its triggers aside."""
    yield
    triggers.remove(connection)


@pytest.fixture(scope="session")
def code_for() -> Callable[[str], str]:
    """Give the code a phone with this secret shows now: `code_for(secret)`.

    It is good for half a minute after the phone shows the next, so there is time to send it.
    """
    return lambda secret: format_hotp_value(hotp_value(secret, int(time.time()) // mfa.TOTP_PERIOD))


@pytest.fixture
def code_of(code_for: Callable[[str], str]) -> Callable[[User], str]:
    """Give the code a person's phone shows now: `code_of(user)`."""

    def code(user: User) -> str:
        kept = Authenticator.objects.get(user=user, type="totp").data["secret"]
        return code_for(get_adapter().decrypt(kept))

    return code
