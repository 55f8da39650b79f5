"""The framework of an inspection, as the form of its cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assay.service.inspections.models import Inspection
from assay.standards.framework import Framework, Prompt, Rules, Standard
from assay.standards.load import load_framework, rules_on

ABOUT = "about"
"""The number of the question about the case itself, which comes before all others."""


@dataclass(frozen=True, slots=True)
class CaseQuestion:
    """A question of the form: a key question counted from cases, or the one about the case.

    Attributes:
        standard: The standard it belongs to; None for the one about the case.
        number: Its number in the framework, or ABOUT.
        name: Its short words.
        branching: Its prompts, in order, with when each is asked.
        not_applicable: Whether its judgement may be "not applicable".
    """

    standard: Standard | None
    number: str
    name: str
    branching: tuple[Prompt, ...]
    not_applicable: bool

    @property
    def prompts(self) -> tuple[str, ...]:
        """The words of its prompts, in order."""
        return tuple(prompt.words for prompt in self.branching)

    @property
    def title(self) -> str:
        """Its number, if it has one, and its name."""
        return self.name if self.is_about else f"{self.number} {self.name}"

    @property
    def is_about(self) -> bool:
        """Whether it is about the case: facts, without evidence or a judgement."""
        return self.number == ABOUT


def framework_of(inspection: Inspection) -> Framework:
    """Give the framework an inspection is made under."""
    return load_framework(inspection.framework, "inspection")


def rules_of(inspection: Inspection) -> Rules:
    """Give the values in force on the first day of fieldwork; the latest until it is set.

    Raises:
        InputProblems: If the framework has none yet on that day.
    """
    framework, day = framework_of(inspection), inspection.fieldwork_starts_on
    return framework.latest if day is None else rules_on(framework, day, "first day of fieldwork")


def questions_of(inspection: Inspection) -> dict[str, CaseQuestion]:
    """Give the key questions a case is judged on, by number, in the framework's order."""
    return _questions(inspection.framework)


def form_of(inspection: Inspection) -> dict[str, CaseQuestion]:
    """Give every question of the form: first the one about the case, if there are facts."""
    return _about(inspection.framework) | _questions(inspection.framework)


def fact_questions(inspection: Inspection) -> dict[str, str]:
    """Give the questions about the case by the fact's key, in order."""
    return {fact.key: fact.question for fact in framework_of(inspection).case_facts}


def facts_in(inspection: Inspection, prompts: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Give "yes", "no" or "" by the fact's key, from the prompts of an answer about the case."""
    return {
        key: said["answer"] for key, said in zip(fact_questions(inspection), prompts, strict=False)
    }


@cache
def _about(framework_id: str) -> dict[str, CaseQuestion]:
    facts = load_framework(framework_id, "inspection").case_facts
    prompts = tuple(Prompt(words=fact.question, not_applicable=False) for fact in facts)
    about = CaseQuestion(None, ABOUT, "About this case", prompts, not_applicable=False)
    return {ABOUT: about} if facts else {}


@cache
def _questions(framework_id: str) -> dict[str, CaseQuestion]:
    return {
        question.number: CaseQuestion(
            standard,
            question.number,
            question.name,
            question.prompts,
            not_applicable=bool(question.not_applicable),
        )
        for standard in load_framework(framework_id, "inspection").standards
        if standard.decided_by == "counts"
        for question in standard.key_questions
    }
