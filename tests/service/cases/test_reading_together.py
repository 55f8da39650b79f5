"""Two people on one reading: both answer, one submits, both stay blind."""

import uuid
from typing import Any

import pytest
from django.db import IntegrityError

from assay.service.accounts.actions import Refused
from assay.service.accounts.models import Membership
from assay.service.audit.models import Event
from assay.service.cases.actions import answering, assigning, joining, restrictions, submitting
from assay.service.cases.framework import questions_of
from assay.service.cases.models import JointReader
from assay.service.cases.selectors import blind_cases, cases_for, own_readings, readings_for

pytestmark = pytest.mark.django_db
KQ = "P2.1.1"


@pytest.fixture
def local(person: Any, inspection: Any, lead: Any) -> Any:
    """Give a local assessor of a team far away."""
    made = person("local_assessor", inspection=inspection)
    assigning.say_home_team(by=lead, inspection=inspection, user=made, ldu="Far", team="Away")
    return made


@pytest.fixture
def together(case: Any, inspector: Any, local: Any, lead: Any, given: Any) -> Any:
    reading = given(case, inspector)
    joining.name_joint(by=lead, reading=reading, people=[local])
    return reading


@pytest.fixture
def save(content_of: Any) -> Any:
    def keep(
        reading: Any, by: Any, sufficient: Any = "yes", *, version: Any = 0, note: Any = ""
    ) -> Any:
        asked = questions_of(reading.case.inspection)[KQ]
        return answering.save_answer(
            by=by,
            reading=reading,
            question=KQ,
            content=content_of(asked, sufficient, note=note),
            version=version,
            client_id=uuid.uuid4(),
        )

    return keep


def address(reading: Any, rest: str = "") -> str:
    return f"/inspections/{reading.case.inspection.public_id}/readings/{reading.public_id}{rest}"


def test_a_joint_reader_finds_the_case_and_answers_under_their_own_name(
    together: Any, local: Any, inspection: Any, save: Any, signed_in: Any
) -> None:
    assert list(own_readings(local, inspection)) == [together]
    assert list(cases_for(local, inspection)) == [together.case]
    assert save(together, local).saved_by == local
    page = signed_in(user=local).get(address(together)).text
    assert "Submit the assessment" not in page
    assert f"{together.reader.full_name} submits it" in page


def test_only_the_reader_submits(together: Any, local: Any, answer: Any, signed_in: Any) -> None:
    answer(together, submit=False)
    with pytest.raises(Refused, match="Only its reader"):
        submitting.submit(by=local, reading=together)
    signed_in(user=local).post(address(together, "/submit"))
    together.refresh_from_db()
    assert together.submitted_at is None
    submitting.submit(by=together.reader, reading=together)


def test_two_peoples_conflicting_answers_are_both_shown(
    together: Any, local: Any, inspector: Any, save: Any, signed_in: Any
) -> None:
    save(together, local, "yes", note="what the local assessor saw")
    with pytest.raises(answering.Conflict) as conflict:
        save(together, inspector, "no")
    assert conflict.value.saved.saved_by == local
    asked = questions_of(together.case.inspection)[KQ]
    sent = {"version": 0, "client_id": str(uuid.uuid4()), "sufficient": "no", "reason": ""}
    for place in range(1, len(asked.prompts) + 1):
        sent |= {f"prompt_{place}": "no", f"note_{place}": "what the inspector saw"}
    page = signed_in(user=inspector).post(address(together, f"/questions/{KQ}"), sent)
    assert page.status_code == 409
    assert "what the local assessor saw" in page.text
    assert "what the inspector saw" in page.text
    assert local.full_name in page.text


def test_both_stay_blind_to_the_other_reading(
    together: Any, colleague: Any, case: Any, inspection: Any, given: Any, answer: Any, lead: Any,
    person: Any,
) -> None:  # fmt: skip
    helper = person("inspector", inspection=inspection)
    second = given(case, colleague, "second")
    joining.name_joint(by=lead, reading=second, people=[helper])
    answer(together)
    for user in (colleague, helper):
        assert list(blind_cases(user)) == [case]
        assert list(readings_for(user, inspection)) == [second]
    answer(second)
    assert together in readings_for(helper, inspection)


def test_nobody_reads_a_case_with_both_readers(
    together: Any, case: Any, colleague: Any, inspection: Any, given: Any, lead: Any, person: Any
) -> None:
    helper = person("inspector", inspection=inspection)
    joining.name_joint(by=lead, reading=together, people=[helper])
    second = given(case, colleague, "second")
    with pytest.raises(Refused, match="by two people"):
        joining.name_joint(by=lead, reading=second, people=[helper])
    with pytest.raises(Refused, match="by two people"):
        joining.name_joint(by=lead, reading=together, people=[colleague])
    with pytest.raises(Refused, match="by two people"):
        given(case, helper, "second")


def test_the_rules_for_a_reader_hold_for_a_joint_reader_and_a_refusal_is_recorded(
    case: Any, inspector: Any, lead: Any, given: Any, person: Any, inspection: Any, local: Any
) -> None:
    reading = given(case, inspector)
    near = person("local_assessor", inspection=inspection)
    assigning.say_home_team(by=lead, inspection=inspection, user=near, ldu=case.ldu, team=case.team)
    contact = person("provider_contact", inspection=inspection)
    with pytest.raises(Refused) as refusal:
        joining.name_joint(by=lead, reading=reading, people=[local, near, contact])
    assert "own team" in str(refusal.value)
    assert "may not make this reading" in str(refusal.value)
    assert not JointReader.objects.exists()
    assert Event.objects.filter(action="cases.join_refused").count() == 2
    restrictions.restrict(by=lead, case=case, to=[inspector], reason="made up")
    with pytest.raises(Refused, match="restricted"):
        joining.name_joint(by=lead, reading=reading, people=[local])


def test_who_is_taken_off_can_save_no_more_and_what_they_saved_stays(
    together: Any, local: Any, inspection: Any, lead: Any, save: Any
) -> None:
    save(together, local)
    joining.name_joint(by=lead, reading=together, people=[])
    with pytest.raises(Refused, match="no longer yours"):
        save(together, local, "no", version=1)
    assert not cases_for(local, inspection).exists()
    assert together.answers.get().saved_by == local
    joining.name_joint(by=lead, reading=together, people=[local])
    assert JointReader.objects.filter(ended_at=None).count() == 1


def test_a_person_is_named_once_at_a_time(together: Any, local: Any, lead: Any) -> None:
    with pytest.raises(IntegrityError):
        JointReader.objects.create(reading=together, user=local, added_by=lead)


def test_the_lead_names_them_from_the_page_and_sees_them_on_progress_and_case(
    case: Any, inspector: Any, local: Any, lead: Any, given: Any, signed_in: Any, inspection: Any
) -> None:
    reading = given(case, inspector)
    browser = signed_in(user=lead)
    page = browser.post(address(reading, "/together"), {"people": [str(local.public_id)]})
    assert page.status_code == 302
    base = f"/inspections/{inspection.public_id}"
    assert f"with {local.full_name}" in browser.get(f"{base}/progress/").text
    shown = browser.get(f"{base}/cases/{case.public_id}/").text
    assert "Together with" in shown
    assert "A joint reader named" in shown
    assert "checked" in browser.get(address(reading, "/together")).text


def test_who_loses_their_role_loses_the_case(together: Any, local: Any, signed_in: Any) -> None:
    Membership.objects.filter(user=local).delete()
    assert signed_in(user=local).get(address(together)).status_code == 404
