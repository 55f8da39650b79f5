"""Which criteria bear on which key question of a framework: joined by name, never by number.

The catalogue gives key questions by the numbers of one framework. Other frameworks number
theirs otherwise (2.2 is planning in one and assessment in another), so a question is the
same where its standard's theme and its own name are, or where joins.toml says so.
"""

import string
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from pydantic import Field

from assay.assurance.catalogue import Criterion
from assay.standards.framework import Entry, Framework, Words
from assay.standards.load import load_framework
from assay.standards.strict_toml import read_strict

REMEDY = "Correct it there; docs/reference/files.md explains the keys"
EVERY = "all"
"""What the catalogue writes for every key question."""
Named = tuple[str, str]
"""A standard's theme and a key question's name."""


class Same(Entry):
    """A question that another framework asks under other words."""

    theme: Words
    name: Words
    as_: Words = Field(alias="as")


class Joins(Entry):
    """The shape of joins.toml."""

    numbered_as: Words
    source: Words
    groups: dict[Words, tuple[Words, ...]]
    same: tuple[Same, ...]


@cache
def joins() -> Joins:
    """How key questions are joined, checked."""
    path = files("assay.assurance.forecast").joinpath("joins.toml")
    return read_strict(path, Joins, lambda _: [], REMEDY)


def criteria_by_question(
    framework: Framework, criteria: Mapping[str, Criterion]
) -> dict[str, tuple[str, ...]]:
    """Join criteria about cases to a framework's counted key questions.

    Args:
        framework: Whose key questions.
        criteria: The catalogue.

    Returns:
        Key question number to the ids of the criteria that bear on it; empty where none does.
    """
    bears = {
        each.id: frozenset(_numbers(each.key_questions))
        for each in criteria.values()
        if each.subject == "case"
    }
    ours = _numbers_of_the_catalogue()
    return {
        number: tuple(name for name, asked in bears.items() if ours.get(named) in asked)
        for number, named in _counted(framework).items()
    }


def _counted(framework: Framework) -> dict[str, Named]:
    return {
        question.number: (standard.theme, question.name)
        for standard in framework.standards
        if standard.decided_by == "counts"
        for question in standard.key_questions
    }


@cache
def _numbers_of_the_catalogue() -> dict[Named, str]:
    known = joins()
    own = {named: number for number, named in _counted(load_framework(known.numbered_as)).items()}
    return own | {(each.theme, each.name): each.as_ for each in known.same}


def _numbers(labels: Iterable[str]) -> Iterable[str]:
    """Key questions as the catalogue writes them: "2.1.3", "4.2.a", a lone "c", a group, "all"."""
    standard = ""
    for label in labels:
        *front, last = label.split(".")
        standard = ".".join(front) or standard
        if label == EVERY:
            yield from _numbers_of_the_catalogue().values()
        elif label in joins().groups:
            yield from joins().groups[label]
        elif len(last) == 1 and last in string.ascii_lowercase:
            yield f"{standard}.{string.ascii_lowercase.index(last) + 1}"
        else:
            yield label
