"""The overall rating: points added up, banded, and bounded while something is missing."""

from collections.abc import Sequence

from assay.rating.bounds import bounds_of
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
    awards = rules.points.awards
    bounds = bounds_of(
        [[awards[rating] for rating in standard.possible] for standard in counting],
        rules.overall_bands.steps,
    )
    least, most, possible = bounds.least, bounds.most, bounds.ratings
    top = len(counting) * max(awards.values())
    unrated = [standard for standard in counting if standard.rating is None]
    trace = [_sum_words(counting, top)]
    if unrated:
        trace += _bounds_words(unrated, least, most, possible)
    else:
        trace.append(_band_words(least, rules))
    cap = rules.cap
    if cap is not None and (cap.enabled or apply_cap):
        possible, words = _capped(possible, counting, cap)
        trace.append(words)
    return Overall(
        rating=None if unrated else possible[0],
        points=None if unrated else least,
        points_min=least,
        points_max=most,
        max=top,
        possible=possible,
        trace=tuple(trace),
    )


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


def _bounds_words(
    unrated: Sequence[StandardResult], least: int, most: int, possible: Sequence[Rating]
) -> list[str]:
    numbers = ", ".join(standard.number for standard in unrated)
    return [
        f"Not rated: {numbers}. The total lies from {least} to {most} points.",
        f"Overall ratings still possible: {', '.join(possible)}.",
    ]


def _capped(
    possible: tuple[Rating, ...], counting: Sequence[StandardResult], cap: Cap
) -> tuple[tuple[Rating, ...], str]:
    hits = sum(standard.rating == cap.when_rating for standard in counting)
    rule = f"cap rule: {cap.when_count} or more {cap.when_rating} allow at most {cap.highest}"
    if hits < cap.when_count:
        return possible, f"The {rule}; {hits} found, so it changes nothing."
    ceiling = RATINGS.index(cap.highest)
    kept = tuple(dict.fromkeys(RATINGS[min(RATINGS.index(r), ceiling)] for r in possible))
    return kept, f"The {rule}; {hits} found, so the overall rating is at most {cap.highest}."
