"""What a reading says so far, and what it still lacks."""

from collections.abc import Mapping

from assay.service.cases.completeness import Blank, Content, blanks_of
from assay.service.cases.framework import ABOUT, facts_in, form_of
from assay.service.cases.models import Answer, Reading


def missing_from(reading: Reading) -> list[Blank]:
    """Say everything a reading still lacks, in the form's order."""
    saved = current_answers(reading)
    facts = facts_of(reading, saved)
    return [
        blank
        for number, question in form_of(reading.case.inspection).items()
        for blank in blanks_of(
            question, content_of(saved[number]) if number in saved else None, facts
        )
    ]


def current_answers(reading: Reading) -> dict[str, Answer]:
    """Give the current version of each answer by its question."""
    return {answer.question: answer for answer in reading.answers.filter(current=True)}


def facts_of(reading: Reading, saved: Mapping[str, Answer]) -> dict[str, str]:
    """Give what a reading's answers say about the case, by the fact's key."""
    about = saved.get(ABOUT)
    return facts_in(reading.case.inspection, about.prompts if about else ())


def content_of(answer: Answer) -> Content:
    """Give what a version says."""
    return Content(tuple(answer.prompts), answer.sufficient, answer.reason)
