"""Feedback to the responsible officer: from the record, private, naming nobody else."""

import uuid
from datetime import date
from typing import Any

import pytest
from hypothesis import given as forall
from hypothesis import strategies as st

from assay.service.accounts.actions import Refused
from assay.service.accounts.models import Membership
from assay.service.accounts.roles import catalogue
from assay.service.audit.models import Event, Kind
from assay.service.cases.actions import answering
from assay.service.cases.actions import feedback as actions
from assay.service.cases.actions.restrictions import restrict
from assay.service.cases.completeness import Content
from assay.service.cases.feedback import Draft, draft_of, officers_known
from assay.service.cases.feedback_names import Naming, naming
from assay.service.cases.framework import ABOUT, fact_questions, form_of
from assay.service.cases.models import Case, Feedback

pytestmark = pytest.mark.django_db
DELIVERY = "P2.3.1"
RELEASERS = {"lead_inspector"}


@pytest.fixture
def reading(case: Any, inspector: Any, given: Any, answer: Any) -> Any:
    return answer(given(case, inspector), note="made-up evidence")


@pytest.fixture
def over(inspection: Any) -> Any:
    """Have the last day of fieldwork come."""
    inspection.announce_on = date(2025, 1, 1)
    inspection.fieldwork_starts_on = date(2025, 2, 3)
    inspection.fieldwork_ends_on = date(2025, 2, 7)
    inspection.save()
    return inspection


@pytest.fixture
def write(reading: Any) -> Any:
    def keep(
        good: str = "Clear made-up planning.", better: str = "", *, version: int = 0,
        looked: bool = False, by: Any = None,
    ) -> Any:  # fmt: skip
        return actions.write(
            by=by or reading.reader, reading=reading, draft=Draft(good, better),
            version=version, looked=looked,
        )  # fmt: skip

    return keep


@pytest.fixture
def start(inspection: Any, reading: Any) -> str:
    return f"/inspections/{inspection.public_id}/readings/{reading.public_id}/feedback"


# -- Drafted from the record -----------------------------------------------------------------


def test_the_draft_says_what_was_good_with_its_evidence_and_then_what_was_not(
    case: Any, inspector: Any, given: Any, answer: Any, inspection: Any
) -> None:
    found = given(case, inspector)
    answer(found, submit=False)
    asked = form_of(inspection)[DELIVERY]
    said = [{"answer": "yes", "note": ""} for _ in asked.prompts]
    said[0] = {"answer": "yes", "note": " seen within a week "}
    said[1] = {"answer": "no", "note": "three officers in a year"}
    said[3] = {"answer": "no", "note": "an old answer"}
    answering.save_answer(
        by=inspector, reading=found, question=DELIVERY, version=1, client_id=uuid.uuid4(),
        content=Content(tuple(said), "no", ""),
    )  # fmt: skip
    facts = tuple(
        {"answer": "no" if key == "enforcement" else "yes", "note": ""}
        for key in fact_questions(inspection)
    )
    answering.save_answer(
        by=inspector, reading=found, question=ABOUT, version=1, client_id=uuid.uuid4(),
        content=Content(facts, "", ""),
    )  # fmt: skip

    draft = draft_of(found)

    assert draft.good == f"• {asked.prompts[0]}: seen within a week"
    assert draft.better == f"• {asked.prompts[1]}: three officers in a year"


def test_the_reader_is_offered_the_draft_and_keeps_what_they_make_of_it(
    signed_in: Any, inspector: Any, reading: Any, start: str
) -> None:
    browser = signed_in(user=inspector)
    assert start in browser.get(start.removesuffix("/feedback")).text
    assert browser.get(start).url == f"{start}/write"
    page = browser.get(f"{start}/write").text
    assert "made-up evidence" in page
    assert "is not kept yet" in page
    assert not Feedback.objects.exists()
    sent = {"version": 0, "good": "Well planned.\r\nOn time.", "better": "Reviews came late."}
    kept = browser.post(f"{start}/write", sent, follow=True).text
    assert "Well planned." in kept
    assert kept.index("What was good") < kept.index("What could be better")
    assert "OFFICIAL-SENSITIVE" in kept
    assert "Draft, not released" in kept
    assert Feedback.objects.get().good == "Well planned.\nOn time."
    sent |= {"version": 1, "better": ""}
    assert "What could be better" not in browser.post(f"{start}/write", sent, follow=True).text


