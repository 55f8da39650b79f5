"""The published triggers for a ratings panel's discretion."""

from assay.rating.results import Flag
from assay.rating.tally import Tally, whole_percent
from assay.standards.framework import Rating, Rules


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


def _near_boundary(counts: Tally, rules: Rules) -> tuple[Flag, ...]:
    share = counts.share
    if share is None:
        return ()
    percent = whole_percent(share)
    reach = rules.panel_triggers.boundary_points
    return tuple(
        Flag(
            "near_boundary",
            f"{percent} per cent is within {reach} points of {step.least}, "
            f"where {step.rating} starts.",
        )
        for step in rules.case_bands.steps[1:]
        if abs(percent - step.least) <= reach
    )


def _one_case(counts: Tally, rules: Rules) -> tuple[Flag, ...]:
    if not rules.panel_triggers.one_case:
        return ()
    now = band(counts, rules)
    changed = {
        other: counts_then
        for counts_then in _one_case_differently(counts)
        if (other := band(counts_then, rules)) != now
    }
    return tuple(
        Flag(
            "one_case",
            f"One case judged differently would give {then.sufficient} of {then.relevant} "
            f"sufficient, which is {other} and not {now}.",
        )
        for other, then in changed.items()
    )


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
