"""The vocabulary of practice: every number there is, what it may differ by, and the rules.

The numbers themselves stand in practice profiles; here is what each one means. Rules that
nobody is held to, and published results, are kept as figures of the rule they belong to.
"""

from datetime import date
from typing import Literal

from pydantic import Field

from assay.standards.framework import Entry, Words

Unit = Literal[
    "working days",
    "days",
    "weeks",
    "months",
    "years",
    "hours",
    "working hours",
    "minutes",
    "per cent",
    "count",
    "word",
    "words",
]
Amount = int | Words | tuple[Words, ...]
"""A number; or, where the unit is "word" or "words", one or several of the key's words."""


class PracticeSource(Entry):
    """Where a number is from. `where` is absent for memory and for our own defaults."""

    key: Words
    title: Words
    where: Words | None = None
    verified: bool


class Circumstance(Entry):
    """Something about a case or an officer that a value may differ by."""

    name: Words
    means: Words
    words: tuple[Words, ...] = Field(min_length=1)


class Key(Entry):
    """One number of practice. With criteria, it must have a value on every day it exists."""

    key: Words
    what: Words
    units: tuple[Unit, ...] = Field(min_length=1)
    words: tuple[Words, ...] = ()
    differs_by: tuple[Words, ...] = ()
    criteria: tuple[Words, ...] = ()
    starts: date | None = None
    """First day on which there was such a rule at all; absent if it was always there."""
    until: date | None = None


class Figure(Entry):
    """A number nobody is held to: a published result, or a choice some services make."""

    of: Words
    unit: Unit
    value: int | float


class PracticeRule(Entry):
    """One rule of practice in our own short words, with the keys that carry its numbers."""

    id: Words
    area: Words
    says: Words
    period: Words
    sources: tuple[Words, ...] = Field(min_length=1)
    verified: bool
    keys: tuple[Words, ...] = ()
    figures: tuple[Figure, ...] = ()
    without_number: Words | None = None
    """Why the rule has neither keys nor figures."""


class SourcesFile(Entry):
    """The shape of `practice/sources.toml`."""

    sources: tuple[PracticeSource, ...] = Field(min_length=1)


class KeysFile(Entry):
    """The shape of `practice/keys.toml`."""

    circumstances: tuple[Circumstance, ...] = ()
    keys: tuple[Key, ...] = Field(min_length=1)


class RulesFile(Entry):
    """The shape of `practice/rules.toml`."""

    rules: tuple[PracticeRule, ...] = Field(min_length=1)


class Practice(Entry):
    """The whole vocabulary, looked up by name."""

    sources: dict[str, PracticeSource]
    circumstances: dict[str, Circumstance]
    keys: dict[str, Key]
    rules: dict[str, PracticeRule]
