"""The shape of the published record: what each row of its files may hold."""

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from assay.rating.facts import Confidence
from assay.standards.framework import Framework, Rating
from assay.standards.load import load_framework

BodyType = Literal["CRC", "NPS", "PDU", "Region", "National", "Youth"]
Family = Literal["adult", "youth"]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Percent = Annotated[int | None, Field(ge=0, le=100)]
Count = Annotated[int | None, Field(ge=0)]

_PUBLISHED = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_DECEMBER = 12


def last_day(published: str) -> dt.date:
    """The last day a date of publication can mean: "2018-09" is 30 September 2018.

    Args:
        published: YYYY, YYYY-MM or YYYY-MM-DD.

    Raises:
        ValueError: It is none of these, or there is no such day.
    """
    match = _PUBLISHED.fullmatch(published)
    if not match:
        raise ValueError("not a date as YYYY, YYYY-MM or YYYY-MM-DD")
    year, month = int(match[1]), int(match[2] or _DECEMBER)
    if not 1 <= month <= _DECEMBER:
        raise ValueError("there is no such month")
    return dt.date(year, month, int(match[3] or calendar.monthrange(year, month)[1]))


def _known_date(published: str) -> str:
    last_day(published)
    return published


class Row(BaseModel):
    """A row of a CSV file; blank cells are None."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Body(Row):
    """Someone who is inspected. `verified` is false when part of the row is from memory."""

    body: Words
    short_name: Words
    body_type: BodyType
    family: Family
    opened: dt.date | None
    closed: dt.date | None
    owner: Words | None
    source: Words
    verified: bool
    note: Words | None

    def in_operation(self, day: dt.date) -> bool:
        """Whether it is not known to have closed before the day, nor to have opened after it."""
        return (self.opened or day) <= day <= (self.closed or day)


class Succession(Row):
    """One body took over work of another; `split` when others took over the rest."""

    predecessor: Words
    successor: Words
    starts: dt.date = Field(alias="from")
    split: bool
    source: Words
    verified: bool


class Inspection(Row):
    """A published inspection. `score` is filled only where the total itself was published."""

    inspection: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]
    body: Words
    framework: Words | None
    framework_as_published: Words
    published: Annotated[str, BeforeValidator(_known_date)]
    overall_rating: Rating | None
    score: Count
    cases_assessed: Count
    people_supervised: Count
    source: Words
    confidence: Confidence
    note: Words | None

    @property
    def published_by(self) -> dt.date:
        """The last day it can have been published on."""
        return last_day(self.published)

    @property
    def held(self) -> Framework | None:
        """Its framework, when Assay holds it."""
        return load_framework(self.framework) if self.framework else None

    @property
    def when(self) -> str:
        """Its date of publication as a reader says it: "5 March 2020", "March 2020", "2020"."""
        day = self.published_by
        month = f"{calendar.month_name[day.month]} {day.year}"
        return {4: str(day.year), 7: month}.get(len(self.published), f"{day.day} {month}")


class StandardRating(Row):
    """What is known of one standard in one inspection: its rating, percentages, or neither."""

    inspection: Words
    standard: Words
    rating: Rating | None
    percent_1: Percent
    percent_2: Percent
    percent_3: Percent
    percent_4: Percent
    source: Words
    confidence: Confidence
    note: Words | None

    @property
    def percents(self) -> Mapping[str, int]:
        """Percentage sufficient by number of the key question, where known."""
        given = (self.percent_1, self.percent_2, self.percent_3, self.percent_4)
        return {
            f"{self.standard}.{place}": percent
            for place, percent in enumerate(given, start=1)
            if percent is not None
        }


class Statement(BaseModel):
    """A fact of facts.toml; see the head of that file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Words
    confidence: Confidence
    note: Words | None = None


class CountStatement(Statement):
    """So many standards had a rating."""

    kind: Literal["count"]
    inspections: tuple[Words, ...] = Field(min_length=1)
    standards: tuple[Words, ...] = ()
    rating: Rating
    exactly: Count = None
    at_least: Count = None
    at_most: Count = None


class PointsStatement(Statement):
    """The points of some standards added up to a number."""

    kind: Literal["points"]
    inspections: tuple[Words, ...] = Field(min_length=1)
    standards: tuple[Words, ...] = Field(min_length=1)
    points: int = Field(ge=0)


class MoreStatement(Statement):
    """So many points more than an earlier inspection."""

    kind: Literal["more"]
    inspection: Words
    than: Words
    points: int


class ImprovedStatement(Statement):
    """So many standards were rated higher than in an earlier inspection."""

    kind: Literal["improved"]
    inspection: Words
    since: Words
    standards: tuple[Words, ...] = ()
    exactly: Count = None
    at_least: Count = None
    at_most: Count = None


AnyStatement = Annotated[
    CountStatement | PointsStatement | MoreStatement | ImprovedStatement,
    Field(discriminator="kind"),
]


@dataclass(frozen=True, slots=True)
class Record:
    """The whole published record, checked.

    Attributes:
        bodies: By name.
        successions: Who took over from whom.
        inspections: By id, in the file's order.
        ratings: What is known of single standards.
        statements: What is known beyond single standards.
    """

    bodies: Mapping[str, Body]
    successions: tuple[Succession, ...]
    inspections: Mapping[str, Inspection]
    ratings: tuple[StandardRating, ...]
    statements: tuple[AnyStatement, ...]

    def successors(self, body: str) -> tuple[Succession, ...]:
        """Who took over from a body."""
        return tuple(s for s in self.successions if s.predecessor == body)

    @property
    def newest(self) -> dt.date:
        """The last day on which something in the record can have been published."""
        return max(inspection.published_by for inspection in self.inspections.values())
