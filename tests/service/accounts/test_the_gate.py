"""The gate on addresses that are about one inspection or one provider."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.test import RequestFactory

from assay.service.accounts.gate import Gate
from assay.service.accounts.models import User
from assay.service.accounts.routes import needs
from assay.service.inspections.models import Inspection

MakePerson = Callable[..., User]


@needs("sample.view", inspection="inspection_id")
def sample(_request: HttpRequest) -> None:
    """A page about one inspection."""


@needs("inspections.view", provider="provider_id")
def history(_request: HttpRequest) -> None:
    """A page about one provider."""


@needs("inspections.view", anywhere=True)
def listing(_request: HttpRequest) -> None:
    """A page that filters for itself."""


@pytest.fixture
def knock(rf: RequestFactory) -> Callable[..., HttpRequest]:
    """Send a person to a page through the gate; give the request as the view would see it."""

    def go(user: User, view: Callable[..., Any], **arguments: Any) -> HttpRequest:
        request = rf.get("/")
        request.user = user
        assert Gate(view).process_view(request, view, [], arguments) is None
        return request

    return go


def test_a_person_of_the_inspection_comes_through_with_it(
    person: MakePerson, inspection: Inspection, knock: Callable[..., Any]
) -> None:
    reader = person("inspector", inspection=inspection)
    request = knock(reader, sample, inspection_id=inspection.public_id)
    assert (request.inspection, request.provider) == (inspection, None)


def test_an_inspection_one_may_not_see_is_not_there(
    person: MakePerson, inspection: Inspection, knock: Callable[..., Any]
) -> None:
    for user in (person("administrator"), person("provider_contact", inspection=inspection)):
        with pytest.raises(Http404):
            knock(user, sample, inspection_id=inspection.public_id)
    with pytest.raises(Http404):
        knock(person("quality_lead"), sample, inspection_id=uuid.uuid4())


def test_a_provider_is_seen_by_its_own_contact_alone(
    person: MakePerson, inspection: Inspection, knock: Callable[..., Any]
) -> None:
    contact = person("provider_contact", provider=inspection.provider)
    at = {"provider_id": inspection.provider.public_id}
    assert knock(contact, history, **at).provider == inspection.provider
    with pytest.raises(Http404):
        knock(person("inspector", inspection=inspection), history, **at)


def test_a_list_opens_to_whoever_has_something_to_see_in_it(
    person: MakePerson, inspection: Inspection, knock: Callable[..., Any]
) -> None:
    knock(person("local_assessor", inspection=inspection), listing)
    with pytest.raises(PermissionDenied):
        knock(person("administrator"), listing)
