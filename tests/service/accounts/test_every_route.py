"""Every address, as every role and signed out, against a table of who may."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.test import Client, RequestFactory

from assay.service.accounts.gate import Gate
from assay.service.accounts.models import User
from assay.service.accounts.roles import catalogue
from assay.service.accounts.routes import access_of, every_route, needs
from assay.service.inspections.models import Inspection
from assay.service.providers.models import Owner, Provider, Succession

SignIn = Callable[..., Any]
MakePerson = Callable[..., User]

PUBLIC, ANYBODY = "public", "anybody signed in"
EVERY_ROLE = set(catalogue().roles)
LIST_READERS = {"probation_officer", "team_manager"}
CASELOAD_READERS = LIST_READERS | {"service_quality"}
OF_THE_CASELOAD = CASELOAD_READERS | {"head_of_service"}
UNIT_READERS = {"service_quality", "head_of_service"}
INSPECTION_READERS = EVERY_ROLE - {"administrator"} - OF_THE_CASELOAD
REGISTER_READERS = EVERY_ROLE - {"local_assessor", "provider_contact"} - OF_THE_CASELOAD
LEADS = {"chief_inspector", "lead_inspector"}

# Who may open each address. A new address must be added here as well as declare its rule.
WHO_MAY = {
    "home": ANYBODY,
    "stay": ANYBODY,
    "notices:notices": ANYBODY,
    "notices:read": ANYBODY,
    "notices:read_all": ANYBODY,
    "device": PUBLIC,
    "device_visitor": ANYBODY,
    "manifest": PUBLIC,
    "service_worker": PUBLIC,
    "health_live": PUBLIC,
    "health_ready": PUBLIC,
    "account_login": PUBLIC,
    "mfa_authenticate": PUBLIC,
    "account_inactive": PUBLIC,
    "account_logout": ANYBODY,
    "account_reauthenticate": ANYBODY,
    "mfa_reauthenticate": ANYBODY,
    "account_change_password": ANYBODY,
    "mfa_index": ANYBODY,
    "mfa_activate_totp": ANYBODY,
    "mfa_deactivate_totp": ANYBODY,
    "account_set_password": ANYBODY,
    "mfa_view_recovery_codes": ANYBODY,
    "mfa_generate_recovery_codes": ANYBODY,
    "accounts:people": {"administrator", "chief_inspector"},
    "accounts:person": {"administrator", "chief_inspector"},
    "accounts:invite": {"administrator"},
    "accounts:welcome": PUBLIC,
    "accounts:give_role": {"administrator"},
    "accounts:end_role": {"administrator"},
    "accounts:renew": {"administrator"},
    "accounts:restore": {"administrator"},
    "accounts:end_access": {"administrator"},
    "audit:search": {"administrator"},
    "audit:find": {"administrator"},
    "providers:register": REGISTER_READERS,
    "providers:provider": REGISTER_READERS,
    "providers:add": {"administrator", "chief_inspector"},
    "providers:change": {"administrator", "chief_inspector"},
    "providers:close": {"administrator", "chief_inspector"},
    "providers:add_owner": {"administrator", "chief_inspector"},
    "providers:change_owner": {"administrator", "chief_inspector"},
    "providers:link": {"administrator", "chief_inspector"},
    "providers:unlink": {"administrator", "chief_inspector"},
    "caseload:caseloads": OF_THE_CASELOAD,
    "caseload:caseload": OF_THE_CASELOAD,
    "caseload:list": LIST_READERS,
    "caseload:whole_list": LIST_READERS,
    "caseload:officers": CASELOAD_READERS,
    "caseload:officer": CASELOAD_READERS,
    "caseload:export": CASELOAD_READERS,
    "caseload:case": CASELOAD_READERS,
    "caseload:why": CASELOAD_READERS,
    "caseload:put_off": CASELOAD_READERS,
    "caseload:put_back": CASELOAD_READERS,
    "caseload:criteria": OF_THE_CASELOAD,
    "caseload:criterion": OF_THE_CASELOAD,
    "caseload:team": {"team_manager"},
    "caseload:timeline": {"team_manager"},
    "caseload:units": UNIT_READERS,
    "caseload:export_units": UNIT_READERS,
    "caseload:unit": UNIT_READERS,
    "caseload:trend": UNIT_READERS,
    "caseload:integrity": {"service_quality"},
    "caseload:integrity_cases": {"service_quality"},
    "caseload:restricted": {"service_quality"},
    "caseload:lift": {"service_quality"},
    "caseload:staff": {"administrator"},
    "caseload:unlink": {"administrator"},
    "inspections:inspections": INSPECTION_READERS,
    "inspections:inspection": INSPECTION_READERS,
    "inspections:step": INSPECTION_READERS,
    "inspections:create": {"chief_inspector"},
    "inspections:dates": LEADS,
    "inspections:change_step": LEADS,
    "inspections:move": LEADS,
    "inspections:undo": LEADS,
    "inspections:history": LEADS | {"inspector", "quality_lead"},
    "inspections:team": LEADS | {"inspector", "quality_lead"},
    "inspections:join": LEADS,
    "inspections:leave": LEADS,
}


@pytest.fixture
def places(inspection: Inspection, person: MakePerson) -> dict[str, Any]:
    """Give the arguments of the addresses of providers and inspections, all of them there."""
    provider = inspection.provider
    later = Provider.objects.create(name="Later made-up unit", short_name="L", body_type="pdu")
    link = Succession.objects.create(
        predecessor=provider, successor=later, starts_on=date(2027, 4, 1)
    )
    owner = Owner.objects.create(name="Made-up owner")
    member = person("assistant_inspector", inspection=inspection)
    return {
        "provider_id": provider.public_id,
        "ownership_id": provider.ownerships.create(owner=owner).public_id,
        "succession_id": link.public_id,
        "inspection_id": inspection.public_id,
        "held_id": member.memberships.get().public_id,
        "notice_id": uuid.uuid4(),
        "criterion": "A01",
        **{
            f"{one}_id": uuid.uuid4()
            for one in ("case", "officer", "unit", "snooze", "restricted_case", "staff_link")
        },
        "step": "announced",
    }


def routes() -> list[tuple[str, str, Any]]:
    """Every address but those of cases, whose table is longer and stands beside their tests."""
    return [route for route in every_route() if not route[0].startswith("cases:")]


def filled(path: str, known: dict[str, Any]) -> Any:
    for name, value in known.items():
        path = path.replace(f"<uuid:{name}>", str(value)).replace(f"<str:{name}>", str(value))
    assert "<" not in path, f"give {path} an argument in this test"
    return path


def test_every_address_declares_its_rule_and_is_in_the_table() -> None:
    undeclared = [name for name, _, view in every_route() if access_of(view) is None]
    assert undeclared == []
    assert {name for name, _, _ in routes()} == set(WHO_MAY)


def test_signed_out_every_address_that_is_not_public_leads_to_the_sign_in_page(
    person: MakePerson, places: dict[str, Any]
) -> None:
    known = places | {
        "person_id": person().public_id,
        "membership_id": uuid.uuid4(),
        "token": "made-up",
    }
    for name, path, _ in routes():
        answer = Client().get(filled(path, known))
        if WHO_MAY[name] == PUBLIC:
            assert answer.status_code in {200, 302, 410}, name
            assert not answer.get("Location", "").startswith("/account/sign-in?"), name
        else:
            assert answer.status_code == 302, name
            assert answer.url.startswith("/account/sign-in?next="), name


@pytest.mark.parametrize("role", sorted(EVERY_ROLE))
def test_each_role_opens_what_the_table_says_and_nothing_else(
    role: str,
    one_of_each: dict[str, User],
    signed_in: SignIn,
    person: MakePerson,
    places: dict[str, Any],
) -> None:
    other = person("quality_lead")
    known = places | {
        "person_id": other.public_id,
        "membership_id": other.memberships.get().public_id,
        "token": "made-up",
    }
    for name, path, _ in routes():
        browser = signed_in(user=one_of_each[role])
        may = (
            WHO_MAY[name] in {PUBLIC, ANYBODY}
            if isinstance(WHO_MAY[name], str)
            else role in WHO_MAY[name]
        )
        status = browser.get(filled(path, known)).status_code
        assert status in ({200, 302, 405, 410} if may else {403, 404}), (name, status)


def test_an_address_without_a_rule_is_refused_at_run_time(rf: RequestFactory) -> None:
    def forgotten(_request: HttpRequest) -> None:
        raise AssertionError("reached")

    with pytest.raises(PermissionDenied):
        Gate(forgotten).process_view(rf.get("/"), forgotten, [], {})


def test_a_rule_can_only_name_a_permission_that_is_described() -> None:
    with pytest.raises(KeyError):
        needs("cases.peek")
