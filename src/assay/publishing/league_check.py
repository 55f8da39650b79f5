"""Proof that the rating rules give what was published, for every inspection in the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assay.problems import Problem
from assay.publishing.league import why_not
from assay.publishing.record.constraints import cast_of, facts_of
from assay.publishing.record.model import Inspection, Record
from assay.rating.bounds import Bounds
from assay.rating.facts import Fact, OverallRated
from assay.rating.programme import Contradiction, Programme
from assay.rating.sheet import Inspected


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check found.

    Attributes:
        lines: A sentence for each inspection.
        computed: How many published ratings follow from the other facts alone.
        possible: How many are possible, though the other facts allow more than one rating.
        left_out: How many have no rating to check.
        problems: Every disagreement.
    """

    lines: tuple[str, ...]
    computed: int
    possible: int
    left_out: int
    problems: tuple[Problem, ...]


def check(record: Record) -> Checked:
    """Compare the published overall rating of every inspection with the computed one.

    The published rating is first set aside. Where the other facts settle the band of the
    total, it must be the published rating; where they leave several bands, that must be one of
    them, and all facts together must be possible.

    Args:
        record: The published record.

    Returns:
        What was found, with a problem for each disagreement.
    """
    cast, facts = cast_of(record), facts_of(record)
    lines: list[str] = []
    problems: list[Problem] = []
    tally = {"computed": 0, "possible": 0, "left_out": 0}
    for inspection in record.inspections.values():
        name = f"{record.bodies[inspection.body].short_name}, {inspection.published}"
        outcome, words = _compare(inspection, cast, facts)
        lines.append(f"{name}: {words}")
        if outcome == "wrong":
            problems.append(_problem(inspection, words))
        else:
            tally[outcome] += 1
    return Checked(lines=tuple(lines), problems=tuple(problems), **tally)


def _compare(
    inspection: Inspection, cast: Mapping[str, Inspected], facts: Sequence[Fact]
) -> tuple[str, str]:
    """Say "computed", "possible", "left_out" or "wrong", and a clause why."""
    reason = why_not(inspection)
    if reason:
        return "left_out", f"left out, {reason}"
    published, top = inspection.overall_rating, cast[inspection.inspection].top
    try:
        aside = Programme(cast, _without_overall(inspection, facts)).bounds(inspection.inspection)
        if published not in aside.ratings:
            return "wrong", _disagreement(inspection, aside, top)
        if len(aside.ratings) == 1:
            return "computed", f"{aside} of {top} points is {published}, as published"
        bounds = Programme(cast, facts).bounds(inspection.inspection)
    except Contradiction as contradiction:
        return "wrong", str(contradiction)
    return "possible", f"{published} is possible, with {bounds} of {top} points"


def _without_overall(inspection: Inspection, facts: Sequence[Fact]) -> list[Fact]:
    return [
        fact
        for fact in facts
        if not (isinstance(fact, OverallRated) and fact.inspection == inspection.inspection)
    ]


def _disagreement(inspection: Inspection, aside: Bounds, top: int) -> str:
    computed = " or ".join(aside.ratings)
    return f"{aside} of {top} points is {computed}, but {inspection.overall_rating} was published"


def _problem(inspection: Inspection, words: str) -> Problem:
    return Problem(
        file="the published record",
        wrong=f"{inspection.inspection}: {words}",
        remedy="Read the sources again and correct the row or the fact",
    )
