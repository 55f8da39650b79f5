"""The unofficial league table: bodies ranked by points, under one version of the standards.

A total is seldom published whole, so each body has bounds, and a best and a worst place
that follow from them. Points of different versions are never ranked together.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from assay.problems import InputProblems
from assay.publishing.record.constraints import cast_of, facts_of
from assay.publishing.record.model import Body, BodyType, Family, Inspection, Record
from assay.rating.bounds import Bounds
from assay.rating.facts import Confidence
from assay.rating.programme import Contradiction, Programme
from assay.standards.framework import Rating
from assay.standards.load import load_framework

LEVELS: tuple[Confidence, ...] = ("sourced", "worded", "inferred")


@dataclass(frozen=True, slots=True)
class LeagueRow:
    """One body's place.

    Attributes:
        body: Its name.
        body_type: Its kind.
        framework: Id of the version of the standards it was rated under.
        published: Date of publication as far as it is known.
        overall_rating: As published.
        points: The total, when only one is possible.
        points_min: Least total the published facts allow.
        points_max: Greatest total they allow.
        max: The framework's highest total.
        change_in_points: Points more than at the body's last inspection, when the facts
            allow one number only; None also when that rated other standards.
        change_min: Least change the facts allow; None when there is nothing to compare.
        change_max: Greatest change they allow.
        rank_min: Best place among bodies rated under the same framework; ties share a place.
        rank_max: Worst place.
        official: Never: the inspectorate makes no league table.
        sources: Who published what the row rests on.
        inspection: The inspection's id.
        in_operation: Whether the body is in operation on the day of the table.
        confidence: "sourced" when the bounds follow from what is stated outright; "worded"
            or "inferred" when they need such facts.
    """

    body: str
    body_type: BodyType
    framework: str
    published: str
    overall_rating: Rating
    points: int | None
    points_min: int
    points_max: int
    max: int
    change_in_points: int | None
    change_min: int | None
    change_max: int | None
    rank_min: int
    rank_max: int
    official: bool
    sources: tuple[str, ...]
    inspection: str
    in_operation: bool
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An inspection that has no place, and why."""

    inspection: Inspection
    reason: str


@dataclass(frozen=True, slots=True)
class League:
    """The table and what is not in it.

    Attributes:
        rows: Newest framework first, then best place first.
        left_out: In the record's order.
    """

    rows: tuple[LeagueRow, ...]
    left_out: tuple[LeftOut, ...]


def league(
    record: Record,
    *,
    on: dt.date,
    family: Family | None = None,
    body_type: BodyType | None = None,
) -> League:
    """Rank bodies by the points of their newest rated inspection.

    Args:
        record: The published record.
        on: Inspections published by then are counted. A date known only to the month or
            the year counts from its last day.
        family: Only adult or youth services; None for both.
        body_type: Only this kind of body; None for all.

    Returns:
        The table, and the inspections that could have no place in it.

    Raises:
        InputProblems: What is recorded contradicts itself.
    """
    chosen = [
        inspection
        for inspection in record.inspections.values()
        if inspection.published_by <= on
        and _wanted(record.bodies[inspection.body], family, body_type)
    ]
    compiler = _Compiler(record, on)
    try:
        rows = [compiler.row(rated) for rated in _rated_by_body(chosen)]
    except Contradiction as contradiction:
        raise InputProblems.one(
            "the published record", str(contradiction), "Run: assay league check"
        ) from contradiction
    return League(
        rows=tuple(ranked for group in _groups(rows) for ranked in _ranked(group)),
        left_out=tuple(LeftOut(i, why_not(i)) for i in chosen if why_not(i)),
    )


def why_not(inspection: Inspection) -> str:
    """Why an inspection can have no place; empty when it can."""
    if inspection.overall_rating is None:
        return "no overall rating is known"
    if inspection.framework is None:
        return f"Assay holds no framework for it ({inspection.framework_as_published})"
    return ""


