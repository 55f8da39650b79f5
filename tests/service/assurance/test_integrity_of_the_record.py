"""What a quality lead sees of the record itself: entries made late, or left blank."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from assay.service.assurance.actions.restricting import restrict
from assay.service.assurance.keys import NO_UNIT, UNIT, key_of
from assay.service.assurance.models import Caseload
from assay.service.audit.models import Event
from assay.service.providers.models import Provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(kept: Callable[..., Caseload], rows: list[dict[str, Any]]) -> Caseload:
    """A run with four late entries, one in no unit, and one that can't be told."""
    one, other = rows[0], next(row for row in rows if row["officer_id"] == "S3")
    wrong = [{**row, "criterion": "I01", "reason": "late"} for row in (one, rows[2], other)]
    wrong[1]["state"] = "not met"
    blank = {**rows[4], "criterion": "I01", "case_id": "C7", "state": "cannot tell"}
    blank["reason"] = "blank: plans.signed_at"
    nowhere = {**wrong[0], "case_id": "C8", "officer_id": None, "unit": None}
    return kept([*rows, *wrong, blank, nowhere])


def unit(provider: Provider, name: str) -> str:
    return str(key_of(provider, UNIT, name))


def test_what_is_wrong_is_counted_by_unit_and_reason(
    late: Caseload, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    whole = people("quality").get(at("integrity", "")).text
    page = whole[whole.index(">I01 ") :]
    assert "2: An entry was made, or changed after signing, too long after" in page
    assert "1: Cannot tell: the record has a blank, plans.signed at" in page
    assert page.index("In no unit") < page.index("Made-up team 1") < page.index("Made-up team 2")
    assert not re.search(r"\bP03\b", whole)


def test_the_counts_lead_to_the_cases_and_each_is_read(
    late: Caseload, provider: Provider, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    browser = people("quality")
    page = browser.get(at("integrity", "I01", unit(provider, "T1"), "")).text
    assert [case for case in ("C1", "C2", "C5", "C7") if f">{case}</a>" in page] == [
        *("C1", "C2", "C7")
    ]
    assert Event.objects.filter(action="caseload.integrity").count() == 3
    nowhere = browser.get(at("integrity", "I01", unit(provider, NO_UNIT), "")).text
    assert ">C8</a>" in nowhere
    assert "Nobody" in nowhere
    assert browser.get(at("integrity", "P03", unit(provider, "T1"), "")).status_code == 404
    assert browser.get(at("integrity", "I01", unit(provider, "T9"), "")).status_code == 404


def test_a_restricted_case_is_neither_counted_nor_listed(
    late: Caseload, provider: Provider, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    browser, other = people("quality"), people("quality")
    restrict(by=other.user, provider=provider, case_ref="C1", to=[], reason="known")
    assert "1: An entry was made" in browser.get(at("integrity", "")).text
    page = browser.get(at("integrity", "I01", unit(provider, "T1"), "")).text
    assert "C1<" not in page
    assert "2 in all" in page
