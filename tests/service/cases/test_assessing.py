"""Giving cases out and answering them: saved as one goes, once each, nothing lost."""

import uuid
from typing import Any

import pytest

from assay.service.accounts.actions import Refused
from assay.service.audit.models import Event
from assay.service.cases.actions import answering, assigning, submitting
from assay.service.cases.completeness import blanks_of, contradiction
from assay.service.cases.framework import questions_of
from assay.service.cases.models import Answer, HomeTeam, Reading

pytestmark = pytest.mark.django_db
KQ = "P2.1.1"


@pytest.fixture
def reading(case: Any, inspector: Any, given: Any) -> Any:
    return given(case, inspector)


@pytest.fixture
def asked(inspection: Any) -> Any:
    return questions_of(inspection)[KQ]


@pytest.fixture
def save(reading: Any, asked: Any, content_of: Any) -> Any:
    def save(
        sufficient: Any = "yes",
        *,
        version: Any = 0,
        client_id: Any = None,
        by: Any = None,
        **more: Any,
    ) -> Any:
        return answering.save_answer(
            by=by or reading.reader,
            reading=reading,
            question=KQ,
            content=content_of(asked, sufficient, **more),
            version=version,
            client_id=client_id or uuid.uuid4(),
        )

    return save


def fields(
    asked: Any, *, version: Any = 0, client_id: Any = None, note: Any = "", sufficient: Any = "yes"
) -> Any:
    sent = {
        "version": version,
        "client_id": str(client_id or uuid.uuid4()),
        "sufficient": sufficient,
    }
    for place in range(1, len(asked.prompts) + 1):
        sent |= {f"prompt_{place}": "yes", f"note_{place}": note}
    return sent


# -- Giving out ----------------------------------------------------------------------------


@pytest.fixture
def local(person: Any, inspection: Any) -> Any:
    return person("local_assessor", inspection=inspection)


def test_a_local_assessor_is_given_nothing_until_their_team_is_known(
    case: Any, local: Any, given: Any
) -> None:
    with pytest.raises(Refused, match="which team they come from"):
        given(case, local)


def test_a_local_assessor_is_never_given_a_case_of_their_own_team_and_the_refusal_is_kept(
    case: Any, local: Any, given: Any, lead: Any, inspection: Any
) -> None:
    assigning.say_home_team(
        by=lead, inspection=inspection, user=local, ldu=case.ldu.upper(), team=f" {case.team} "
    )
    with pytest.raises(Refused, match="own team"):
        given(case, local)
    assert not Reading.objects.exists()
    event = Event.objects.get(action="cases.assign_refused")
    assert (event.by, event.person, event.object_id) == (
        lead.public_id,
        case.public_id,
        local.public_id,
    )
    assert "own team" in event.reason
    HomeTeam.objects.update(team="Team far away")
    assert given(case, local).reader == local


def test_where_the_list_gives_no_team_the_whole_unit_is_kept_from_a_local_assessor(
    case: Any, local: Any, given: Any, lead: Any, inspection: Any
) -> None:
    case.team = ""
    case.save()
    assigning.say_home_team(
        by=lead, inspection=inspection, user=local, ldu=case.ldu, team="Another"
    )
    with pytest.raises(Refused, match="gives no team"):
        given(case, local)


def test_nobody_reads_a_case_of_which_they_are_the_officer(
    case: Any, inspector: Any, given: Any
) -> None:
    case.responsible_officer = inspector.full_name.upper()
    case.save()
    with pytest.raises(Refused, match="own responsible officer"):
        given(case, inspector)


def test_a_case_is_given_only_to_those_who_may_read_on_this_inspection(
    case: Any, person: Any, elsewhere: Any, given: Any
) -> None:
    with pytest.raises(Refused, match="may not make this reading"):
        given(case, person("inspector", inspection=elsewhere))


def test_a_case_given_to_another_reader_is_taken_back_and_nothing_is_lost(
    case: Any, reading: Any, colleague: Any, given: Any, save: Any
) -> None:
    save(note="made-up evidence")
    given(case, colleague)
    reading.refresh_from_db()
    assert reading.withdrawn_at is not None
    assert reading.answers.get().prompts[0]["note"] == "made-up evidence"
    with pytest.raises(Refused, match="no longer yours"):
        save("no", version=1)


def test_a_submitted_reading_cannot_be_given_to_somebody_else(
    case: Any, reading: Any, colleague: Any, given: Any, answer: Any
) -> None:
    answer(reading)
    with pytest.raises(Refused, match="submitted already"):
        given(case, colleague)


# -- Saving --------------------------------------------------------------------------------


