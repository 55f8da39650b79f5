"""Feedback sheets: who may see which, the draft made from the record, and the text to keep."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from assay.files.csv_out import RUNS_AS_FORMULA
from assay.service.accounts.access import allowed
from assay.service.accounts.models import User
from assay.service.cases.answers import current_answers, facts_of
from assay.service.cases.completeness import asked_places
from assay.service.cases.framework import questions_of
from assay.service.cases.models import Case, Feedback, Reading
from assay.service.cases.selectors import cases_seen_by, read_by, readings_for
from assay.service.inspections.models import Inspection
from assay.service.project.words import date

RELEASE = "feedback.release"
MARKING = "OFFICIAL-SENSITIVE"
PRIVATE = "Private to the responsible officer and their manager. It names no other member of staff."


@dataclass(frozen=True, slots=True)
class Draft:
    """A sheet's two parts."""

    good: str
    better: str


def readings_with_sheets(user: User, inspection: Inspection) -> QuerySet[Reading]:
    """Give the submitted first readings whose sheet a person may see: theirs, or all to release.

    Nobody sees one before they have submitted their own reading of the case.
    """
    found = readings_for(user, inspection).filter(
        kind=Reading.Kind.FIRST, submitted_at__isnull=False
    )
    if not allowed(user, RELEASE, inspection=inspection):
        found = found.filter(read_by(user))
    return found.select_related("case__inspection", "reader", "feedback").order_by("case__number")


def has_sheet(user: User, reading: Reading) -> bool:
    """Say whether a person may see the sheet of a reading, written or not."""
    return readings_with_sheets(user, reading.case.inspection).filter(pk=reading.pk).exists()


def draft_of(reading: Reading) -> Draft:
    """Make a sheet from the record: what was done well with its evidence, then what was not."""
    answers = current_answers(reading)
    facts = facts_of(reading, answers)
    good, better = [], []
    for number, question in questions_of(reading.case.inspection).items():
        if number not in answers:
            continue
        for place in asked_places(question, facts):
            said = answers[number].prompts[place - 1]
            line = f"• {question.prompts[place - 1]}"
            line += f": {said['note'].strip()}" if said["note"].strip() else "."
            if said["answer"] == "yes" and said["note"].strip():
                good.append(line)
            if said["answer"] == "no":
                better.append(line)
    return Draft("\n".join(good), "\n".join(better))


def officers_known(user: User, inspection: Inspection) -> set[str]:
    """Give the officers of the sample's cases that aren't hidden from a person."""
    seen = cases_seen_by(user, inspection)
    return set(seen.order_by().values_list("responsible_officer", flat=True).distinct())


def may_release_now(inspection: Inspection) -> bool:
    """Say whether the last day of fieldwork has come."""
    last = inspection.fieldwork_ends_on
    return last is not None and timezone.localdate() >= last


def as_text(sheet: Feedback) -> bytes:
    """Give a sheet as plain text; no line of it runs as a formula in a spreadsheet."""
    case: Case = sheet.reading.case
    lines = [
        MARKING,
        PRIVATE,
        "",
        f"Feedback on case {case.number}, {case.inspection.name}",
        f"Responsible officer: {case.responsible_officer}",
        f"Case reference: {case.crn or 'not given'}",
        f"Released: {date(sheet.released_at)}",
        "",
        "What was good",
        *sheet.good.splitlines(),
        *(["", "What could be better", *sheet.better.splitlines()] if sheet.better else []),
        "",
        MARKING,
    ]
    return ("\r\n".join(_harmless(line) for line in lines) + "\r\n").encode()


def _harmless(line: str) -> str:
    return f"'{line}" if line.startswith(RUNS_AS_FORMULA) else line
