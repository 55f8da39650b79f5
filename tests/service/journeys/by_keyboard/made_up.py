"""The made-up inspection of the journey: its people, its days, what its readers answer."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from assay.standards.framework import Prompt
from assay.standards.load import load_framework

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


def questions() -> list[Any]:
    cases = [s for s in FRAMEWORK.standards if s.decided_by == "counts"]
    return [question for standard in cases for question in standard.key_questions]