def test_each_save_is_a_version_and_the_ones_before_are_kept(save: Any) -> None:
    save("yes")
    save("no", version=1)
    assert list(Answer.objects.values_list("version", "sufficient", "current")) == [
        (1, "yes", False),
        (2, "no", True),
    ]


def test_the_same_id_twice_is_once(save: Any) -> None:
    identity = uuid.uuid4()
    assert save("no", client_id=identity) == save("no", client_id=identity)
    assert Answer.objects.count() == 1
    assert Event.objects.filter(action="cases.answer").count() == 1


def test_a_save_sent_again_after_later_ones_and_after_submission_is_still_acknowledged(
    save: Any, reading: Any, answer: Any
) -> None:
    identity = uuid.uuid4()
    first = save("no", client_id=identity, reason="")
    save("yes", version=1)
    assert save("no", client_id=identity) == first
    for number in questions_of(reading.case.inspection):
        reading.answers.filter(question=number).delete()
    answer(reading)
    Answer.objects.filter(reading=reading, question=KQ).update(client_id=identity)
    assert save("no", client_id=identity).question == KQ


def test_an_id_used_for_another_answer_is_refused(
    save: Any, reading: Any, content_of: Any, inspection: Any
) -> None:
    used = save().client_id
    other = questions_of(inspection)["P2.1.2"]
    with pytest.raises(Refused, match="under the number of another one"):
        answering.save_answer(
            by=reading.reader, reading=reading, question="P2.1.2",
            content=content_of(other), version=0, client_id=used,
        )  # fmt: skip


def test_a_save_against_an_older_version_is_a_conflict_and_changes_nothing(save: Any) -> None:
    save("yes", note="first device")
    with pytest.raises(answering.Conflict) as raised:
        save("no", version=0, note="second device")
    assert raised.value.saved.sufficient == "yes"
    assert Answer.objects.get().prompts[0]["note"] == "first device"


def test_saying_the_same_thing_against_an_older_version_is_no_conflict(save: Any) -> None:
    first = save("yes")
    assert save("yes", version=0) == first


def test_the_audit_trail_says_who_answered_which_case_and_nothing_of_what_was_said(
    save: Any, case: Any
) -> None:
    save("no", note="a made-up secret", reason="because of the made-up secret")
    event = Event.objects.get(action="cases.answer")
    assert event.person == case.public_id
    assert "secret" not in str(event.changes)
    assert event.changes["sufficient"] == {"changed": True}


def test_nobody_saves_for_somebody_else(save: Any, colleague: Any, lead: Any) -> None:
    for other in (colleague, lead):
        with pytest.raises(Refused, match="no longer yours"):
            save(by=other)


# -- Whole and sound -----------------------------------------------------------------------


def prompts(*answers: Any) -> Any:
    return [{"answer": answer, "note": ""} for answer in answers]


@pytest.mark.parametrize(
    ("answers", "sufficient", "differs"),
    [
        (("yes", "yes"), "yes", False),
        (("yes", "no"), "no", False),
        (("yes", "no"), "yes", True),
        (("yes", "yes"), "no", True),
        (("yes", "not_applicable"), "no", True),
        (("yes", "yes"), "not_applicable", True),
        (("not_applicable", "not_applicable"), "not_applicable", False),
        (("not_applicable", "not_applicable"), "yes", True),
        (("", ""), "yes", False),
    ],
)
def test_a_judgement_needs_a_reason_when_its_prompts_point_elsewhere(
    answers: Any, sufficient: Any, differs: Any
) -> None:
    assert bool(contradiction(prompts(*answers), sufficient)) is differs


def test_a_contradiction_with_a_reason_is_whole(asked: Any, content_of: Any) -> None:
    assert [b.field for b in blanks_of(asked, content_of(asked, "no", prompts="yes"))] == ["reason"]
    assert blanks_of(asked, content_of(asked, "no", prompts="yes", reason="made up")) == []
    assert [b.field for b in blanks_of(asked, None)][-1] == "sufficient"


def test_a_reading_is_submitted_only_when_nothing_is_missing_and_then_stays(
    reading: Any, answer: Any, save: Any
) -> None:
    with pytest.raises(submitting.Incomplete) as raised:
        submitting.submit(by=reading.reader, reading=reading)
    assert raised.value.blanks[0].question == "about"
    answer(reading)
    assert reading.submitted_at is not None
    reading.case.refresh_from_db()
    assert reading.case.read_at is not None
    with pytest.raises(Refused, match="has been submitted"):
        save("no", version=1)


# -- The pages -----------------------------------------------------------------------------


