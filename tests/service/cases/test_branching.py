"""The form branches: facts about the case say what is asked, and only that counts."""

import uuid
from typing import Any

import pytest
from hypothesis import given as forall
from hypothesis import strategies as st

from assay.service.accounts.actions import Refused
from assay.service.cases import answers
from assay.service.cases.actions import answering, moderating, submitting
from assay.service.cases.completeness import Content, asked_places, blanks_of, differs, misplaced
from assay.service.cases.framework import ABOUT, CaseQuestion, fact_questions, form_of
from assay.service.cases.models import Difference, Sufficient
from assay.service.cases.results import assessments, judgements_for
from assay.standards.framework import Prompt

pytestmark = pytest.mark.django_db
ALWAYS = "P2.1.1"  # assessing engagement: applies to every case
BRANCHING = "P2.3.1"  # delivery, engagement: absences and custody depend on facts
REVIEWING = "P2.4.1"  # every prompt depends on a review
ANSWERS = ("", "yes", "no", "not_applicable")


@pytest.fixture
def reading(case: Any, inspector: Any, given: Any) -> Any:
    return given(case, inspector)


@pytest.fixture
def start(inspection: Any, reading: Any) -> str:
    return f"/inspections/{inspection.public_id}/readings/{reading.public_id}"


@pytest.fixture
def browser(signed_in: Any, inspector: Any) -> Any:
    return signed_in(user=inspector)


@pytest.fixture
def say(reading: Any, inspection: Any) -> Any:
    """Save the facts of the case: all "yes" but those given."""

    def save(*, version: int = 0, **facts: str) -> Any:
        prompts = tuple(
            {"answer": facts.get(key, "yes"), "note": ""} for key in fact_questions(inspection)
        )
        return answering.save_answer(
            by=reading.reader,
            reading=reading,
            question=ABOUT,
            content=Content(prompts, "", ""),
            version=version,
            client_id=uuid.uuid4(),
        )

    return save


def sent(question: CaseQuestion, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"version": 0, "client_id": str(uuid.uuid4())}
    if not question.is_about:
        found["sufficient"] = "yes"
    for place in range(1, len(question.prompts) + 1):
        found[f"prompt_{place}"] = "yes"
    return found | more


# -- What is asked ---------------------------------------------------------------------------


def made_up(*prompts: Prompt) -> CaseQuestion:
    return CaseQuestion(None, "9.1.1", "Made up", prompts, not_applicable=False)


prompt = st.builds(
    Prompt,
    words=st.just("made-up prompt"),
    asked_if=st.sampled_from([None, "one", "two"]),
    not_applicable=st.booleans(),
)
said = st.fixed_dictionaries({"answer": st.sampled_from(ANSWERS), "note": st.just("")})


@st.composite
def answered(draw: st.DrawFn) -> tuple[CaseQuestion, Content, dict[str, str], Content]:
    """Draw a question, an answer, facts, and the answer with other words where it isn't asked."""
    question = made_up(*draw(st.lists(prompt, min_size=1, max_size=6)))
    facts = draw(st.dictionaries(st.sampled_from(["one", "two"]), st.sampled_from(ANSWERS[:3])))
    asked = asked_places(question, facts)
    given = [draw(said) for _ in question.branching]
    other = [one if place in asked else draw(said) for place, one in enumerate(given, 1)]
    sufficient, reason = draw(st.sampled_from(ANSWERS)), draw(st.sampled_from(["", "made up"]))
    return (
        question,
        Content(tuple(given), sufficient, reason),
        facts,
        Content(tuple(other), sufficient, reason),
    )


@forall(answered())
def test_a_prompt_that_is_not_asked_never_changes_whether_an_answer_is_whole_or_contradicts_itself(
    drawn_answer: tuple[CaseQuestion, Content, dict[str, str], Content],
) -> None:
    question, one, facts, other = drawn_answer

    assert differs(question, one, facts) == differs(question, other, facts)
    assert blanks_of(question, one, facts) == blanks_of(question, other, facts)


@forall(answered())
def test_the_more_is_known_the_less_is_asked_and_nothing_else_is(
    drawn_answer: tuple[CaseQuestion, Content, dict[str, str], Content],
) -> None:
    question, content, facts, _ = drawn_answer
    asked = set(asked_places(question, facts))

    assert asked <= set(asked_places(question, {}))
    assert {
        int(blank.field.removeprefix("prompt_"))
        for blank in blanks_of(question, content, facts)
        if blank.field.startswith("prompt_")
    } <= asked


