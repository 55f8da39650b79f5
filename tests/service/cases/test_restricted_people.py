"""A restriction is on a person, for the whole inspection: it outlives draws, lists and leavers."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assay.sampling.sample import Request
from assay.sampling.specification import load_specification
from assay.service.accounts import actions as accounts
from assay.service.accounts.actions import Refused
from assay.service.audit.models import Event
from assay.service.cases.actions import case_lists, draws, restrictions
from assay.service.cases.models import Case
from assay.service.cases.selectors import cases_for
from assay.service.inspections.models import Notice
from assay.service.inspections.team import leave

pytestmark = pytest.mark.django_db
ALL = Request(as_of=date(2025, 1, 1), size=60, buffer_percent=0, seed=8)


@pytest.fixture
def other(person: Any, inspection: Any) -> Any:
    """Another lead, who is not named."""
    return person("lead_inspector", inspection=inspection)


@pytest.fixture
def restricted(case: Any, lead: Any, inspector: Any) -> Any:
    restrictions.restrict(by=lead, case=case, to=[inspector], reason="made up")
    case.refresh_from_db()
    return case


def draw_again(by: Any, case_list: Any, request: Any = ALL) -> Any:
    case_list.refresh_from_db()
    return draws.draw(
        by=by,
        case_list=case_list,
        specification=load_specification(),
        request=request,
        reason="more readers",
    )


def test_drawing_again_keeps_the_restriction_and_who_is_named(
    restricted: Any, case_list: Any, other: Any, lead: Any, inspector: Any, inspection: Any
) -> None:
    drawn = draw_again(other, case_list)
    again = drawn.cases.get(crn=restricted.crn)
    assert again.restricted
    assert drawn.cases.filter(restricted=True).count() == 1
    for user, sees in ((lead, True), (inspector, True), (other, False)):
        assert cases_for(user, inspection).filter(pk=again.pk).exists() is sees
    event = Event.objects.get(action="cases.carry_restriction")
    assert (event.by, event.person) == (other.public_id, again.public_id)


def test_a_new_list_that_writes_the_reference_otherwise_keeps_it(
    restricted: Any, uploaded: Any, rows_of: Any, other: Any, inspection: Any
) -> None:
    rows = [rows_of(n, crn=f"x {n:06d}") for n in range(80, 0, -1)]
    drawn = draw_again(other, uploaded(by=other, inspection=inspection, rows=rows))
    again = drawn.cases.get(restricted=True)
    assert again.family_name == restricted.family_name


def test_a_person_with_a_new_reference_is_known_by_name_and_date_of_birth(
    lead: Any,
    other: Any,
    inspection: Any,
    rows_of: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    def listed(by: Any, prefix: str) -> Any:
        rows = [
            rows_of(n, crn=f"{prefix}{n:06d}", date_of_birth="1990-05-04") for n in range(1, 61)
        ]
        lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
        file = SimpleUploadedFile("made-up-list.csv", "\n".join(lines).encode())
        with django_capture_on_commit_callbacks(execute=True):
            return case_lists.upload(by=by, inspection=inspection, file=file)

    case = draw_again(lead, listed(lead, "X")).cases.first()
    restrictions.restrict(by=lead, case=case, to=[], reason="made up")
    drawn = draw_again(other, listed(other, "Y"))
    again = drawn.cases.get(restricted=True)
    assert again.family_name == case.family_name
    assert again.crn != case.crn


def test_who_was_not_drawn_for_a_while_is_still_restricted_when_drawn_again(
    restricted: Any, case_list: Any, other: Any, request_of: Any
) -> None:
    few = Request(as_of=date(2025, 1, 1), size=3, buffer_percent=0, seed=8)
    assert not draw_again(other, case_list, few).cases.filter(crn=restricted.crn).exists()
    again = draw_again(other, case_list, request_of).cases.get(crn=restricted.crn)
    assert again.restricted


def test_a_restriction_that_was_lifted_stays_lifted(
    restricted: Any, case_list: Any, other: Any, lead: Any
) -> None:
    again = draw_again(other, case_list).cases.get(crn=restricted.crn)
    restrictions.lift(by=lead, case=again, reason="over")
    assert not draw_again(other, case_list).cases.filter(restricted=True).exists()


def test_a_case_of_a_sample_that_was_drawn_again_meanwhile_cannot_be_restricted(
    case: Any, case_list: Any, lead: Any, other: Any
) -> None:
    draw_again(other, case_list)
    with pytest.raises(Refused, match="drawn again"):
        restrictions.restrict(by=lead, case=case, to=[], reason="made up")


@pytest.mark.parametrize("way", ["role", "access"])
def test_when_the_last_who_is_named_leaves_the_chief_inspectors_are_named(
    way: str,
    restricted: Any,
    lead: Any,
    inspector: Any,
    person: Any,
    inspection: Any,
    mailoutbox: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    chief, keeper = person("chief_inspector"), person("administrator")
    leave(by=keeper, membership=inspector.memberships.get())
    assert not cases_for(chief, inspection).filter(pk=restricted.pk).exists()
    with django_capture_on_commit_callbacks(execute=True):
        if way == "role":
            leave(by=keeper, membership=lead.memberships.get())
        else:
            accounts.end_access(by=keeper, user=lead, reason="they have left")
    assert cases_for(chief, inspection).filter(pk=restricted.pk).exists()
    event = Event.objects.get(action="cases.hand_over")
    assert (event.by, event.person) == (keeper.public_id, restricted.public_id)
    assert Notice.objects.get(kind="restricted_handed_over").recipient == chief
    told = next(mail for mail in mailoutbox if mail.to == [chief.email])
    assert "restricted case" in told.body
    for mark in (restricted.crn, restricted.family_name, f"ase {restricted.number}"):
        assert mark not in told.subject + told.body


def test_with_no_chief_inspector_the_person_can_still_leave(
    restricted: Any, lead: Any, inspector: Any, person: Any
) -> None:
    for user in (inspector, lead):
        accounts.end_access(by=person("administrator"), user=user, reason="they have left")
    assert not Event.objects.filter(action="cases.hand_over").exists()


@pytest.mark.parametrize("said", ["{crn} asked", "x {digits}", "{name} rang", "of {lower}'s"])
def test_a_reason_that_names_the_person_is_refused(
    said: str,
    case: Any,
    given: Any,
    answer: Any,
    inspector: Any,
    lead: Any,
    signed_in: Any,
    inspection: Any,
) -> None:
    name = case.family_name
    reason = said.format(crn=case.crn, digits=case.crn[1:], name=name, lower=name.lower())
    reading = given(case, inspector)
    browser = signed_in(user=lead)
    start = f"/inspections/{inspection.public_id}/readings/{reading.public_id}"
    assert "names the person" in browser.post(f"{start}/take-back", {"reason": reason}).text
    answer(reading)
    assert "names the person" in browser.post(f"{start}/reopen", {"reason": reason}).text
    assert not Event.objects.filter(action__in=["cases.take_back", "cases.reopen"]).exclude(
        reason=""
    )
    page = browser.post(f"{start}/reopen", {"reason": "Sent in too early"}, follow=True).text
    assert "open again" in page


@pytest.mark.parametrize("said", ["X000061 was missing", "Test Madeup61 asked", "madeup61, TEST"])
def test_a_sample_is_not_drawn_again_for_a_reason_that_names_anybody_on_the_list(
    said: str, drawn: Any, uploaded: Any, rows_of: Any, lead: Any, inspection: Any
) -> None:
    rows = [rows_of(number) for number in range(1, 62)]
    longer = uploaded(by=lead, inspection=inspection, rows=rows)
    with pytest.raises(Refused, match="names somebody"):
        draws.draw(
            by=lead,
            case_list=longer,
            specification=load_specification(),
            request=ALL,
            reason=said,
        )
    assert Case.objects.exclude(draw=drawn).count() == 0