def test_a_sheet_starts_with_what_was_good(signed_in: Any, inspector: Any, start: str) -> None:
    sent = {"version": 0, "good": " ", "better": "Reviews came late."}
    page = signed_in(user=inspector).post(f"{start}/write", sent).text
    assert "Say what was good" in page
    assert "Reviews came late." in page


def test_a_sheet_is_written_once_the_assessment_is_submitted_and_by_who_made_the_first_reading(
    case: Any, inspector: Any, colleague: Any, lead: Any, given: Any, answer: Any
) -> None:
    first, second = given(case, inspector), given(case, colleague, "second")
    answer(second)
    draft = Draft("Good.", "")
    for reading, who, words in (
        (first, inspector, "Submit the assessment first"),
        (second, colleague, "Only who made the first reading"),
        (first, lead, "Only who made the first reading"),
    ):
        with pytest.raises(Refused, match=words):
            actions.write(by=who, reading=reading, draft=draft, version=0, looked=True)


def test_two_pages_open_at_once_lose_nothing(write: Any, signed_in: Any, start: str) -> None:
    sheet = write("From the laptop.")
    assert write("From the laptop.") == sheet
    with pytest.raises(Refused, match="changed after you opened it"):
        write("From the tablet.")
    page = signed_in(user=sheet.written_by).post(
        f"{start}/write", {"version": 0, "good": "From the tablet."}
    )
    assert "From the tablet." in page.text
    assert "changed after you opened it" in page.text
    assert Feedback.objects.get().good == "From the laptop."


# -- Names -----------------------------------------------------------------------------------

OFFICERS = {"Anna Made-up", "Young, Tom", "O’Neil Invented"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You planned well.", Naming.NOBODY),
        ("Priya Invented planned well.", Naming.PERHAPS),
        ("anna  MADE-UP did the plan.", Naming.SURELY),
        ("The plan was Tom Young's.", Naming.SURELY),
        ("That was Young’s idea.", Naming.PERHAPS),
        ("The plan was by Tom Young.", Naming.SURELY),
        ("The plan was by Young,\nTom.", Naming.SURELY),
        ("Young did the plan.", Naming.PERHAPS),
        ("A young person had a say.", Naming.NOBODY),
        ("O’Neil Invented signed it.", Naming.SURELY),
    ],
)
def test_a_whole_name_is_found_in_either_order_and_part_of_one_is_a_question(
    text: str, found: Naming
) -> None:
    assert naming(text, OFFICERS, "Own Officer") is found


def test_the_officers_own_name_may_stand() -> None:
    assert naming("Anna Made-up planned well", OFFICERS, "ANNA made-up") is Naming.NOBODY


@forall(st.text(max_size=60), st.text(max_size=60), st.sampled_from(sorted(OFFICERS)))
def test_wherever_a_whole_name_stands_it_is_found(before: str, after: str, name: str) -> None:
    assert naming(f"{before} {name} {after}", OFFICERS, "Own Officer") is Naming.SURELY


def test_a_sheet_that_names_another_officer_is_refused_and_the_words_stay(
    signed_in: Any, inspector: Any, inspection: Any, case: Any, start: str
) -> None:
    other = next(iter(officers_known(inspector, inspection) - {case.responsible_officer}))
    typed = {"version": 0, "good": f"{other.upper()} helped you.", "better": "typed with care"}
    page = signed_in(user=inspector).post(f"{start}/write", typed).text
    assert "names another member of staff" in page
    assert "typed with care" in page
    assert not Feedback.objects.exists()


