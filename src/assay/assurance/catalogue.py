"""The criteria: what each asks, of whom, how grave it is, and where it comes from.

The rule itself is code (`criteria/`), its meaning a spec (`specs/`); here is what people are told.
"""

from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import Field

from assay.standards.framework import Entry, Words
from assay.standards.strict_toml import read_strict
from assay.standards.walk import Fault

Severity = Literal["critical", "major", "minor", "organisation"]
SEVERITIES: tuple[Severity, ...] = ("critical", "major", "minor", "organisation")
"""Gravest first: somebody could be hurt or the law broken; it would turn a key question; less."""
Subject = Literal["case", "officer", "unit"]
FOLDER = files("assay.assurance").joinpath("catalogue")
REMEDY = "Correct it there; docs/reference/criteria.md explains the keys"
COMMON_REASONS = {"not done": "it has not been done", "late": "it was done too late"}


class Criterion(Entry):
    """One criterion.

    Attributes:
        standards: Standards it bears on, by number as in the adult frameworks of 2018.
        key_questions: Key questions it bears on.
        automatic: "full", or "part" where it points and a person decides.
        a_person_decides: What it can't see; said beside every result.
        reasons: What each reason for "not met" means, in words for an officer, after "because".
        do_next: What an officer can do about it, as an instruction.
    """

    id: Words
    name: Words
    theme: Words
    subject: Subject = "case"
    standards: tuple[Words, ...] = Field(min_length=1)
    key_questions: tuple[Words, ...] = Field(min_length=1)
    population: Words
    rule: Words
    severity: Severity
    warning: Words
    excused_when: Words
    automatic: Literal["full", "part"]
    a_person_decides: Words | None = None
    era: Words
    sources: tuple[Words, ...] = Field(min_length=1)
    source_status: Words
    do_next: Words
    reasons: dict[Words, Words] = Field(default_factory=dict)

    def why(self, reason: str) -> str:
        """What a reason for "not met" means."""
        return self.reasons.get(reason) or COMMON_REASONS[reason]


class CatalogueFile(Entry):
    """The shape of one file of the catalogue."""

    criteria: tuple[Criterion, ...] = Field(min_length=1)


@cache
def catalogue() -> dict[str, Criterion]:
    """Every criterion by id, in the order of the themes."""
    order = (
        "allocation-and-assessment",
        "planning",
        "delivery",
        "reviewing",
        "management",
        "unpaid-work",
        "resettlement",
        "women",
        "administration",
        "integrity",
    )
    found = (each for name in order for each in _file(name).criteria)
    return {each.id: each for each in found}


def _file(name: str) -> CatalogueFile:
    path = FOLDER.joinpath(f"{name}.toml")
    return read_strict(path, CatalogueFile, _repeats, REMEDY)


def _repeats(file: CatalogueFile) -> list[Fault]:
    ids = [each.id for each in file.criteria]
    return [
        (("criteria", place), f"{each} is given twice")
        for place, each in enumerate(ids)
        if each in ids[:place]
    ]
