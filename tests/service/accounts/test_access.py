"""Who may do what, where."""

from collections.abc import Callable

import pytest
import rules
from django.contrib.auth.models import AnonymousUser

from assay.service.accounts import access
from assay.service.accounts.access import (
    allowed,
    allowed_somewhere,
    inspections_for,
    providers_for,
)
from assay.service.accounts.models import User
from assay.service.accounts.roles import Roles, catalogue
from assay.service.inspections.models import Inspection
from assay.service.providers.models import Provider

MakePerson = Callable[..., User]


@pytest.fixture
def elsewhere(db: None) -> Inspection:
    other = Provider.objects.create(name="Other made-up unit", short_name="Other", body_type="pdu")
    return Inspection.objects.create(provider=other, framework="pdu-2023", name="Elsewhere")


def test_a_role_on_one_inspection_holds_there_alone(
    person: MakePerson, inspection: Inspection, elsewhere: Inspection
) -> None:
    user = person("inspector", inspection=inspection)
    assert allowed(user, "cases.assess", inspection=inspection)
    assert not allowed(user, "cases.assess", inspection=elsewhere)
    assert not allowed(user, "cases.assess")
    assert allowed_somewhere(user, "cases.assess")
    assert not allowed(user, "case_list.upload", inspection=inspection)


def test_a_role_at_one_provider_holds_for_its_inspections(
    person: MakePerson, inspection: Inspection, elsewhere: Inspection
) -> None:
    user = person("provider_contact", provider=inspection.provider)
    assert allowed(user, "case_list.upload", inspection=inspection)
    assert allowed(user, "inspections.view", provider=inspection.provider)
    assert not allowed(user, "case_list.upload", inspection=elsewhere)


def test_a_role_on_the_whole_service_holds_everywhere(
    person: MakePerson, inspection: Inspection, elsewhere: Inspection
) -> None:
    user = person("chief_inspector")
    for place in (inspection, elsewhere, None):
        assert allowed(user, "inspections.view", inspection=place)


def test_a_list_shows_exactly_what_each_may_open(
    one_of_each: dict[str, User], inspection: Inspection, elsewhere: Inspection
) -> None:
    for user in one_of_each.values():
        for permission in catalogue().permissions:
            listed = set(Inspection.objects.filter(inspections_for(user, permission)))
            opened = {i for i in (inspection, elsewhere) if allowed(user, permission, inspection=i)}
            assert listed == opened


def test_the_providers_a_person_may_see(
    person: MakePerson, inspection: Inspection, elsewhere: Inspection
) -> None:
    assert set(
        Provider.objects.filter(providers_for(person("administrator"), "providers.view"))
    ) == {
        inspection.provider,
        elsewhere.provider,
    }
    reader = person("inspector", inspection=inspection)
    assert set(Provider.objects.filter(providers_for(reader, "providers.view"))) == {
        inspection.provider
    }


def test_nobody_signed_out_or_shut_out_may_do_anything(
    person: MakePerson, inspection: Inspection
) -> None:
    user = person("chief_inspector")
    user.is_active = False
    for somebody in (user, AnonymousUser()):
        assert not allowed(somebody, "inspections.view", inspection=inspection)


def test_an_app_can_narrow_a_permission(
    person: MakePerson, inspection: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = rules.RuleSet(access.PERMISSIONS)
    monkeypatch.setattr(access, "PERMISSIONS", kept)
    named = rules.predicate(lambda _user, place: place.subject != "restricted")
    access.narrow("cases.view", named)
    user = person("lead_inspector", inspection=inspection)
    assert allowed(user, "cases.view", inspection=inspection, subject="open")
    assert not allowed(user, "cases.view", inspection=inspection, subject="restricted")


def test_a_permission_nobody_described_is_a_fault(person: MakePerson) -> None:
    with pytest.raises(KeyError):
        allowed(person("chief_inspector"), "cases.peek")


def test_the_administrator_sees_no_case_and_the_provider_no_judgement() -> None:
    roles = catalogue().roles
    assert not {
        p
        for p in roles["administrator"].permissions
        if p.startswith(("cases", "results", "sample"))
    }
    assert roles["provider_contact"].permissions == {
        "inspections.view",
        "case_list.upload",
        "case_list.view",
    }


@pytest.mark.parametrize(("permissions", "words"), [
    ({}, "not described"),
    ({"a": "Do a", "b": "Do b"}, "no role lists"),
])  # fmt: skip
def test_roles_and_permissions_must_agree(permissions: dict[str, str], words: str) -> None:
    role = {"name": "R", "description": "r", "scopes": ["service"], "permissions": ["a"]}
    with pytest.raises(ValueError, match=words):
        Roles.model_validate({"permissions": permissions, "roles": {"r": role}})
