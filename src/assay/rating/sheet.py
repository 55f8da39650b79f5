"""The unknowns of one or more inspections, written down as numbered 0/1 variables."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from assay.standards.framework import RATINGS, Framework, Rating, Rules, Step

Terms = tuple[tuple[int, int], ...]
"""A weighted sum of variables: pairs of a variable's number and its weight."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A standard as the programme needs it.

    Attributes:
        number: As published, for example "2.1".
        theme: Joins it to its like in another version.
        counts: Whether its points count towards the total. One that does not may be unrated.
    """

    number: str
    theme: str
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Inspected:
    """An inspection as the programme needs it.

    Attributes:
        id: Names it in facts.
        title: Names it in sentences, for example "the inspection of 5 March 2020".
        slots: Its standards, in the framework's order.
        awards: Points for each rating, lowest first.
        bands: Overall bands on the total.
    """

    id: str
    title: str
    slots: tuple[Slot, ...]
    awards: tuple[int, ...]
    bands: tuple[Step, ...]

    @classmethod
    def under(cls, framework: Framework, rules: Rules, *, id: str, title: str) -> Self:  # noqa: A002 - the attribute's name
        """Build it from the framework it was made under and the values in force."""
        return cls(
            id=id,
            title=title,
            slots=tuple(Slot(s.number, s.theme, s.in_overall) for s in framework.standards),
            awards=tuple(rules.points.awards[rating] for rating in RATINGS),
            bands=rules.overall_bands.steps,
        )

    @property
    def counted(self) -> tuple[str, ...]:
        """Numbers of the standards that count towards the total."""
        return tuple(slot.number for slot in self.slots if slot.counts)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Numbers of all its standards."""
        return tuple(slot.number for slot in self.slots)

    @property
    def themes(self) -> frozenset[str]:
        """Themes of the standards that count towards the total."""
        return frozenset(slot.theme for slot in self.slots if slot.counts)

    @property
    def top(self) -> int:
        """The highest total."""
        return len(self.counted) * max(self.awards)


@dataclass(frozen=True, slots=True)
class Row:
    """A constraint: the weighted sum of variables lies from `low` to `high`."""

    terms: Terms
    low: int
    high: int


class Sheet:
    """Gives every inspection, standard and rating its variable: 1 when it was so rated.

    Args:
        cast: The inspections whose ratings are looked for together.
    """

    def __init__(self, cast: Sequence[Inspected]) -> None:
        self.cast = {inspected.id: inspected for inspected in cast}
        cells = [(i.id, number, rating) for i in cast for number in i.numbers for rating in RATINGS]
        self._cells = {cell: variable for variable, cell in enumerate(cells)}
        self.variables = len(cells)

    def cell(self, inspection: str, standard: str, rating: Rating) -> int:
        """The variable of one rating of one standard."""
        return self._cells[inspection, standard, rating]

    def fresh(self) -> int:
        """A new 0/1 variable for a fact that needs one of its own."""
        self.variables += 1
        return self.variables - 1

    def having(self, inspection: str, standards: Iterable[str], ratings: Iterable[Rating]) -> Terms:
        """How many of the standards have one of the ratings."""
        ratings = tuple(ratings)
        return tuple((self.cell(inspection, s, r), 1) for s in standards for r in ratings)

    def points(self, inspection: str, standards: Iterable[str] = ()) -> Terms:
        """The points of the standards named, or of all that count when none is."""
        inspected = self.cast[inspection]
        return tuple(
            (self.cell(inspection, standard, rating), points)
            for standard in tuple(standards) or inspected.counted
            for rating, points in zip(RATINGS, inspected.awards, strict=True)
            if points
        )

    def rank(self, inspection: str, standard: str) -> Terms:
        """The standard's rating as a number, 0 for the lowest."""
        return tuple(
            (self.cell(inspection, standard, rating), place)
            for place, rating in enumerate(RATINGS)
            if place
        )

    def one_rating_each(self) -> Iterator[Row]:
        """A standard that counts has one rating; one that does not has one at most."""
        for inspected in self.cast.values():
            for slot in inspected.slots:
                terms = self.having(inspected.id, (slot.number,), RATINGS)
                yield Row(terms, 1 if slot.counts else 0, 1)


def minus(terms: Terms) -> Terms:
    """The same sum with every sign turned."""
    return tuple((variable, -weight) for variable, weight in terms)