def test_a_word_that_may_be_a_name_is_asked_about_once(
    signed_in: Any, inspector: Any, inspection: Any, case: Any, start: str
) -> None:
    Case.objects.filter(inspection=inspection).exclude(pk=case.pk).update(
        responsible_officer="Tom Young"
    )
    browser, typed = signed_in(user=inspector), {"version": 0, "good": "Young people were heard."}
    page = browser.post(f"{start}/write", typed).text
    assert "may be another officer’s name" in page
    assert 'name="looked"' in page
    assert not Feedback.objects.exists()
    assert browser.post(f"{start}/write", typed | {"looked": "on"}).status_code == 302
    assert Feedback.objects.get().good == "Young people were heard."


def test_the_check_on_names_says_nothing_of_a_case_that_is_restricted_to_others(
    case: Any, inspector: Any, inspection: Any, lead: Any, reading: Any
) -> None:
    hidden = Case.objects.filter(inspection=inspection).exclude(pk=case.pk).first()
    Case.objects.filter(pk=hidden.pk).update(responsible_officer="Only There")
    assert "Only There" in officers_known(inspector, inspection)
    restrict(by=lead, case=hidden, to=[lead], reason="made up")
    assert "Only There" not in officers_known(inspector, inspection)


# -- Released --------------------------------------------------------------------------------


def test_nothing_is_released_before_the_last_day_of_fieldwork(
    write: Any, lead: Any, signed_in: Any, start: str, inspection: Any
) -> None:
    sheet = write()
    with pytest.raises(Refused, match="come to its last day"):
        actions.release(by=lead, sheet=sheet, recipient=Feedback.Recipient.OFFICER, version=1)
    browser = signed_in(user=lead)
    assert "Release it" not in browser.get(start).text
    page = browser.post(f"{start}/release", {"version": 1, "recipient": "officer"}).text
    assert "There is a problem" in page
    assert (
        "can be released from the last day"
        in browser.get(f"/inspections/{inspection.public_id}/feedback/").text
    )


def test_the_lead_releases_a_sheet_prints_it_and_takes_it_out(
    write: Any, lead: Any, signed_in: Any, start: str, over: Any, case: Any
) -> None:
    write("=1+1 is not a sum here.\nPlans were clear.", "Reviews came late.")
    browser = signed_in(user=lead)
    listed = browser.get(f"/inspections/{over.public_id}/feedback/").text
    assert "Written" in listed
    assert browser.get(f"{start}/sheet.txt").status_code == 404
    assert "Choose who" in browser.post(f"{start}/release", {"version": 1}).text
    sent = {"version": 1, "recipient": "both"}
    page = browser.post(f"{start}/release", sent, follow=True).text
    assert "the responsible officer and their manager" in page
    assert "Change it" not in page

    file = browser.get(f"{start}/sheet.txt")
    text = file.content.decode()
    assert file["Content-Type"] == "text/plain; charset=utf-8"
    assert case.crn not in file["Content-Disposition"]
    assert text.startswith("OFFICIAL-SENSITIVE\r\n")
    assert text.endswith("\r\nOFFICIAL-SENSITIVE\r\n")
    assert "\r\n'=1+1 is not a sum here.\r\nPlans were clear.\r\n" in text
    assert case.family_name not in text


def test_each_release_and_download_is_a_disclosure_to_a_role_and_each_look_is_logged(
    write: Any, lead: Any, signed_in: Any, start: str, over: Any, case: Any
) -> None:
    write("a made-up secret")
    browser = signed_in(user=lead)
    browser.get(start)
    browser.post(f"{start}/release", {"version": 1, "recipient": "manager"})
    browser.get(f"{start}/sheet.txt")
    events = {event.action: event for event in Event.objects.filter(person=case.public_id)}
    assert events["cases.write_feedback"].kind == Kind.COLLECTION
    assert events["cases.read_feedback"].kind == Kind.CONSULTATION
    for action in ("cases.release_feedback", "cases.download_feedback"):
        assert events[action].kind == Kind.DISCLOSURE
        assert "Their manager, for the responsible officer" in events[action].reason
    assert not any("secret" in f"{event.reason}{event.changes}" for event in events.values())


