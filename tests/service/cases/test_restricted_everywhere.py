"""For somebody who is not named, the service with a restricted case is as one without it."""

import re
import uuid
from typing import Any

import pytest
from django.db import models

from assay.service.accounts.roles import catalogue
from assay.service.cases.actions import restrictions
from assay.service.cases.models import Case

pytestmark = pytest.mark.django_db
CHANGING = re.compile(
    r'<input [^>]*name="(?:csrfmiddlewaretoken|client_id)"[^>]*>'
    r'|"(?:csrf|token)": *"[^"]*"'
    r"|\d\d:\d\d:\d\d\.\d+\+00:00|\d?\d:\d\d[ap]m"
)
"""What differs each time a page is asked for: tokens, fresh ids, when the session ends."""
TRAIL = "audit:search"
"""The trail keeps what happened to a case that is gone; names and references are never in it."""
WHOLE = {"lead_inspector": {"cases:certificate", "cases:sample"}}
"""The certificate names every case: who draws but does not see all of them is not offered it."""
OUTSIDERS = [*sorted(catalogue().roles), "its reader until it was restricted"]


@pytest.fixture
def restricted(
    case: Any, lead: Any, inspector: Any, colleague: Any, given: Any, answer: Any
) -> Any:
    """A case read twice with a difference, then restricted; others are read and being read."""
    others = Case.objects.filter(draw=case.draw, state="sample").exclude(pk=case.pk)[:2]
    answer(given(case, inspector), {"P2.1.1": "no"}, note="made-up evidence of a person")
    answer(given(case, colleague, "second"))
    answer(given(others[0], colleague), note="evidence that may be seen")
    given(others[1], colleague)
    restrictions.restrict(by=lead, case=case, to=[inspector], reason="made up")
    case.refresh_from_db()
    return case


def its_ids(case: Any) -> dict[str, list[str]]:
    """Give the ids of a case and all that hangs on it, by the argument that names them."""
    ids = {"case_id": [case.public_id]}
    for related in case._meta.related_objects:
        hanging = related.related_model._base_manager.filter(**{related.field.name: case})
        if hasattr(related.related_model, "public_id"):
            found = [one.public_id for one in hanging]
            if found:
                ids[f"{related.related_model._meta.model_name}_id"] = found
    return ids


def erase(thing: models.Model) -> None:
    """Remove a row and all that hangs on it, as if it had never been."""
    for related in thing._meta.related_objects:
        hanging = related.related_model._base_manager.filter(**{related.field.name: thing})
        if related.field.null:
            hanging.update(**{related.field.name: None})
        else:
            for one in hanging:
                erase(one)
    type(thing)._base_manager.filter(pk=thing.pk)._raw_delete("default")


def walk(browser: Any, addresses: Any, query: str = "") -> dict[str, tuple[int, str]]:
    """Open every address; give status and body, without what differs each time."""
    seen = {}
    for _, address in addresses:
        answer = browser.get(address + query)
        assert "Etag" not in answer.headers, address
        assert answer["Cache-Control"] == "no-store" or "no-cache" in answer["Cache-Control"]
        text = answer.getvalue().decode(errors="replace")
        seen[address] = (answer.status_code, CHANGING.sub("", text))
    return seen


@pytest.mark.parametrize("role", OUTSIDERS)
def test_to_an_outsider_the_service_is_the_same_as_one_without_the_case(
    role: str,
    restricted: Any,
    one_of_each: Any,
    colleague: Any,
    signed_in: Any,
    every_address: Any,
) -> None:
    browser = signed_in(user=one_of_each.get(role, colleague))
    assert pages_that_tell(restricted, browser, every_address) <= WHOLE.get(role, set())