@pytest.fixture
def browser(signed_in: Any, inspector: Any) -> Any:
    return signed_in(user=inspector)


@pytest.fixture
def start(inspection: Any, reading: Any) -> Any:
    return f"/inspections/{inspection.public_id}/readings/{reading.public_id}"


def test_a_reader_finds_the_case_answers_and_goes_on_to_the_next_question(
    browser: Any, start: Any, asked: Any, inspection: Any, case: Any
) -> None:
    page = browser.get(f"/inspections/{inspection.public_id}/readings/").text
    assert f"Case&nbsp;{case.number}<" in page
    form = browser.get(f"{start}/questions/{KQ}").text
    assert all(prompt.replace("'", "&#39;") in form for prompt in asked.prompts)
    went = browser.post(f"{start}/questions/{KQ}", fields(asked, note="made-up evidence"))
    assert went.url.endswith("/questions/P2.1.2")
    back = browser.post(f"{start}/questions/P2.1.2", fields(asked) | {"back": "yes"})
    assert back.url == start
    assert "Complete" in browser.get(start).text
    assert "made-up evidence" in browser.get(f"{start}/questions/{KQ}").text


def test_a_blank_save_is_kept_and_never_refused(browser: Any, start: Any, asked: Any) -> None:
    sent = {"version": 0, "client_id": str(uuid.uuid4()), "note_1": "half a thought"}
    assert browser.post(f"{start}/questions/{KQ}", sent).status_code == 302
    assert "half a thought" in browser.get(f"{start}/questions/{KQ}").text
    assert "Incomplete" in browser.get(start).text


def test_two_versions_are_shown_side_by_side_and_a_person_chooses(
    browser: Any, start: Any, asked: Any
) -> None:
    address = f"{start}/questions/{KQ}"
    browser.post(address, fields(asked, note="from the laptop"))
    page = browser.post(address, fields(asked, note="from the tablet", sufficient="no"))
    assert page.status_code == 409
    assert "from the laptop" in page.text
    assert "from the tablet" in page.text
    assert "Different" in page.text
    kept = browser.post(f"{address}/keep-saved", follow=True).text
    assert "from the laptop" in kept
    browser.post(address, fields(asked, version=1, note="from the tablet", sufficient="no"))
    assert "from the tablet" in browser.get(address).text


def test_submitting_too_early_leads_to_the_first_blank_with_what_to_do(
    browser: Any, start: Any, asked: Any
) -> None:
    browser.post(f"{start}/questions/{KQ}", fields(asked))
    went = browser.post(f"{start}/submit")
    assert went.url.endswith("/questions/about?check=1#id_prompt_1")
    page = browser.get(went.url.partition("#")[0]).text
    assert "There is a problem" in page
    assert 'href="#id_prompt_1"' in page


def test_a_typed_answer_stays_on_the_page_when_it_cannot_be_saved(
    browser: Any, start: Any, asked: Any, reading: Any, answer: Any
) -> None:
    page = browser.get(f"{start}/questions/{KQ}")
    assert page.status_code == 200
    answer(reading)
    refused = browser.post(f"{start}/questions/{KQ}", fields(asked, note="typed too late"))
    assert "has been submitted" in refused.text
    assert "typed too late" in refused.text


def test_a_local_assessor_sees_only_their_own_cases(
    case: Any, local: Any, lead: Any, inspection: Any, given: Any, signed_in: Any
) -> None:
    assigning.say_home_team(by=lead, inspection=inspection, user=local, ldu="Far", team="Away")
    given(case, local)
    browser, start = signed_in(user=local), f"/inspections/{inspection.public_id}"
    other = inspection.cases.exclude(pk=case.pk).first()
    assert browser.get(f"{start}/cases/{case.public_id}/").status_code == 200
    assert browser.get(f"{start}/cases/{other.public_id}/").status_code == 404
    for part in ("sample/", "progress/", "results/", "moderation/"):
        assert browser.get(f"{start}/{part}").status_code == 404, part


def test_giving_out_from_the_page_says_why_it_is_refused(
    case: Any, local: Any, lead: Any, inspection: Any, signed_in: Any, inspector: Any
) -> None:
    browser, start = signed_in(user=lead), f"/inspections/{inspection.public_id}"
    sent = {"kind": "first", "reader": str(local.public_id)}
    address = f"{start}/cases/{case.public_id}/assign"
    assert "say first which team" in browser.post(address, sent).text
    home = {"user": str(local.public_id), "ldu": "Far", "team": "Away"}
    assert "Kept." in browser.post(f"{start}/local-assessors", home, follow=True).text
    assert f"given to {local.full_name}" in browser.post(address, sent, follow=True).text
