"""Cases are given out and read."""

from typing import Any

from playwright.sync_api import Locator, expect
from tests.service.journeys.by_keyboard.drawing import opens_case
from tests.service.journeys.by_keyboard.made_up import FACTS, FRAMEWORK, Plan, questions
from tests.service.journeys.by_keyboard.planning import goes_to


def the_lead_says_where_the_local_assessor_comes_from(lead: Any) -> None:
    goes_to(lead, "Progress")
    lead.follows("Where the local assessors come from")
    lead.picks("Local assessor", "Made-up Local")
    lead.types("Their local delivery unit", "Invented South unit 2")
    lead.types("Their team", "Invented South team 2")
    lead.presses("Save")
    lead.sees("Invented South team 2")


def gives(lead: Any, case: str, reader: str, *, kind: str = "First reading") -> None:
    goes_to(lead, "Progress")
    lead.follows(f"Give out {case.lower()}")
    lead.chooses(kind)
    lead.picks("Who reads it?", reader)
    lead.presses("Give it out")
    lead.sees(reader)


def names_beside(lead: Any, case: str, colleague: str) -> None:
    opens_case(lead, case)
    lead.follows("Who reads it together (First reading)")
    lead.ticks(colleague)
    lead.presses("Save")
    lead.sees(f"Together with\n{colleague}")


def begins(person: Any, case: str) -> None:
    person.opens(person.at)
    goes_to(person, "Your cases")
    person.follows(case)
    person.follows("About this case")


def answers_one_question(person: Any, case: str) -> None:
    """Someone beside the reader says what the case is about; the reader answers the rest."""
    begins(person, case)
    says_what_it_is_about(person, Plan(facts=dict.fromkeys(FACTS, "Yes")))
    person.does_not_see("Two versions")


def reads_all(person: Any, case: str, plan: Plan, *, begun: bool = False) -> None:
    """Answer everything, then submit."""
    begins(person, case)
    if begun:
        person.sees("Saved")
        person.presses("Save and go on")
    else:
        says_what_it_is_about(person, plan)
    for place, question in enumerate(questions()):
        person.sees(question.name)
        answers(person, question, place, plan)
    person.presses("Submit the assessment")
    person.sees("submitted")


def says_what_it_is_about(person: Any, plan: Plan) -> None:
    for fact in FRAMEWORK.case_facts:
        person.chooses(plan.fact(fact.key), group=group_named(person, fact.question))
    person.presses("Save and go on")


def answers(person: Any, question: Any, place: int, plan: Plan) -> None:
    prompts = plan.asked(question.prompts)
    shown = person.main.get_by_role("group")
    expect(shown, question.number).to_have_count(len(prompts) + 1)
    short = (place % plan.no == plan.no - 1) != (question.number == plan.turned)
    for number, prompt in enumerate(prompts):
        group = group_named(person, prompt.words)
        person.chooses("No" if number == 0 and (short or place == 1) else "Yes", group=group)
        if number == 0:
            note = person.main.get_by_role("textbox").first
            person.fills(note, "Made up: seen in the record of contacts.")
    judged = "Not applicable" if not prompts else "No" if short else "Yes"
    person.chooses(judged, group=shown.last)
    if place == 1 and not short:
        reason = "Reason, if the judgement differs from the prompts"
        person.types(reason, "Made up: the rest outweighs it.")
    person.presses("Save and go on")


def group_named(person: Any, words: str) -> Locator:
    found: Locator = person.main.get_by_role("group").filter(
        has=person.page.locator("legend", has_text=words)
    )
    return found
