"""The case list, the sample, a reserve in the place of a case, a restricted case."""

import csv
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import expect
from tests.service.journeys.by_keyboard.made_up import STARTS
from tests.service.journeys.by_keyboard.planning import goes_to


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
    lead.sees("In the sample")
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
        expect(links).to_have_count(0)
