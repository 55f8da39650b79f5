"""What is known of the total when not every standard is: bounds, and the reasons for them.

The folder's own facts go through the same integer programme as the published record: what
each standard can still be, the overall rating as published, and "so many points more than
last time".
"""

from collections.abc import Iterator
from dataclasses import dataclass

from assay.problems import InputProblems
from assay.publishing.folder import INSPECTION, InspectionFolder
from assay.publishing.inspection import KnownFacts, Previous
from assay.publishing.words import day, sentence
from assay.rating.facts import Cast, Fact, OverallRated, PointsMore, StandardsRated
from assay.rating.programme import Contradiction, Programme
from assay.rating.reasoning import Stage, reasoning
from assay.rating.results import Result
from assay.rating.sheet import Inspected
from assay.standards.framework import RATINGS, Framework, Rating, Rules

THIS, BEFORE = "this", "before"


@dataclass(frozen=True, slots=True)
class Known:
    """What the facts known imply for the whole.

    Attributes:
        overall: The overall rating as published; None where it wasn't.
        points_min: Least total possible.
        points_max: Greatest total possible.
        possible: Overall ratings still possible, lowest first.
        reasons: The reasoning behind the bounds, a sentence a step; empty when every
            standard is rated.
    """

    overall: Rating | None
    points_min: int
    points_max: int
    possible: tuple[Rating, ...]
    reasons: tuple[str, ...]


def known_of(folder: InspectionFolder, rules: Rules, result: Result) -> Known:
    """Bound the total by the standards known and by what else was published.

    Args:
        folder: The inspection, with what is known of it and of the previous one.
        rules: The framework's values in force.
        result: The ratings of its standards.

    Returns:
        The tightest bounds that the facts imply.

    Raises:
        InputProblems: The facts can't all be true.
    """
    facts = folder.inspection.known_facts
    overall = result.overall
    if overall.rating or facts is None:
        reasons = () if overall.rating else overall.trace
        published = facts.overall if facts else None
        return Known(published, overall.points_min, overall.points_max, overall.possible, reasons)
    cast = _cast(folder, rules)
    stated = (*_standards(result, folder), *_whole(folder, facts))
    try:
        bounds = Programme(cast, stated).bounds(THIS)
    except Contradiction as error:
        raise InputProblems.one(
            INSPECTION,
            f"the facts known can't all be true: {'; '.join(error.words)}",
            "Correct the ratings or [known_facts]",
        ) from error
    reasons = tuple(_words(stage) for stage in reasoning(THIS, cast, stated))
    return Known(facts.overall, bounds.least, bounds.most, bounds.ratings, reasons)


def _cast(folder: InspectionFolder, rules: Rules) -> Cast:
    here = _inspected(folder.framework, rules, THIS, "this inspection")
    previous, framework = folder.inspection.previous, folder.previous_framework
    if previous is None or framework is None:
        return {THIS: here}
    then = framework.on(previous.published)
    title = f"the inspection published on {day(previous.published)}"
    return {THIS: here, BEFORE: _inspected(framework, then, BEFORE, title)}


def _inspected(framework: Framework, rules: Rules, name: str, title: str) -> Inspected:
    return Inspected.under(framework, rules, id=name, title=title)


def _standards(result: Result, folder: InspectionFolder) -> Iterator[Fact]:
    """What each standard can still be, like ones together."""
    together: dict[tuple[Rating, ...], list[str]] = {}
    for standard in result.standards:
        if len(standard.possible) < len(RATINGS):
            together.setdefault(standard.possible, []).append(standard.number)
    for possible, numbers in together.items():
        source = folder.inspection.body
        yield StandardsRated(
            inspection=THIS, standards=tuple(numbers), ratings=possible, source=source
        )


def _whole(folder: InspectionFolder, facts: KnownFacts) -> Iterator[Fact]:
    """What was published of the totals, of this inspection and the one before."""
    previous = folder.inspection.previous
    if facts.overall and facts.overall_source:
        source = folder.inspection.source(facts.overall_source).title
        yield OverallRated(inspection=THIS, rating=facts.overall, source=source)
    if previous is None:
        return
    yield from _before(folder, previous)
    if facts.points_more is not None and facts.points_more_source:
        source = folder.inspection.source(facts.points_more_source).title
        yield PointsMore(inspection=THIS, than=BEFORE, points=facts.points_more, source=source)


def _before(folder: InspectionFolder, previous: Previous) -> Iterator[Fact]:
    for rated in previous.ratings:
        source = folder.inspection.source(rated.source).title
        yield StandardsRated(
            inspection=BEFORE, standards=(rated.standard,), ratings=(rated.rating,), source=source
        )
    if previous.overall:
        source = folder.inspection.source(previous.source).title
        yield OverallRated(inspection=BEFORE, rating=previous.overall, source=source)


def _words(stage: Stage) -> str:
    left = "nothing is left possible" if stage.bounds is None else f"so {stage.bounds} points"
    return sentence(f"{stage.words}, {left}")
