"""One inspection, from its announcement to a moderated sample, by keyboard alone.

Eight people, each in their own browser, sign in with a password and a code.
"""

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator

from assay.standards.framework import Prompt
from assay.standards.load import load_framework

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.slow]
FRAMEWORK = load_framework("pdu-2023")
PASSWORD = "quiet lantern pony"  # noqa: S105 - opens nothing but a test database
NAME = "Made-up Vale 2026"
TEAM = {
    "lead": "Lead inspector",
    "inspector": "Inspector",
    "assistant": "Assistant inspector",
    "local": "Local assessor",
    "contact": "Provider's contact",
}
TODAY = date.today()  # noqa: DTZ011 - days of the service are days here
ANNOUNCED, STARTS = TODAY - timedelta(days=35), TODAY - timedelta(days=4)
FACTS = [fact.key for fact in FRAMEWORK.case_facts]


def test_an_inspection_goes_from_its_announcement_to_a_moderated_sample(
    serve: Callable[..., Any], at_a_keyboard: Callable[[str], Any], tmp_path: Path
) -> None:
    service = serve("serve")
    people = everybody_signs_in(service, at_a_keyboard)
    chief, lead = people["chief"], people["lead"]

    the_chief_plans_it(chief)
    the_chief_names_the_lead(chief)
    lead.opens(lead.at)
    the_lead_makes_up_the_team(lead)
    marks_as_done(lead, "Announce the inspection", on=ANNOUNCED)
    marks_as_done(lead, "Ask for evidence in advance", on=ANNOUNCED)

    the_contact_sends_a_list_with_faults_then_mends_it(people["contact"], tmp_path)
    marks_as_done(lead, "Check the case list")
    sample = the_lead_draws_the_sample(lead)
    marks_as_done(lead, "Draw the sample")
    marks_as_done(lead, "Start fieldwork")

    sample[0] = the_lead_substitutes(lead, sample[0])
    joint, differs, local, restricted = sample
    the_lead_restricts(lead, restricted, to="Made-up Inspector")
    nobody_else_sees(people, restricted)

    the_lead_says_where_the_local_assessor_comes_from(lead)
    gives(lead, joint, "Made-up Inspector")
    names_beside(lead, joint, "Made-up Assistant")
    gives(lead, differs, "Made-up Assistant")
    gives(lead, local, "Made-up Local")
    gives(lead, restricted, "Made-up Inspector")
    gives(lead, differs, "Made-up Quality", kind="Second reading")

    answers_one_question(people["assistant"], joint)
    reads_all(people["inspector"], joint, Plan(facts=dict.fromkeys(FACTS, "Yes")), begun=True)
    reads_all(people["assistant"], differs, Plan(facts={"victim": "Yes", "reviewed": "Yes"}, no=4))
    reads_all(people["local"], local, Plan(no=3))
    reads_all(people["inspector"], restricted, Plan(facts={"reviewed": "Yes"}, no=2))
    second = Plan(facts={"victim": "Yes", "reviewed": "Yes"}, no=4, turned="P2.1.2")
    reads_all(people["quality"], differs, second)

    the_quality_lead_settles(people["quality"], differs)
    the_reader_writes_feedback(people["inspector"], joint)
    the_lead_releases_feedback(lead, joint)
    the_files_give_what_the_page_shows(lead, tmp_path)


# --- getting in


def everybody_signs_in(service: Any, at_a_keyboard: Callable[[str], Any]) -> dict[str, Any]:
    people = {
        who: at_a_keyboard(service.at) for who in (*TEAM, "administrator", "chief", "quality")
    }
    first = people["administrator"]
    first.makes_account(
        links_in(service)[0],
        full_name="Made-up Administrator",
        email_address="administrator@example.test",
        password=PASSWORD,
    )
    first.signs_in("administrator@example.test", PASSWORD)
    for who, role in (("chief", "Chief inspector"), ("quality", "Quality lead")):
        people[who].makes_account(invites(first, who, role), password=PASSWORD)
        people[who].signs_in(f"{who}@example.test", PASSWORD)
    script = Path(__file__).with_name("set_up_people.py")
    for who, secret in json.loads(service.python(script, PASSWORD, *TEAM)).items():
        people[who].signs_in(f"{who}@example.test", PASSWORD, secret)
    return people


def links_in(service: Any) -> list[str]:
    return re.findall(rf"{service.at}/people/welcome/\S+", service.printed())


def invites(administrator: Any, who: str, role: str) -> str:
    administrator.follows("People")
    administrator.presses("Invite somebody")
    administrator.types("Full name", f"Made-up {who.title()}")
    administrator.types("Email address", f"{who}@example.test")
    administrator.chooses(role)
    administrator.presses("Make the invitation")
    administrator.sees(f"Hand Made-up {who.title()} this link")
    return str(administrator.main.locator("code").inner_text())


# --- planning