def _wanted(body: Body, family: Family | None, body_type: BodyType | None) -> bool:
    return family in (None, body.family) and body_type in (None, body.body_type)


def _rated_by_body(chosen: Sequence[Inspection]) -> Iterator[list[Inspection]]:
    """Each body's inspections that can have a place, newest first."""
    rated = [inspection for inspection in chosen if not why_not(inspection)]
    rated.sort(key=lambda inspection: inspection.published_by, reverse=True)
    rated.sort(key=lambda inspection: inspection.body)
    for _, group in groupby(rated, key=lambda inspection: inspection.body):
        yield list(group)


class _Compiler:
    """Makes rows without places: those need the whole table."""

    def __init__(self, record: Record, on: dt.date) -> None:
        self.record, self.on = record, on
        self.cast = cast_of(record)
        facts = facts_of(record)
        self.programme = Programme(self.cast, facts)
        self.trusting = {
            level: Programme(self.cast, [f for f in facts if LEVELS.index(f.confidence) <= place])
            for place, level in enumerate(LEVELS)
        }

    def row(self, rated: Sequence[Inspection]) -> LeagueRow:
        """The row of a body, from its rated inspections, newest first."""
        newest = rated[0]
        body = self.record.bodies[newest.body]
        bounds = self.programme.bounds(newest.inspection)
        change = self._change(rated)
        if newest.framework is None or newest.overall_rating is None:
            raise ValueError(f"{newest.inspection} is not rated")
        return LeagueRow(
            body=body.body,
            body_type=body.body_type,
            framework=newest.framework,
            published=newest.published,
            overall_rating=newest.overall_rating,
            points=bounds.exact,
            points_min=bounds.least,
            points_max=bounds.most,
            max=self.cast[newest.inspection].top,
            change_in_points=change[0] if change and change[0] == change[1] else None,
            change_min=change[0] if change else None,
            change_max=change[1] if change else None,
            rank_min=1,
            rank_max=1,
            official=False,
            sources=self._sources(newest.inspection),
            inspection=newest.inspection,
            in_operation=body.in_operation(self.on),
            confidence=self._confidence(newest.inspection, bounds),
        )

    def _change(self, rated: Sequence[Inspection]) -> tuple[int, int] | None:
        """Bounds of the change since the inspection before, if it rated the same themes."""
        if len(rated) == 1:
            return None
        now, before = rated[0].inspection, rated[1].inspection
        if self.cast[now].themes != self.cast[before].themes:
            return None
        return self.programme.difference(now, before)

    def _confidence(self, inspection: str, bounds: Bounds) -> Confidence:
        """The surest kind of facts from which the same bounds follow."""
        return next(
            level
            for level, programme in self.trusting.items()
            if programme.bounds(inspection) == bounds
        )

    def _sources(self, inspection: str) -> tuple[str, ...]:
        facts = self.programme.facts
        return tuple(dict.fromkeys(fact.source for fact in facts if inspection in fact.inspections))


def _groups(rows: Sequence[LeagueRow]) -> Iterator[list[LeagueRow]]:
    """Rows of one framework at a time, the newest framework first."""

    def age(row: LeagueRow) -> tuple[int, str]:
        return -load_framework(row.framework).in_force.starts.toordinal(), row.framework

    for _, group in groupby(sorted(rows, key=age), key=age):
        yield list(group)


def _ranked(group: Sequence[LeagueRow]) -> list[LeagueRow]:
    """Give places: behind everyone surely better; before everyone not surely at least as good."""
    placed = [
        replace(
            row,
            rank_min=1 + sum(other.points_min > row.points_max for other in group),
            rank_max=1 + sum(other.points_max > row.points_min for other in group if other != row),
        )
        for row in group
    ]
    return sorted(
        placed,
        key=lambda row: (row.rank_min, row.rank_max, -row.points_min, -row.points_max, row.body),
    )
