"""Another inspection's cases are not there; large samples take no more queries."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assay.service.cases.models import Answer, Case, Difference, Reading
from assay.service.cases.urls import urlpatterns

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(
    case: Any, inspector: Any, colleague: Any, given: Any, answer: Any, inspection: Any
) -> Any:
    """Something behind every address: two readings with a difference, one still open."""
    answer(given(case, inspector), {"P2.1.1": "no"}, note="made-up evidence of a person")
    answer(given(case, colleague, "second"))
    still = Case.objects.filter(draw=case.draw, state="sample").exclude(pk=case.pk).first()
    return {
        "inspection_id": inspection.public_id,
        "list_id": case.draw.case_list.public_id,
        "case_id": case.public_id,
        "reading_id": given(still, inspector).public_id,
        "difference_id": Difference.objects.get().public_id,
        "question": "P2.1.1",
        "file": "assessments",
    }


def addresses(known: Any) -> Any:
    found = []
    for entry in urlpatterns:
        path = str(entry.pattern)
        for name, value in known.items():
            path = path.replace(f"<uuid:{name}>", str(value)).replace(f"<str:{name}>", str(value))
        assert "<" not in path
        found.append((entry.name, f"/inspections/{known['inspection_id']}/{path}"))
    return found


def test_somebody_of_another_inspection_finds_nothing(
    known: Any, person: Any, elsewhere: Any, signed_in: Any
) -> None:
    for role in (
        "lead_inspector",
        "inspector",
        "quality_lead",
        "local_assessor",
        "provider_contact",
    ):
        browser = signed_in(user=person(role, inspection=elsewhere))
        for name, address in addresses(known):
            assert browser.get(address).status_code == 404, (role, name)


def test_a_case_is_not_found_under_another_inspection(
    known: Any, person: Any, elsewhere: Any, signed_in: Any
) -> None:
    chief = signed_in(user=person("chief_inspector"))
    inspector = signed_in(user=person("inspector"))
    for part in (f"cases/{known['case_id']}/", f"readings/{known['reading_id']}"):
        for browser in (chief, inspector):
            assert browser.get(f"/inspections/{elsewhere.public_id}/{part}").status_code == 404


def test_an_administrator_and_a_provider_see_no_case(
    known: Any, person: Any, provider: Any, signed_in: Any
) -> None:
    keeper, contact = person("administrator"), person("provider_contact", provider=provider)
    open_to = {keeper: set(), contact: {"case_list", "upload", "check_again"}}
    for user, may in open_to.items():
        browser = signed_in(user=user)
        for name, address in addresses(known):
            assert (browser.get(address).status_code != 404) == (name in may), (user.pk, name)


def test_pages_of_a_large_sample_ask_a_fixed_number_of_queries(
    drawn: Any, lead: Any, inspector: Any, given: Any, answer: Any, signed_in: Any, inspection: Any
) -> Any:
    browser = signed_in(user=lead)
    for case in Case.objects.filter(draw=drawn, state="sample")[:2]:
        answer(given(case, inspector))

    def asked(page: Any) -> Any:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(f"/inspections/{inspection.public_id}/{page}").status_code == 200
        return len(queries)

    pages = ("sample/", "progress/", "moderation/", "results/")
    asked("sample/")
    few = {page: asked(page) for page in pages}
    _many_more(drawn, inspector)
    assert {page: asked(page) for page in pages} == few
    assert max(few.values()) < 40
    assert (
        "402 of 412 cases submitted"
        in browser.get(f"/inspections/{inspection.public_id}/results/").text
    )


def _many_more(drawn: Any, inspector: Any) -> None:
    """Grow the sample by 400 cases, each read."""
    pattern = Reading.objects.filter(case__draw=drawn).first()
    cases = Case.objects.bulk_create(
        _like(pattern.case, number=n, row=n, state="sample") for n in range(100_000, 100_400)
    )
    readings = Reading.objects.bulk_create(_like(pattern, case_id=case.pk) for case in cases)
    answers = list(pattern.answers.all())
    Answer.objects.bulk_create(
        _like(one, reading_id=reading.pk, client_id=uuid.uuid4())
        for reading in readings
        for one in answers
    )


def _like(pattern: Any, **other: Any) -> Any:
    left_out = {"id", "public_id"}
    values = {f.attname: getattr(pattern, f.attname) for f in pattern._meta.concrete_fields}
    return type(pattern)(**{k: v for k, v in values.items() if k not in left_out} | other)