def test_not_applicable_is_misplaced_only_where_the_framework_does_not_allow_it(
    inspection: Any,
) -> None:
    form = form_of(inspection)
    for question in form.values():
        if question.is_about:
            continue
        prompts = tuple({"answer": "not_applicable", "note": ""} for _ in question.prompts)
        found = misplaced(question, Content(prompts, "not_applicable", ""))
        barred = [
            f"prompt_{n}" for n, p in enumerate(question.branching, 1) if not p.not_applicable
        ]
        assert found == barred + ([] if question.not_applicable else ["sufficient"])


# -- The pages -------------------------------------------------------------------------------


def test_a_reading_starts_with_the_case_itself(
    browser: Any, start: str, inspection: Any, reading: Any
) -> None:
    first = browser.get(start).text
    assert first.index("About this case") < first.index("P2.1 Assessment")
    page = browser.get(f"{start}/questions/about").text
    for question in fact_questions(inspection).values():
        assert question in page
    for absent in ("Evidence for prompt", "was this sufficient", "Not applicable"):
        assert absent not in page
    went = browser.post(f"{start}/questions/about", sent(form_of(inspection)[ABOUT]))
    assert went.url.endswith(f"/questions/{ALWAYS}")
    assert reading.answers.get().question == ABOUT
    assert browser.get(start).text.count("Complete") == 1


def test_a_prompt_whose_fact_is_no_is_not_shown_and_not_asked_for(
    browser: Any, start: str, say: Any, inspection: Any
) -> None:
    say(enforcement="no", custody="no")
    page = browser.get(f"{start}/questions/{BRANCHING}").text
    assert "Absences and breaches" not in page
    assert "In custody and on release" not in page
    assert "working relationship" in page
    asked = form_of(inspection)[BRANCHING]
    answers = {
        name: value for name, value in sent(asked).items() if name not in {"prompt_4", "prompt_6"}
    }
    browser.post(f"{start}/questions/{BRANCHING}", answers)
    assert 'id="question-P2-3-1-status"' in browser.get(start).text
    assert browser.get(start).text.count("Complete") == 2


def test_while_a_fact_is_unknown_its_prompt_is_shown_with_when_it_is_asked(
    browser: Any, start: str
) -> None:
    page = browser.get(f"{start}/questions/{BRANCHING}").text
    assert "Absences and breaches" in page
    assert "Only if the answer is yes to: Was there an absence or a breach" in page


def test_an_answer_to_what_is_no_longer_asked_is_kept_and_does_not_count(
    browser: Any, start: str, say: Any, inspection: Any, reading: Any
) -> None:
    asked = form_of(inspection)[BRANCHING]
    address = f"{start}/questions/{BRANCHING}"
    say()
    browser.post(address, sent(asked, prompt_4="no", note_4="a made-up absence", reason="made up"))
    say(enforcement="no", version=1)

    page = browser.get(address).text
    assert "is kept, and doesn’t count" in page
    assert "a made-up absence" in page
    kept = sent(asked, prompt_4="no", note_4="a made-up absence", note_1="more", version=1)
    browser.post(address, kept)
    saved = reading.answers.get(question=BRANCHING, current=True)
    assert (saved.version, saved.prompts[3]["note"]) == (2, "a made-up absence")
    facts = answers.facts_of(reading, answers.current_answers(reading))
    assert differs(asked, answers.content_of(saved), facts) == ""
    assert blanks_of(asked, answers.content_of(saved), facts) == []


def test_a_submitted_reading_says_what_was_not_asked(
    browser: Any, start: str, say: Any, answer: Any, reading: Any, inspection: Any
) -> None:
    answer(reading, submit=False)
    say(enforcement="no", version=1)
    submitting.submit(by=reading.reader, reading=reading)
    page = browser.get(start).text
    assert "About this case" in page
    assert "Not asked</strong> (answered yes before; not counted)" in page


def test_not_applicable_is_offered_only_where_it_is_allowed(browser: Any, start: str) -> None:
    assert "Not applicable" not in browser.get(f"{start}/questions/{ALWAYS}").text
    page = browser.get(f"{start}/questions/P2.3.3").text
    assert page.count("Not applicable") == 3


