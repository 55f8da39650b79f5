"""The chief plans the inspection; the lead makes up the team and keeps its steps."""

from datetime import date
from typing import Any

from tests.service.journeys.by_keyboard.made_up import (
    ANNOUNCED,
    FRAMEWORK,
    NAME,
    STARTS,
    TEAM,
    TODAY,
)


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