def the_chief_plans_it(chief: Any) -> None:
    chief.follows("Providers")
    chief.presses("Add a provider")
    chief.types("Name", "Made-up Vale Delivery Unit")
    chief.types("Short name", "Made-up Vale")
    chief.chooses("Probation delivery unit")
    chief.presses("Add the provider")
    chief.follows("Inspections")
    chief.presses("Plan an inspection")
    chief.picks("Provider", "Made-up Vale Delivery Unit")
    chief.picks("Framework", FRAMEWORK.title)
    chief.types("Name", NAME)
    chief.enters_day("Day it is announced", ANNOUNCED)
    chief.enters_day("First day of fieldwork", STARTS)
    chief.enters_day("Last day of fieldwork", TODAY)
    chief.presses("Plan it")
    chief.sees("Planned")


def the_chief_names_the_lead(chief: Any) -> None:
    joins(chief, "lead")
    for task in ("Announce the inspection", "Check the case list"):
        goes_to_the_inspection(chief)
        chief.follows(task)
        way = "Change who holds it"
        chief.follows(way if task.startswith("Announce") else f"{way} or when it is due")
        chief.picks("Who holds it", "Made-up Lead")
        chief.presses("Save")
        chief.sees("Made-up Lead")


def joins(person: Any, who: str) -> None:
    person.follows("Who works on it")
    person.presses("Add somebody")
    person.types("Email address", f"{who}@example.test")
    person.chooses(TEAM[who])
    person.presses("Add them")
    person.sees(f"Made-up {who.title()}")


def the_lead_makes_up_the_team(lead: Any) -> None:
    for who in (who for who in TEAM if who != "lead"):
        goes_to_the_inspection(lead)
        joins(lead, who)


def goes_to_the_inspection(person: Any) -> None:
    person.follows("Inspections")
    person.follows(NAME)


def goes_to(person: Any, part: str) -> None:
    """Open a part of the inspection from wherever one is."""
    goes_to_the_inspection(person)
    person.follows(part)


def marks_as_done(lead: Any, task: str, on: date | None = None) -> None:
    goes_to_the_inspection(lead)
    lead.follows(task)
    lead.presses("Mark as done")
    if on:
        lead.enters_day("Day it was done (optional)", on)
    lead.presses("Mark as done")
    lead.sees("Done")


# --- the case list and the sample


def the_contact_sends_a_list_with_faults_then_mends_it(contact: Any, folder: Path) -> None:
    contact.opens(contact.at)
    goes_to(contact, "Case list")
    rows = case_list()
    faulty = [*rows[:3], rows[3] | {"rosh_level": "hgih"}, rows[4] | {"sentence_type": ""}]
    uploads(contact, "Upload a case list", folder / "faulty.csv", faulty)
    contact.sees("2 problems to mend")
    contact.takes_out("Download every problem, a row each (CSV)", folder)
    uploads(contact, "Upload another case list", folder / "mended.csv", rows)
    contact.sees("What it holds")
    contact.sees("Earlier uploads (1)")


