"""Every page of the service that shows a person of a case writes down that it was read."""

import re
from typing import Any

import pytest
from django.db import transaction

from assay.service.audit.models import Event
from assay.service.cases.actions import restrictions
from assay.service.cases.models import Case

pytestmark = pytest.mark.django_db
NOTE = "made-up evidence of a person"
SHOWS = {
    *("cases:sample", "cases:case", "cases:readings", "cases:reading", "cases:question"),
    *("cases:settle", "cases:certificate", "cases:moderation", "cases:progress"),
    *("cases:substitute", "cases:restrict", "cases:lift", "cases:take_back", "cases:reopen"),
}
"""Pages that are known to show people: were they not walked, this test would show nothing."""
ASKS = {
    *("cases:substitute", "cases:restrict", "cases:lift", "cases:take_back", "cases:reopen"),
    *("cases:assign", "cases:settle"),
}
"""Forms about a case that come back when nothing is filled in."""


@pytest.fixture
def visitors(
    case: Any,
    inspector: Any,
    colleague: Any,
    lead: Any,
    given: Any,
    answer: Any,
    one_of_each: Any,
) -> Any:
    """Something behind every address, and everybody who might open it."""
    answer(given(case, inspector), {"P2.1.1": "no"}, note=NOTE)
    answer(given(case, colleague, "second"))
    still = Case.objects.filter(draw=case.draw, state="sample").exclude(pk=case.pk).first()
    given(still, inspector)
    restrictions.restrict(by=lead, case=still, to=[inspector], reason="made up")
    others = (one_of_each[role] for role in set(one_of_each) - {"lead_inspector", "inspector"})
    return [lead, inspector, *others]


def test_every_page_that_shows_a_person_writes_that_it_was_read(
    visitors: Any, case: Any, signed_in: Any, every_address: Any
) -> None:
    """Whatever holds a number, a reference, a name or a note of a case logs it."""
    cases = {one.public_id: marks_of(one) for one in Case.objects.all()}
    cases[case.public_id] = re.compile(f"{cases[case.public_id].pattern}|{NOTE}")
    hidden = Case.objects.get(restricted=True)
    readings = [case.readings.get(kind="first"), hidden.readings.get()]
    first = {
        "case_id": [case.public_id, hidden.public_id],
        "reading_id": [reading.public_id for reading in readings],
    }
    shown, refused = set(), set()
    for user in visitors:
        browser = signed_in(user=user)
        there = [one for one in every_address(first) if not one[0].startswith(("account_", "mfa_"))]
        for name, address in there:
            if shows_and_logs(browser.get, address, user, cases):
                shown.add(name)
            # Nothing filled in: a form comes back with what is wrong, and the case on it.
            with transaction.atomic():
                if shows_and_logs(browser.post, address, user, cases):
                    refused.add(name)
                transaction.set_rollback(True)
    assert shown >= SHOWS
    assert refused >= ASKS


def shows_and_logs(ask: Any, address: str, user: Any, cases: Any) -> bool:
    """Say whether a page shows a person; fail if it does and doesn't write that it was read."""
    last = Event.objects.order_by("sequence").values_list("sequence", flat=True).last()
    answer = ask(address)
    text = answer.getvalue().decode(errors="replace") if answer.status_code == 200 else ""
    found = {one for one, marks in cases.items() if marks.search(text)}
    events = Event.objects.filter(sequence__gt=last, by=user.public_id)
    assert found <= set(events.values_list("person", flat=True)), (user.pk, address)
    return bool(found)


def marks_of(case: Any) -> re.Pattern[str]:
    """Give what a page could tell a case by."""
    number = rf"[Cc]ase(?:&nbsp;| ){case.number}\b"
    return re.compile(rf"{number}|\b{case.crn}\b|\b{case.family_name}\b")
