"""Every page of the service that shows a person of a case writes down that it was read."""

import re
from typing import Any

import pytest

from assay.service.audit.models import Event
from assay.service.cases.models import Case

pytestmark = pytest.mark.django_db
NOTE = "made-up evidence of a person"
SHOWS = {
    *("cases:sample", "cases:case", "cases:readings", "cases:reading", "cases:question"),
    *("cases:settle", "cases:certificate", "cases:moderation", "cases:progress"),
}
"""Pages that are known to show people: were they not walked, this test would show nothing."""


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
    others = (one_of_each[role] for role in set(one_of_each) - {"lead_inspector", "inspector"})
    return [lead, inspector, *others]


def test_every_page_that_shows_a_person_writes_that_it_was_read(
    visitors: Any, case: Any, signed_in: Any, every_address: Any
) -> None:
    """Whatever holds a number, a reference, a name or a note of a case logs it."""
    cases = {one.public_id: marks_of(one) for one in Case.objects.all()}
    cases[case.public_id] = re.compile(f"{cases[case.public_id].pattern}|{NOTE}")
    shown = set()
    for user in visitors:
        browser = signed_in(user=user)
        there = [one for one in every_address() if not one[0].startswith(("account_", "mfa_"))]
        for name, address in there:
            before = Event.objects.count()
            answer = browser.get(address)
            text = answer.getvalue().decode(errors="replace") if answer.status_code == 200 else ""
            found = {one for one, marks in cases.items() if marks.search(text)}
            events = Event.objects.filter(sequence__gt=before, by=user.public_id)
            assert found <= set(events.values_list("person", flat=True)), (user.pk, name)
            shown |= {name} if found else set()
    assert shown >= SHOWS


def marks_of(case: Any) -> re.Pattern[str]:
    """Give what a page could tell a case by."""
    number = rf"Case(?:&nbsp;| ){case.number}\b"
    return re.compile(rf"{number}|\b{case.crn}\b|\b{case.family_name}\b")