def test_a_released_sheet_stays_as_it_was_handed_over(write: Any, lead: Any, over: Any) -> None:
    sheet = write()
    release = {"by": lead, "sheet": sheet, "recipient": Feedback.Recipient.OFFICER}
    with pytest.raises(Refused, match="changed after you opened it"):
        actions.release(**release, version=2)
    actions.release(**release, version=1)
    with pytest.raises(Refused, match="has been released"):
        write("Something else.", version=1)
    with pytest.raises(Refused, match="released already"):
        actions.release(**release, version=1)


def test_the_names_are_looked_at_again_on_release(
    write: Any, lead: Any, over: Any, case: Any
) -> None:
    sheet = write("Tom Young helped you.")
    Case.objects.filter(inspection=over).exclude(pk=case.pk).update(responsible_officer="Tom Young")
    with pytest.raises(Refused, match="names another member of staff"):
        actions.release(by=lead, sheet=sheet, recipient=Feedback.Recipient.OFFICER, version=1)


# -- Who may see it --------------------------------------------------------------------------


@pytest.mark.parametrize("role", sorted(catalogue().roles))
def test_a_sheet_is_its_writers_and_the_leads_and_nobody_elses(
    role: str, write: Any, start: str, over: Any, one_of_each: Any, signed_in: Any, inspector: Any
) -> None:
    write()
    browser = signed_in(user=one_of_each[role])
    opens = 200 if role in RELEASERS else 404
    assert browser.get(start).status_code == opens
    assert browser.get(f"{start}/release").status_code == opens
    assert browser.get(f"{start}/write").status_code == 404
    own = signed_in(user=inspector)
    assert own.get(f"{start}/write").status_code == 200
    assert own.get(f"{start}/release").status_code == 404


@pytest.fixture
def lead_who_reads(lead: Any, inspection: Any) -> Any:
    """Make the lead somebody who also makes second readings."""
    Membership.objects.create(
        user=lead, role="inspector", scope="inspection", inspection=inspection,
        starts_on=date(2025, 1, 1),
    )  # fmt: skip
    return lead


def test_a_second_reader_sees_no_sheet_before_they_submit_even_if_they_release_it(
    write: Any, case: Any, lead_who_reads: Any, given: Any, answer: Any, signed_in: Any,
    start: str, over: Any,
) -> None:  # fmt: skip
    write()
    second = given(case, lead_who_reads, "second")
    browser = signed_in(user=lead_who_reads)
    addresses = (start, f"{start}/release", f"{start}/sheet.txt", f"{start}/write")
    for address in addresses:
        assert browser.get(address).status_code == 404, address
    listed = f"/inspections/{over.public_id}/feedback/"
    assert f"Case&nbsp;{case.number}<" not in browser.get(listed).text
    answer(second)
    assert browser.get(start).status_code == 200
    assert f"Case&nbsp;{case.number}<" in browser.get(listed).text


def test_the_sheet_of_a_restricted_case_is_there_for_named_people_alone(
    write: Any, case: Any, lead: Any, inspector: Any, person: Any, over: Any, signed_in: Any,
    start: str,
) -> None:  # fmt: skip
    write()
    other_lead = person("lead_inspector", inspection=over)
    restrict(by=lead, case=case, to=[lead, inspector], reason="made up")
    assert signed_in(user=lead).get(start).status_code == 200
    outsider = signed_in(user=other_lead)
    assert outsider.get(start).status_code == 404
    assert "Case&nbsp;" not in outsider.get(f"/inspections/{over.public_id}/feedback/").text


def test_before_it_is_written_the_lead_is_told_so(
    lead: Any, signed_in: Any, start: str, over: Any
) -> None:
    browser = signed_in(user=lead)
    assert "has not written a sheet yet" in browser.get(start).text
    assert browser.get(f"{start}/release").status_code == 404
    assert "Not written" in browser.get(f"/inspections/{over.public_id}/feedback/").text
