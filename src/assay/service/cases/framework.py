"""The framework of an inspection, as the form of its cases."""

from dataclasses import dataclass
from functools import cache

from assay.service.inspections.models import Inspection
from assay.standards.framework import Framework, KeyQuestion, Rules, Standard
from assay.standards.load import load_framework, rules_on


@dataclass(frozen=True, slots=True)
class CaseQuestion:
    """A key question that is counted from cases, with the standard it belongs to."""

    standard: Standard
    question: KeyQuestion

    @property
    def number(self) -> str:
        """Its number in the framework."""
        return self.question.number

    @property
    def name(self) -> str:
        """Its short words."""
        return self.question.name

    @property
    def prompts(self) -> tuple[str, ...]:
        """Its prompts, in order."""
        return self.question.prompts


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


@cache
def _questions(framework_id: str) -> dict[str, CaseQuestion]:
    return {
        question.number: CaseQuestion(standard, question)
        for standard in load_framework(framework_id, "inspection").standards
        if standard.decided_by == "counts"
        for question in standard.key_questions
    }
