"""Every address of an inspection's cases, as every role and signed out, against a table."""

from typing import Any

import pytest
from django.test import Client

from assay.service.accounts.roles import catalogue
from assay.service.cases.models import Case, Difference
from assay.service.cases.urls import urlpatterns

pytestmark = pytest.mark.django_db
VIEWERS = {"chief_inspector", "lead_inspector", "inspector", "quality_lead"}
ASSESSORS = {"lead_inspector", "inspector", "assistant_inspector", "local_assessor"}
LEAD = {"lead_inspector"}
LISTS = {"chief_inspector", "lead_inspector", "quality_lead", "provider_contact"}
UPLOADERS = {"lead_inspector", "provider_contact"}
ONLY_ITS_READER: set[str] = set()

# Who may open each address, by role; a reading that is still open is its reader's alone.
WHO_MAY = {
    "case_list": LISTS,
    "problems": LISTS,
    "upload": UPLOADERS,
    "check_again": UPLOADERS,
    "sample": VIEWERS | {"assistant_inspector"},
    "draw": LEAD,
    "certificate": LEAD,
    "verify": LEAD,
    "break_glass": {"chief_inspector", "lead_inspector", "inspector"},
    "case": VIEWERS,
    "substitute": LEAD,
    "restrict": {"chief_inspector", "lead_inspector"},
    "lift": {"chief_inspector", "lead_inspector"},
    "assign": LEAD,
    "join": LEAD,
    "take_back": LEAD,
    "reopen": {"lead_inspector", "quality_lead"},
    "home_teams": LEAD,
    "progress": VIEWERS,
    "readings": VIEWERS | ASSESSORS,
    "reading": ONLY_ITS_READER,
    "on_device": ONLY_ITS_READER,
    "submit": ONLY_ITS_READER,
    "question": ONLY_ITS_READER,
    "keep_saved": ONLY_ITS_READER,
    "moderation": {"lead_inspector", "quality_lead"},
    "settle": {"lead_inspector", "quality_lead"},
    "unsettle": {"lead_inspector", "quality_lead"},
    "feedback": LEAD,
    "feedback_sheet": ONLY_ITS_READER,
    "write_feedback": ONLY_ITS_READER,
    "release_feedback": LEAD,
    "download_feedback": LEAD,
    "results": VIEWERS,
    "export": {"chief_inspector", "lead_inspector", "quality_lead"},
}
POST_ONLY = {"check_again", "verify", "submit", "keep_saved"}
SHOWN_ONCE = {"problems": 404, "lift": 404, "reopen": 404, "unsettle": 404,
    "release_feedback": 404, "download_feedback": 404}  # fmt: skip
"""What those who may get when there is nothing to download, lift, open again or undo."""


@pytest.fixture
def addresses(
    case: Any, inspector: Any, colleague: Any, given: Any, answer: Any, inspection: Any
) -> dict[str, str]:
    """Everything there is to open: a case read twice with a difference, a reading still open."""
    answer(given(case, inspector), {"P2.1.1": "no"})
    answer(given(case, colleague, "second"))
    still = Case.objects.filter(draw=case.draw, state="sample").exclude(pk=case.pk).first()
    known = {
        "list_id": case.draw.case_list.public_id,
        "case_id": case.public_id,
        "reading_id": given(still, inspector).public_id,
        "difference_id": Difference.objects.get().public_id,
        "question": "P2.1.1",
        "file": "assessments",
    }
    found = {}
    for entry in urlpatterns:
        path = str(entry.pattern)
        for name, value in known.items():
            path = path.replace(f"<uuid:{name}>", str(value)).replace(f"<str:{name}>", str(value))
        found[str(entry.name)] = f"/inspections/{inspection.public_id}/{path}"
    return found


def test_every_address_is_in_the_table(addresses: dict[str, str]) -> None:
    assert set(addresses) == set(WHO_MAY)
    assert not [path for path in addresses.values() if "<" in path]


def test_signed_out_every_address_leads_to_the_sign_in_page(addresses: dict[str, str]) -> None:
    for name, address in addresses.items():
        page = Client().get(address)
        assert page.status_code == 302, name
        assert page.url.startswith("/account/sign-in?next="), name


@pytest.mark.parametrize("role", sorted(catalogue().roles))
def test_each_role_opens_what_the_table_says_and_nothing_else(
    role: str, addresses: dict[str, str], one_of_each: Any, signed_in: Any
) -> None:
    browser = signed_in(user=one_of_each[role])
    for name, address in addresses.items():
        opens = SHOWN_ONCE.get(name, 405 if name in POST_ONLY else 200)
        # A POST-only address of a reading says so to readers before it looks for the reading.
        if name in {"submit", "keep_saved"} and role in VIEWERS | ASSESSORS:
            assert browser.post(address).status_code == 404, name
            continue
        expected = opens if role in WHO_MAY[name] else 404
        assert browser.get(address).status_code == expected, (role, name)


def test_its_reader_opens_a_reading(
    addresses: dict[str, str], inspector: Any, signed_in: Any
) -> None:
    browser = signed_in(user=inspector)
    assert browser.get(addresses["reading"]).status_code == 200
    assert browser.get(addresses["question"]).status_code == 200
    assert browser.post(addresses["submit"]).status_code == 302
    assert browser.post(addresses["keep_saved"]).status_code == 302
