"""Fills the database of a running service and says what a walk of every page needs, as JSON.

`python fill.py demonstration` loads the demonstration with some very long content;
`python fill.py nothing` makes one person for each role who holds it over the whole service.
"""

import json
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from assay.service.project.start import ready

ready()

# ruff: noqa: E402 - Django must be set up before its models are imported
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory
from django.utils import timezone

from assay.assurance import run as runs
from assay.service.accounts.links import make_link
from assay.service.accounts.models import Membership, OneTimeLink, User
from assay.service.accounts.roles import catalogue
from assay.service.accounts.routes import access_of, every_route
from assay.service.assurance.actions.restricting import restrict
from assay.service.assurance.keys import CASE, key_of
from assay.service.assurance.models import RestrictedCase, Snooze, StaffLink
from assay.service.assurance.selectors import seen_by
from assay.service.cases.models import Answer, Case, CaseList, Difference, Reading
from assay.service.demo.caseload import load_results
from assay.service.demo.load import load
from assay.service.inspections.models import Inspection
from assay.service.project import errors
from assay.service.providers.models import Ownership, Provider, Succession

LONG_NAME = "Made-up Llanfairpwllgwyngyllgogerychwyrndrobwll " * 4
LONG_NOTE = "Made up: what the record says of the work that was done. " * 350
MANY = 100


def main(what: str) -> None:
    """Fill and print."""
    people = demonstration() if what == "demonstration" else nothing()
    answer = {
        "sessions": {role: session(user) for role, user in people.items()},
        "routes": list(routes()),
        "errors": {name: error(name) for name in ("bad_request", "server_error")},
    }
    print(json.dumps(answer))  # noqa: T201 - this is the answer


def demonstration() -> dict[str, User]:
    """Load it and add what is long."""
    settings.DEMONSTRATION = True
    settings.ALLOWED_HOSTS = ["*"]
    load()
    caseload()
    first, _, third = Inspection.objects.order_by("-pk")
    long_notes(first)
    third.name = LONG_NAME[:200]
    third.save()
    Provider.objects.filter(pk=third.provider_id).update(name=LONG_NAME[:200])
    for number in range(MANY):
        user = new_person(f"member-{number}", f"{LONG_NAME[:140]} {number}")
        give(user, "inspector", third)
    held = Membership.objects.exclude(inspection=third).order_by("pk")
    return {one.role: one.user for one in reversed(held.select_related("user"))}


def caseload() -> None:
    """Load its caseload, with a few criteria; restrict a case, and put something off."""
    runs.written = lambda: ("A03", "A11", "A13", "D06", "M02", "P03", "P05", "T02")  # type: ignore[assignment]
    load_results()
    quality = User.objects.get(memberships__role="service_quality")
    officer = StaffLink.objects.get(user__memberships__role="probation_officer")
    seen = seen_by(quality, officer.provider)
    assert seen
    first, *_, last = [
        row["case_id"]
        for row in seen.rows_of([officer.staff_id])
        if row["case_id"] and row["state"] == "not met"
    ]
    restrict(
        by=quality, provider=officer.provider, case_ref=first, to=[officer.user], reason="known"
    )
    Snooze.objects.create(
        provider=officer.provider, case_ref=last, criterion="P05", state="not met",
        reason="booked", until=timezone.localdate() + timedelta(3), by=officer.user,
    )  # fmt: skip


def of_the_caseload() -> Iterator[dict[str, Any]]:
    """Give ids of the caseload that belong together: a case in each state, and what is about it."""
    link = StaffLink.objects.get(user__memberships__role="probation_officer")
    seen = seen_by(link.user, link.provider)
    assert seen
    place = {"provider_id": link.provider.public_id, "staff_link_id": link.public_id}
    yield place | {"officer_id": seen.officers[link.staff_id].key}
    for unit in list(seen.units.values())[:2]:
        yield place | {"unit_id": unit["key"], "criterion": "D06"}
    held = RestrictedCase.objects.get()
    yield place | {"restricted_case_id": held.public_id}
    snooze = Snooze.objects.get()
    for state in ("not met", "due", "met"):
        rows = [row for row in seen.rows_of([link.staff_id]) if row["state"] == state]
        for row in [row for row in rows if row["case_id"]][:1]:
            key = key_of(link.provider, CASE, row["case_id"])
            yield place | {"case_id": key, "criterion": row["criterion"]}
    key = key_of(link.provider, CASE, snooze.case_ref)
    yield place | {"case_id": key, "criterion": "P05", "snooze_id": snooze.public_id}


def long_notes(inspection: Inspection) -> None:
    """Make every note of two readings as long as one may be."""
    begun = Reading.objects.filter(case__inspection=inspection, answers__isnull=False)
    for submitted in (True, False):
        reading = begun.filter(submitted_at__isnull=not submitted).order_by("pk").first()
        for answer in Answer.objects.filter(reading=reading, current=True):
            for prompt in answer.prompts:
                prompt["note"] = LONG_NOTE[:20_000]
            answer.reason = LONG_NOTE[:20_000]
            answer.save()


