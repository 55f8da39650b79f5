"""The overall rating: points added up, banded, and bounded while something is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from assay.rating.results import Overall, StandardResult
from assay.standards.framework import RATINGS, Cap, Rating, Rules


def rate_overall(
    standards: Sequence[StandardResult], rules: Rules, *, apply_cap: bool = False
) -> Overall:
    """Add up the standards' points and band the total.

    Args:
        standards: All of a framework's standards, rated or not.
        rules: Points, overall bands and cap in force.
        apply_cap: Whether to apply the cap rule although its setting is off.

    Returns:
        The overall rating; while a standard is unrated, the least and greatest total and
        every rating still possible.
    """
    counting = [standard for standard in standards if standard.in_overall]
    cap = rules.cap if rules.cap and (rules.cap.enabled or apply_cap) else None
    outcomes = _outcomes(counting, rules, cap)
    totals = [outcome.total for outcome in outcomes]
    least, most = min(totals), max(totals)
    top = len(counting) * max(rules.points.awards.values())
    unrated = [standard for standard in counting if standard.rating is None]
    reached = {_rating(outcome, rules, cap) for outcome in outcomes}
    possible = tuple(rating for rating in RATINGS if rating in reached)
    trace = [_sum_words(counting, top)]
    if not unrated:
        trace.append(_band_words(least, rules))
    else:
        trace.append(_unrated_words(unrated, least, most))
    if cap:
        trace.append(_cap_words(cap, counting))
    if unrated:
        trace.append(f"Overall ratings still possible: {', '.join(possible)}.")
    return Overall(
        rating=None if unrated else possible[0],
        points=None if unrated else least,
        points_min=least,
        points_max=most,
        max=top,
        possible=possible,
        trace=tuple(trace),
    )


@dataclass(frozen=True, slots=True)
class _Outcome:
    """One way the whole may end: a total, and how many standards count against the cap."""

    total: int
    hits: int


def _outcomes(
    counting: Sequence[StandardResult], rules: Rules, cap: Cap | None
) -> frozenset[_Outcome]:
    """Every way the whole may end, given what each standard can still be."""
    outcomes = frozenset([_Outcome(0, 0)])
    for standard in counting:
        outcomes = frozenset(
            _Outcome(
                before.total + rules.points.awards[rating],
                before.hits + (cap is not None and rating == cap.when_rating),
            )
            for rating in standard.possible
            for before in outcomes
        )
    return outcomes


def _rating(outcome: _Outcome, rules: Rules, cap: Cap | None) -> Rating:
    rating = rules.band_of_points(outcome.total)
    if cap is None or outcome.hits < cap.when_count:
        return rating
    return min(rating, cap.highest, key=RATINGS.index)


def _sum_words(counting: Sequence[StandardResult], top: int) -> str:
    rated = [standard for standard in counting if standard.points is not None]
    if not rated:
        return f"No standard is rated yet; the most that can be had is {top} points."
    terms = " + ".join(f"{standard.points} ({standard.number})" for standard in rated)
    total = sum(standard.points or 0 for standard in rated)
    return f"Points: {terms} = {total} of {top}."


def _band_words(total: int, rules: Rules) -> str:
    rating = rules.band_of_points(total)
    step = next(step for step in rules.overall_bands.steps if step.rating == rating)
    return f"{total} points is in the overall band {rating} ({step.least} to {step.most})."


def _unrated_words(unrated: Sequence[StandardResult], least: int, most: int) -> str:
    numbers = ", ".join(standard.number for standard in unrated)
    return f"Not rated: {numbers}. The total lies from {least} to {most} points."


def _cap_words(cap: Cap, counting: Sequence[StandardResult]) -> str:
    sure = sum(standard.possible == (cap.when_rating,) for standard in counting)
    most = sum(cap.when_rating in standard.possible for standard in counting)
    found = f"{sure} found" if sure == most else f"{sure} to {most} possible"
    rule = f"{cap.when_count} or more {cap.when_rating} allow at most {cap.highest}"
    effect = "so it applies" if sure >= cap.when_count else "so it may apply"
    if most < cap.when_count:
        effect = "so it changes nothing"
    return f"The cap rule: {rule}; {found}, {effect}."