def uploads(contact: Any, button: str, file: Path, rows: list[dict[str, str]]) -> None:
    with file.open("w", newline="") as opened:
        writer = csv.DictWriter(opened, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    contact.presses(button)
    contact.attaches("Case list", file)
    contact.presses("Upload and check")


def case_list() -> list[dict[str, str]]:
    started = (STARTS - timedelta(days=200)).isoformat()
    return [
        {
            "crn": f"MADEUP{number:04}",
            "family_name": f"Madeup{number:04}",
            "first_name": "Fictional",
            "gender": "male",
            "sentence_type": "community order",
            "rosh_level": "medium",
            "start_date": started,
            "cluster": "Invented North",
            "ldu": "Invented North unit 1",
            "team": "Invented North team 1",
            "responsible_officer": f"Fictitious Ro{number}",
        }
        for number in range(1, 31)
    ]


def the_lead_draws_the_sample(lead: Any) -> list[str]:
    goes_to(lead, "Sample")
    lead.presses("Draw the sample")
    lead.enters_day("As of which day?", STARTS)
    lead.types("Cases to read", "4")
    lead.types("Reserves, per cent", "50")
    lead.types("Seed", "20261123")
    lead.presses("Show the working")
    lead.sees("Cases that could be drawn")
    lead.presses("Draw the sample")
    lead.presses("Draw it again and compare")
    drawn = lead.main.get_by_role("row").filter(has_text="In the sample")
    return [
        each.split("\t")[0].replace("\N{NO-BREAK SPACE}", " ") for each in drawn.all_inner_texts()
    ]


def the_lead_substitutes(lead: Any, case: str) -> str:
    """Put the reserve in a case's place and give the reserve."""
    goes_to(lead, "Sample")
    reserve = lead.main.get_by_role("row").filter(has_text="Reserve").first.get_by_role("link")
    taken = reserve.inner_text().replace("\N{NO-BREAK SPACE}", " ")
    opens_case(lead, case)
    lead.follows("Put a reserve in its place")
    lead.chooses("Its record can't be opened or is missing")
    lead.presses("Put a reserve in its place")
    opens_case(lead, taken)
    lead.sees("Nobody has been given this case yet")
    return taken


def opens_case(person: Any, case: str) -> None:
    goes_to(person, "Sample")
    person.follows(case)


def the_lead_restricts(lead: Any, case: str, to: str) -> None:
    opens_case(lead, case)
    lead.follows("Restrict it to named people")
    lead.ticks(to)
    lead.chooses("The person is known to people who work on the inspection")
    lead.presses("Restrict it")
    lead.sees("Restricted")


def nobody_else_sees(people: dict[str, Any], case: str) -> None:
    for who, part in (("assistant", "Sample"), ("quality", "Progress"), ("chief", "Progress")):
        people[who].opens(people[who].at)
        goes_to(people[who], part)
        links = people[who].main.get_by_role("link", name=case, exact=True)
        assert links.count() == 0


# --- who reads what


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


# --- reading a case


@dataclass
class Plan:
    """What a reader answers: facts of the case (No unless said), and which question is a no.

    Attributes:
        facts: The answers about the case.
        no: Every so many questions one is not sufficient.
        turned: A question judged the other way round.
    """

    facts: dict[str, str] | None = None
    no: int = 5
    turned: str = ""

    def fact(self, key: str) -> str:
        return (self.facts or {}).get(key, "No")

    def asked(self, prompts: tuple[Prompt, ...]) -> list[Prompt]:
        return [p for p in prompts if p.asked_if is None or self.fact(p.asked_if) == "Yes"]


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


def questions() -> list[Any]:
    cases = [s for s in FRAMEWORK.standards if s.decided_by == "counts"]
    return [question for standard in cases for question in standard.key_questions]


def answers(person: Any, question: Any, place: int, plan: Plan) -> None:
    prompts = plan.asked(question.prompts)
    shown = person.main.get_by_role("group")
    assert shown.count() == len(prompts) + 1, question.number
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


# --- afterwards


def the_quality_lead_settles(quality: Any, case: str) -> None:
    goes_to(quality, "Differences between readers")
    quality.sees("1 difference")
    quality.follows(f"{case}, P2.1.2 Desistance")
    quality.chooses("No")
    quality.types("Why?", "Made up: the plan was made after the visit.")
    quality.presses("Settle it")
    quality.sees("settled")


def the_reader_writes_feedback(reader: Any, case: str) -> None:
    goes_to(reader, "Your cases")
    reader.follows(case)
    reader.follows("Feedback to the responsible officer")
    reader.types("What was good", "Made up: the plan says what the person wants to change.")
    reader.presses("Keep the sheet")
    reader.sees("Draft, not released")


def the_lead_releases_feedback(lead: Any, case: str) -> None:
    goes_to(lead, "Feedback to officers")
    lead.follows(case)
    lead.presses("Release it")
    lead.chooses("The responsible officer")
    lead.presses("Release it")
    lead.sees("To be given to: the responsible officer")


def the_files_give_what_the_page_shows(lead: Any, folder: Path) -> None:
    goes_to(lead, "Results so far")
    lead.sees("4 of 4 cases submitted")
    lead.does_not_see("to settle")
    shown = results_shown(lead)
    counting = lead.takes_out("The answers that count (assessments.csv)", folder)
    first = lead.takes_out("First readings as they were made (first_reads.csv)", folder)
    second = lead.takes_out("Second readings as they were made (second_reads.csv)", folder)
    assert shown == results_rated(assay_rate(counting))
    agreement = assay_rate(first, "--second-reads", str(second))["agreement"]
    assert {q["number"]: (q["pairs"], q["agreed"]) for q in agreement} == {
        question.number: (1, 0 if question.number == "P2.1.2" else 1) for question in questions()
    }


def assay_rate(file: Path, *more: str) -> Any:
    command = [sys.executable, "-m", "assay", "rate", str(file), "--framework", "pdu-2023"]
    done = subprocess.run(
        [*command, "--on", STARTS.isoformat(), "--json", *more],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def results_shown(lead: Any) -> dict[str, Any]:
    """Give what the page says: each standard's rating, each key question's row."""
    found: dict[str, Any] = {}
    for table in lead.main.locator(".assay-table-scroll").all():
        number = str(table.get_attribute("aria-label")).split()[0]
        rating = table.locator("xpath=preceding-sibling::p/strong[not(@class)]").last.inner_text()
        found[number] = rating
        for row in table.locator("tbody tr").all():
            name, *cells = (cell.strip() for cell in row.locator("th, td").all_inner_texts())
            found[name.split()[0]] = cells[:4]
    return found


def results_rated(document: Any) -> dict[str, Any]:
    """Give the same of what `assay rate` prints."""
    found: dict[str, Any] = {}
    for standard in document["standards"]:
        if standard["decided_by"] != "counts":
            continue
        found[standard["number"]] = standard["rating"]
        for q in standard["key_questions"]:
            found[q["number"]] = [
                f"{q['sufficient']} of {q['relevant']}",
                "–" if q["percent"] is None else str(q["percent"]),
                "{} to {}".format(*q["interval"]) if q["interval"] else "–",
                q["band"] or "Not enough to say",
            ]
    return found
