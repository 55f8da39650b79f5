"""The published triggers for a ratings panel's discretion."""

from assay.rating.results import Flag
from assay.rating.tally import Tally, whole_percent
from assay.standards.framework import RATINGS, Rating, Rules, Step


def panel_flags(counts: Tally, rules: Rules) -> tuple[Flag, ...]:
    """Say which panel triggers a key question's tally fires.

    Args:
        counts: Its tally, with at least one relevant case.
        rules: Bands and triggers in force.

    Returns:
        The triggers that fired, each with its numbers in words.
    """
    return (
        *_near_boundary(counts, rules),
        *_one_case(counts, rules),
        *_few_cases(counts, rules),
    )


def bands_in_reach(counts: Tally, rules: Rules) -> frozenset[Rating]:
    """The bands that the triggers fired by a key question's tally speak of, but for its own.

    Near a boundary it is the band across it, with one case judged differently the band that
    would give, and with few cases any that is near enough.

    Args:
        counts: Its tally, with at least one relevant case.
        rules: Bands and triggers in force.

    Returns:
        Bands no further off than `bands_moved`; none where no trigger fired.
    """
    now = RATINGS.index(band(counts, rules))
    spoken_of = set(_one_case_bands(counts, rules))
    if counts.relevant <= rules.panel_triggers.few_cases:
        spoken_of.update(RATINGS)
    for step in _boundaries_near(counts, rules):
        above = RATINGS.index(step.rating)
        spoken_of.update(RATINGS[above - 1 : above + 1])
    most = rules.panel_triggers.bands_moved
    return frozenset(each for each in spoken_of if 0 < abs(RATINGS.index(each) - now) <= most)


def _boundaries_near(counts: Tally, rules: Rules) -> tuple[Step, ...]:
    share = counts.share
    if share is None:
        return ()
    percent, reach = whole_percent(share), rules.panel_triggers.boundary_points
    return tuple(step for step in rules.case_bands.steps[1:] if abs(percent - step.least) <= reach)


def _near_boundary(counts: Tally, rules: Rules) -> tuple[Flag, ...]:
    reach = rules.panel_triggers.boundary_points
    return tuple(
        Flag(
            "near_boundary",
            f"{whole_percent(counts.share)} per cent is within {reach} points of {step.least}, "
            f"where {step.rating} starts.",
        )
        for step in _boundaries_near(counts, rules)
        if counts.share is not None
    )


def _one_case(counts: Tally, rules: Rules) -> tuple[Flag, ...]:
    now = band(counts, rules)
    return tuple(
        Flag(
            "one_case",
            f"One case judged differently would give {then.sufficient} of {then.relevant} "
            f"sufficient, which is {other} and not {now}.",
        )
        for other, then in _one_case_bands(counts, rules).items()
    )


def _one_case_bands(counts: Tally, rules: Rules) -> dict[Rating, Tally]:
    """The other bands that one case judged differently would give, and the tally then."""
    if not rules.panel_triggers.one_case:
        return {}
    now = band(counts, rules)
    return {
        other: counts_then
        for counts_then in _one_case_differently(counts)
        if (other := band(counts_then, rules)) != now
    }


def _one_case_differently(counts: Tally) -> tuple[Tally, ...]:
    other = []
    if counts.sufficient:
        other.append(Tally(counts.sufficient - 1, counts.insufficient + 1))
    if counts.insufficient:
        other.append(Tally(counts.sufficient + 1, counts.insufficient - 1))
    return tuple(other)


def _few_cases(counts: Tally, rules: Rules) -> tuple[Flag, ...]:
    few = rules.panel_triggers.few_cases
    if counts.relevant > few:
        return ()
    cases = "case is" if counts.relevant == 1 else "cases are"
    return (
        Flag("few_cases", f"Only {counts.relevant} {cases} relevant; {few} or fewer are too few."),
    )


def band(counts: Tally, rules: Rules) -> Rating:
    """The band of a tally with at least one relevant case.

    Raises:
        ValueError: Nothing is relevant.
    """
    share = counts.share
    if share is None:
        raise ValueError("no relevant case, so no band")
    return rules.band_of_percent(whole_percent(share))
