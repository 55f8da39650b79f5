"""A practice profile: the value of every number of practice on a day, and who says so.

A profile stands on others. On a day, its own changes come first, then its own values, then
those of the profiles it stands on, in their order; each speaks only while it is in force.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from assay.standards.framework import Entry, InForce, Words
from assay.standards.practice import Amount, Key, Practice, PracticeSource, Unit


class Case(Entry):
    """A value for some cases: those that have one of the words for each circumstance named."""

    when: dict[Words, tuple[Words, ...]] = Field(min_length=1)
    value: Amount


class Stated(Entry):
    """A value from a day on: the first case that fits, else `value`."""

    key: Words
    starts: date
    until: date | None = None
    unit: Unit
    value: Amount | None = None
    cases: tuple[Case, ...] = ()


class Value(Stated):
    """A value that a profile states."""

    source: Words
    verified: bool
    """Whether this number, for this time, was read in the source named."""
    why: Words


class Change(Stated):
    """A value that a service changed for itself, with who did it and why."""

    changed_by: Words
    changed_on: date
    reason: Words


class ProfileFile(Entry):
    """The shape of a profile file."""

    id: Words
    title: Words
    stands_on: tuple[Words, ...] = ()
    answers_from: date | None = None
    """From this day every key that a criterion uses must have a value; absent for a ground."""
    in_force: InForce
    values: tuple[Value, ...] = ()
    changes: tuple[Change, ...] = ()


class NoValueError(LookupError):
    """Nothing is in force for a key on a day, or nothing for such a case."""


class CircumstanceError(NoValueError):
    """The value differs by something that was not told, or was told in an unknown word."""


@dataclass(frozen=True, slots=True)
class Span:
    """What is in force from a day to another; `ends` is absent if nothing follows."""

    starts: date
    ends: date | None
    profile: str
    stated: Value | Change


@dataclass(frozen=True, slots=True)
class ValueInForce:
    """One value on one day, with all that is needed to say why."""

    key: Key
    amount: Amount
    unit: Unit
    starts: date
    ends: date | None
    profile: str
    source: PracticeSource
    verified: bool
    why: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile with the profiles it stands on laid together: one row of spans for each key."""

    id: str
    title: str
    in_force: InForce
    answers_from: date | None
    practice: Practice
    spans: Mapping[str, tuple[Span, ...]]
    changes: tuple[Change, ...]


def value_on(profile: Profile, key: str, day: date, /, **circumstances: str | None) -> ValueInForce:
    """Give the value of a number that is in force on a day.

    Args:
        profile: The profile to judge by.
        key: One of `profile.practice.keys`.
        day: The day the value is needed for; for a deadline, the day its clock starts.
        **circumstances: What is known of the case, such as `risk="high"`; None is not known.

    Returns:
        Exactly one value, with its source.

    Raises:
        KeyError: No such key.
        NoValueError: Nothing is in force that day, or nothing for such a case.
        CircumstanceError: The value differs by something not known, or an unknown word.
    """
    known = profile.practice.keys[key]
    _check_words(profile.practice, circumstances)
    span = span_on(profile, key, day)
    source, verified, why = grounds(profile.practice, span.stated)
    return ValueInForce(
        key=known,
        amount=_amount(span.stated, circumstances, key),
        unit=span.stated.unit,
        starts=span.starts,
        ends=span.ends,
        profile=span.profile,
        source=source,
        verified=verified,
        why=why,
    )


def span_on(profile: Profile, key: str, day: date) -> Span:
    """Give what is in force for a key on a day, whatever the case.

    Raises:
        NoValueError: Nothing is.
    """
    until = profile.in_force.until
    spans = profile.spans.get(key, ())
    place = bisect_right(spans, day, key=lambda span: span.starts) - 1
    if until is not None and day > until:
        raise NoValueError(f"{profile.id} ended on {until}: it has no {key} on {day}")
    if place < 0 or (spans[place].ends or day) < day:
        raise NoValueError(f"{profile.id} has no {key} in force on {day}")
    return spans[place]


def _check_words(practice: Practice, circumstances: Mapping[str, str | None]) -> None:
    for name, word in circumstances.items():
        if name not in practice.circumstances:
            names = ", ".join(practice.circumstances)
            raise CircumstanceError(f"no value differs by {name}; use {names}")
        words = practice.circumstances[name].words
        if word is not None and word not in words:
            raise CircumstanceError(f"{name} is none of {', '.join(words)}")


def _amount(stated: Stated, circumstances: Mapping[str, str | None], key: str) -> Amount:
    for case in stated.cases:
        if missing := [name for name in case.when if circumstances.get(name) is None]:
            raise CircumstanceError(f"{key} differs by {' and '.join(missing)}, which is not known")
        if all(circumstances[name] in words for name, words in case.when.items()):
            return case.value
    if stated.value is None:
        raise NoValueError(f"{key} from {stated.starts} has no value for such a case")
    return stated.value


def grounds(practice: Practice, stated: Value | Change) -> tuple[PracticeSource, bool, str]:
    """Give the source of what was stated, whether it is verified, and why it is so."""
    if isinstance(stated, Change):
        title = f"Changed by {stated.changed_by} on {stated.changed_on}"
        return PracticeSource(key="change", title=title, verified=False), False, stated.reason
    return practice.sources[stated.source], stated.verified, stated.why