def nothing() -> dict[str, User]:
    """Make one person for each role that may be held over the whole service."""
    roles = [key for key, role in catalogue().roles.items() if "service" in role.scopes]
    people = {role: new_person(role, f"Made-up {role}") for role in roles}
    for role, user in people.items():
        give(user, role)
    return people


def new_person(name: str, full_name: str) -> User:
    """Make a person with codes."""
    user = User.objects.create(email=f"{name}@example.test", full_name=full_name, password="!")  # noqa: S106
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    return user


def give(user: User, role: str, inspection: Inspection | None = None) -> None:
    """Give a person a role."""
    scope = "inspection" if inspection else "service"
    Membership.objects.create(
        user=user, role=role, scope=scope, inspection=inspection, starts_on=timezone.localdate()
    )


def session(user: User) -> str:
    """Sign a person in and give the cookie."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    store.save()
    return str(store.session_key)


def routes() -> Iterator[dict[str, Any]]:
    """Give every address with its ways to be filled in and the roles that may open it."""
    known = list(places())
    for name, pattern, view in every_route():
        access = access_of(view)
        assert access
        roles = catalogue().roles
        may = [role for role in roles if access.permission in roles[role].permissions]
        may = ["signed out"] if access.level == "public" else may or list(roles)
        filled = dict.fromkeys(url for place in known if (url := fill(pattern, place)))
        yield {"name": name, "urls": list(filled), "roles": may}


def fill(pattern: str, place: dict[str, Any]) -> str:
    """Put a place's ids into a pattern; "" if it has one that the place lacks."""
    for name, value in place.items():
        for kind in ("uuid", "str"):
            pattern = pattern.replace(f"<{kind}:{name}>", str(value))
    return "" if "<" in pattern else pattern


def places() -> Iterator[dict[str, Any]]:
    """Give sets of ids that belong together, so that each page is seen in each state."""
    yield {}
    if not Inspection.objects.exists():
        return
    yield from other_places()
    yield from of_the_caseload()
    for inspection in Inspection.objects.order_by("-pk"):
        known = {"inspection_id": inspection.public_id, "file": "assessments"}
        for step in ("announced", "case_list_checked", "panel"):
            yield known | {"step": step}
        held = Membership.objects.filter(inspection=inspection).first()
        yield known | ({"held_id": held.public_id} if held else {})
        for listed in CaseList.objects.filter(inspection=inspection)[:1]:
            yield known | {"list_id": listed.public_id}
        for case in cases(inspection):
            yield known | {"case_id": case.public_id}
        for reading in readings(inspection):
            for question in ("about", "P2.1.1", "P2.3.3"):
                yield known | {"reading_id": reading.public_id, "question": question}
        for settled in (True, False):
            found = Difference.objects.filter(
                case__inspection=inspection, decided_at__isnull=not settled
            )
            for difference in found[:1]:
                yield known | {"difference_id": difference.public_id}


def cases(inspection: Inspection) -> Iterator[Case]:
    """Give a case of each kind."""
    found = Case.objects.filter(inspection=inspection).order_by("pk")
    kinds: list[dict[str, Any]] = [
        {"state": "sample", "readings": None},
        {"restricted": True},
        {"state": "reserve"},
        {"readings__kind": "second", "readings__submitted_at__isnull": False},
    ]
    for kind in kinds:
        yield from found.filter(**kind)[:1]


def readings(inspection: Inspection) -> Iterator[Reading]:
    """Give a reading of each kind, those with the longest notes first."""
    found = Reading.objects.filter(case__inspection=inspection).order_by("pk")
    kinds: list[dict[str, Any]] = [
        {"submitted_at": None, "answers__isnull": False},
        {"submitted_at": None, "answers": None},
        {"submitted_at__isnull": False},
        {"feedback__isnull": False},
        {"kind": "second"},
    ]
    for kind in kinds:
        yield from found.filter(**kind).distinct()[:1]


def other_places() -> Iterator[dict[str, Any]]:
    """Give ids of the register and of people."""
    owned, link = Ownership.objects.first(), Succession.objects.first()
    assert owned
    assert link
    yield {"provider_id": owned.provider.public_id, "ownership_id": owned.public_id}
    yield {"provider_id": link.predecessor.public_id, "succession_id": link.public_id}
    held = Membership.objects.order_by("pk").first()
    assert held
    yield {"person_id": held.user.public_id, "membership_id": held.public_id}
    invited = new_person("new", "Made-up New")
    yield {"token": make_link(OneTimeLink.Purpose.INVITATION, user=invited, by=None)[1]}
    yield {"token": "over"}


def error(name: str) -> str:
    """Draw the page of an error that can't be brought about from outside."""
    request = RequestFactory().get("/")
    request.user, request.session = AnonymousUser(), SessionStore()
    draw = getattr(errors, name)
    answer = draw(request, ValueError()) if name == "bad_request" else draw(request)
    text: str = answer.content.decode()
    return text


main(sys.argv[1])
