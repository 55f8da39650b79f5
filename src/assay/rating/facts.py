"""What a source can say about an inspection, as constraints with a sentence each.

A fact never holds a total or a rating that was worked out from others: only what was
published, so that the bounds rest on nothing else.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assay.rating.sheet import Inspected, Row, Sheet, minus
from assay.standards.framework import RATINGS, Rating

Confidence = Literal["sourced", "worded", "inferred"]
Cast = Mapping[str, Inspected]
HIGHEST = len(RATINGS) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(ABC):
    """Something published about an inspection.

    Attributes:
        inspection: The inspection's id.
        source: Who says so: an address or a title.
        confidence: "sourced" is stated outright, "worded" rests on how the source describes
            it, "inferred" is concluded from what the source says of something else.
    """

    inspection: str
    source: str
    confidence: Confidence = "sourced"

    @property
    def inspections(self) -> tuple[str, ...]:
        """Every inspection the fact speaks of; more than one links them."""
        return (self.inspection,)

    @abstractmethod
    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """The fact as constraints."""

    @abstractmethod
    def words(self, cast: Cast) -> str:
        """The fact as a clause without a full stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardsRated(Fact):
    """Each of some standards had one of some ratings; most often exactly one."""

    standards: tuple[str, ...]
    ratings: tuple[Rating, ...]

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """One of the ratings holds for each standard."""
        for standard in self.standards:
            yield Row(sheet.having(self.inspection, (standard,), self.ratings), 1, 1)

    def words(self, cast: Cast) -> str:
        """For example "2.1, 2.2 Inadequate: 0 points each"."""
        awards = dict(zip(RATINGS, cast[self.inspection].awards, strict=True))
        earned = sorted(awards[rating] for rating in self.ratings)
        points = _points(earned[-1]) if len(earned) == 1 else f"{earned[0]} to {earned[-1]} points"
        each = " each" if len(self.standards) > 1 else ""
        return f"{', '.join(self.standards)} {' or '.join(self.ratings)}: {points}{each}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRated(Fact):
    """From `least` to `most` of the standards (all, when none is named) had a rating."""

    rating: Rating
    least: int
    most: int
    standards: tuple[str, ...] = ()

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """The count of standards with the rating."""
        among = self.standards or sheet.cast[self.inspection].numbers
        terms = sheet.having(self.inspection, among, (self.rating,))
        yield Row(terms, self.least, self.most)

    def words(self, cast: Cast) -> str:
        """For example "exactly 5 of the 10 standards were Good"."""
        size = len(cast[self.inspection].slots)
        return f"{_counted(self.least, self.most, self.standards, size)} {self.rating}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsKnown(Fact):
    """The points of the standards named, or the total when none is."""

    points: int
    standards: tuple[str, ...] = ()

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """The sum of points."""
        terms = sheet.points(self.inspection, self.standards)
        yield Row(terms, self.points, self.points)

    def words(self, cast: Cast) -> str:
        """For example "the total was published as 3 of 27 points"."""
        if self.standards:
            return f"{', '.join(self.standards)} add up to {_points(self.points)}"
        return f"the total was published as {self.points} of {cast[self.inspection].top} points"


@dataclass(frozen=True, slots=True, kw_only=True)
class OverallRated(Fact):
    """The overall rating, which bounds the total by its band."""

    rating: Rating

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """The total lies in the band."""
        step = self._step(sheet.cast)
        yield Row(sheet.points(self.inspection), step[0], step[1])

    def words(self, cast: Cast) -> str:
        """For example "overall Requires improvement means 6 to 15 points"."""
        least, most = self._step(cast)
        return f"overall {self.rating} means {least} to {most} points"

    def _step(self, cast: Cast) -> tuple[int, int]:
        return next(
            (s.least, s.most) for s in cast[self.inspection].bands if s.rating == self.rating
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsMore(Fact):
    """The total is so many points more than another inspection's; fewer when negative."""

    than: str
    points: int

    @property
    def inspections(self) -> tuple[str, ...]:
        """Both inspections."""
        return (self.inspection, self.than)

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """The difference of the totals."""
        terms = (*sheet.points(self.inspection), *minus(sheet.points(self.than)))
        yield Row(terms, self.points, self.points)

    def words(self, cast: Cast) -> str:
        """For example "the inspection of 2020 has 2 points more than the inspection of 2018"."""
        how = f"{_points(abs(self.points))} {'fewer' if self.points < 0 else 'more'} than"
        return f"{cast[self.inspection].title} has {how} {cast[self.than].title}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Improved(Fact):
    """From `least` to `most` of the standards were rated higher than in an earlier inspection.

    Standards are matched by theme. When none is named, all are meant that count towards
    the total in both inspections.
    """

    since: str
    least: int
    most: int
    standards: tuple[str, ...] = ()

    @property
    def inspections(self) -> tuple[str, ...]:
        """Both inspections."""
        return (self.inspection, self.since)

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """A 0/1 variable for each pair of standards, 1 just when the later is higher."""
        better: list[tuple[int, int]] = []
        for now, before in self._pairs(sheet.cast):
            flag = sheet.fresh()
            better.append((flag, 1))
            gain = (
                *sheet.rank(self.inspection, now),
                *minus(sheet.rank(self.since, before)),
            )
            # Set, the flag forces a gain of 1 or more; not set, it allows none.
            yield Row((*gain, (flag, -HIGHEST - 1)), -HIGHEST, HIGHEST)
            yield Row((*gain, (flag, -HIGHEST)), -HIGHEST - HIGHEST, 0)
        yield Row(tuple(better), self.least, self.most)

    def words(self, cast: Cast) -> str:
        """For example "exactly 5 of the 10 standards were rated higher than in ..."."""
        count = _counted(self.least, self.most, self.standards, len(self._pairs(cast)))
        times = f"{cast[self.inspection].title} than in {cast[self.since].title}"
        return f"{count} rated higher in {times}"

    def _pairs(self, cast: Cast) -> list[tuple[str, str]]:
        earlier = {slot.theme: slot.number for slot in cast[self.since].slots if slot.counts}
        return [
            (slot.number, earlier[slot.theme])
            for slot in cast[self.inspection].slots
            if slot.counts
            and slot.theme in earlier
            and (not self.standards or slot.number in self.standards)
        ]


def _points(number: int) -> str:
    return f"{number} point{'' if number == 1 else 's'}"


def _counted(least: int, most: int, named: Sequence[str], size: int) -> str:
    """For example "exactly 5 of the 10 standards were"."""
    if least == most == len(named) == 1:
        return f"{named[0]} was"
    among = ", ".join(named) if named else f"the {size} standards"
    top = len(named) or size
    number = least if most >= top else most
    how = "exactly" if least == most else "at least" if most >= top else "at most"
    if 0 < least < most < top:
        how, number = f"{least} to", most
    return f"{how} {number} of {among} {'was' if number == 1 else 'were'}"