@pytest.mark.parametrize("role", ["lead_inspector", "inspector", "local_assessor"])
@pytest.mark.parametrize("way", ["drawn again", "drawn from another list"])
def test_it_stays_hidden_when_somebody_who_is_not_named_draws_the_sample_again(
    way: str,
    role: str,
    case: Any,
    lead: Any,
    inspection: Any,
    uploaded: Any,
    rows_of: Any,
    one_of_each: Any,
    signed_in: Any,
    every_address: Any,
) -> None:
    restrictions.restrict(by=lead, case=case, to=[], reason="made up")
    other = one_of_each["lead_inspector"]
    if way == "drawn from another list":
        rows = [rows_of(number) for number in range(90, 0, -1)]
        uploaded(by=other, inspection=inspection, rows=rows)
    address = f"/inspections/{inspection.public_id}/sample/draw"
    everybody = {"as_of": "2025-01-01", "size": "60", "confidence": "80", "margin": "5"}
    said = {"buffer": "50", "seed": "8", "specification": "assay-2026", "reason": "more readers"}
    signed_in(user=other).post(address, everybody | said | {"draw": "yes"})
    again = Case.objects.get(draw__superseded_at=None, crn=case.crn)
    assert again.draw.drawn_by == other
    browser = signed_in(user=one_of_each[role])
    assert pages_that_tell(again, browser, every_address) <= WHOLE.get(role, set())


def pages_that_tell(restricted: Any, browser: Any, every_address: Any) -> set[str]:
    """Give the routes whose pages change when a case is gone; its marks are on none of them."""
    ids = its_ids(restricted)
    hidden = {str(one) for found in ids.values() for one in found}
    addresses = [
        (name, address)
        for name, address in every_address()
        if name != TRAIL
        and not name.startswith(("account_", "mfa_"))
        and not any(one in address for one in hidden)
    ]
    asked = f"?page=99&q={restricted.crn}&search={restricted.family_name}&case={restricted.pk}"
    before = [walk(browser, addresses)]
    there = [(name, address) for name, address in addresses if before[0][address][0] == 200]
    before.append(walk(browser, there, asked))
    marks = [restricted.crn, restricted.family_name, "made-up evidence of a person", *hidden]
    for address, (_, text) in before[0].items():
        assert not [mark for mark in marks if re.search(rf"\b{mark}\b", text)], address
        assert not re.search(rf"Case(&nbsp;| ){restricted.number}\b", text), address
    erase(restricted)
    after = [walk(browser, addresses), walk(browser, there, asked)]
    names = {address: name for name, address in addresses}
    return {
        names[address]
        for with_it, without in zip(before, after, strict=True)
        for address in with_it
        if with_it[address] != without[address]
    }


@pytest.mark.parametrize("role", OUTSIDERS)
def test_an_outsider_who_knows_its_addresses_gets_what_a_made_up_one_gets(
    role: str,
    restricted: Any,
    one_of_each: Any,
    colleague: Any,
    signed_in: Any,
    every_address: Any,
) -> None:
    browser = signed_in(user=one_of_each.get(role, colleague))
    for argument, found in its_ids(restricted).items():
        made_up = str(uuid.uuid4())
        for _, address in every_address({argument: found[:1]}):
            if str(found[0]) not in address:
                continue
            other = address.replace(str(found[0]), made_up)
            for ask in (browser.get, browser.post):
                known, unknown = ask(address), ask(other)
                assert known.status_code == unknown.status_code, address
                assert _said(known, found[0]) == _said(unknown, made_up), address


def _said(answer: Any, public_id: Any) -> str:
    text = answer.getvalue().decode() + answer.get("Location", "")
    return CHANGING.sub("", text.replace(str(public_id), "it"))


def test_the_trail_of_it_holds_no_name_no_reference_and_no_number(
    restricted: Any, one_of_each: Any, signed_in: Any
) -> None:
    text = signed_in(user=one_of_each["administrator"]).get("/audit/").text
    assert str(restricted.public_id) in text
    for mark in (restricted.crn, restricted.family_name, f"Case {restricted.number}"):
        assert mark not in text