@pytest.mark.parametrize("field", ["sufficient", "prompt_1"])
def test_not_applicable_elsewhere_is_refused_and_what_was_typed_stays(
    browser: Any, start: str, inspection: Any, reading: Any, field: str
) -> None:
    asked = form_of(inspection)[ALWAYS]
    typed = sent(asked, note_1="made-up evidence") | {field: "not_applicable"}
    page = browser.post(f"{start}/questions/{ALWAYS}", typed)
    assert page.status_code == 200
    assert "Choose one of the answers offered" in page.text
    assert f'href="#id_{field}"' in page.text
    assert "made-up evidence" in page.text
    assert not reading.answers.exists()


def test_not_applicable_is_refused_whichever_way_it_comes(
    reading: Any, inspection: Any, content_of: Any
) -> None:
    asked = form_of(inspection)[ALWAYS]
    with pytest.raises(Refused, match="Choose yes or no"):
        answering.save_answer(
            by=reading.reader, reading=reading, question=ALWAYS,
            content=content_of(asked, "not_applicable"), version=0, client_id=uuid.uuid4(),
        )  # fmt: skip
    with pytest.raises(Refused, match="no such question"):
        answering.save_answer(
            by=reading.reader, reading=reading, question="9.9.9",
            content=content_of(asked), version=0, client_id=uuid.uuid4(),
        )  # fmt: skip


def test_a_difference_is_not_settled_as_not_applicable_where_that_is_not_allowed(
    case: Any, inspector: Any, colleague: Any, lead: Any, given: Any, answer: Any,
    signed_in: Any, inspection: Any,
) -> None:  # fmt: skip
    answer(given(case, inspector), {ALWAYS: "no"})
    answer(given(case, colleague, "second"))
    difference = Difference.objects.get()
    with pytest.raises(Refused, match="Choose yes or no"):
        moderating.settle(
            by=lead, difference=difference, decision=Sufficient.NOT_APPLICABLE, reason="made up"
        )
    address = f"/inspections/{inspection.public_id}/moderation/{difference.public_id}"
    page = signed_in(user=lead).get(address).text
    assert 'value="not_applicable"' not in page


def test_a_question_that_does_not_apply_needs_none_of_its_prompts(
    inspection: Any, content_of: Any
) -> None:
    asked = form_of(inspection)[REVIEWING]
    assert blanks_of(asked, content_of(asked, "not_applicable"), {"reviewed": "no"}) == []
    assert blanks_of(asked, content_of(asked, "not_applicable"), {}) == []


# -- Whole, and apart from every result ------------------------------------------------------


def test_the_case_itself_must_be_whole_before_submission(
    reading: Any, answer: Any, say: Any, browser: Any, start: str
) -> None:
    answer(reading, submit=False)
    say(victim="", version=1)
    with pytest.raises(submitting.Incomplete) as raised:
        submitting.submit(by=reading.reader, reading=reading)
    assert [(blank.question, blank.field) for blank in raised.value.blanks] == [(ABOUT, "prompt_2")]
    went = browser.post(f"{start}/submit")
    assert went.url.endswith("/questions/about?check=1#id_prompt_2")
    assert "There is a problem" in browser.get(went.url.partition("#")[0]).text
    say(version=2)
    submitting.submit(by=reading.reader, reading=reading)


def test_facts_have_versions_and_conflicts_as_any_answer(
    browser: Any, start: str, inspection: Any, reading: Any
) -> None:
    asked, address = form_of(inspection)[ABOUT], f"{start}/questions/about"
    browser.post(address, sent(asked))
    page = browser.post(address, sent(asked, prompt_1="no"))
    assert page.status_code == 409
    assert "Two versions of About this case" in page.text
    assert "Sufficient" not in page.text
    browser.post(address, sent(asked, prompt_1="no", version=1))
    assert reading.answers.filter(question=ABOUT).count() == 2


def test_the_facts_count_in_no_result_no_file_no_agreement_and_no_difference(
    case: Any, inspector: Any, colleague: Any, lead: Any, given: Any, answer: Any, inspection: Any
) -> None:
    first, second = given(case, inspector), given(case, colleague, "second")
    answer(first, {ABOUT: "no"})
    answer(second)
    assert not Difference.objects.exists()
    judgements = judgements_for(lead, inspection)
    for rows in (judgements.counting, judgements.first, judgements.second):
        assert ABOUT not in assessments(rows).questions
        assert len(rows) == len(form_of(inspection)) - 1


def test_a_framework_without_facts_has_no_page_about_the_case(
    inspection: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = {number: q for number, q in form_of(inspection).items() if number != ABOUT}
    monkeypatch.setattr("assay.service.cases.framework._about", lambda _: {})
    assert form_of(inspection) == bare
