"""Simulated futures: what all cases hold, and what an inspection of some of them would find.

Each draw is one way the caseload may truly be. Key questions are drawn together: the cases
that move one estimate move others, so their spread is shared case by case (a Gaussian
copula of the audits' residuals; each share keeps its own distribution). An inspection of
`inspected` cases then counts a sample of that caseload, question by question and again
together. The counts go through the rating code itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import stats

from assay.assurance.forecast.margins import Margin
from assay.assurance.forecast.prediction import NO_SPREAD, Numbers
from assay.rating.flags import band
from assay.rating.inputs import Judgement
from assay.rating.intervals import LEVEL
from assay.rating.rate import rate
from assay.rating.tally import Tally
from assay.standards.framework import RATINGS, Framework, Rating, Rules

Bands: TypeAlias = npt.NDArray[np.int64]
"""By draw, a rating as its position in RATINGS."""
Chances: TypeAlias = Mapping[Rating, float]
ChanceRanges: TypeAlias = Mapping[Rating, tuple[float, float]]
"""Least and most a chance can be: they differ while a standard is not rated."""
DECIMALS = 3
TAILS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)


@dataclass(frozen=True, slots=True)
class Believed:
    """What is believed of one key question.

    Attributes:
        number: Its number.
        margin: Of the share of all relevant cases that are sufficient.
        residual: By audited case, how it moves that share.
        answer: By audited case, its answer around the audits' own share; 0 where there is none.
        relevant_part: Part of the cases to which the question applies.
    """

    number: str
    margin: Margin
    residual: Numbers
    answer: Numbers
    relevant_part: float


@dataclass(frozen=True, slots=True)
class Futures:
    """Bands by key question, in every draw.

    Attributes:
        all_read: As if every case were read.
        inspected: As an inspection of a sample would give.
        found: The share that an inspection would find, from and to, in 95 draws of 100.
    """

    all_read: Mapping[str, Bands]
    inspected: Mapping[str, Bands]
    found: Mapping[str, tuple[float, float]]


def draw_futures(
    believed: Sequence[Believed],
    rules: Rules,
    *,
    cases: int,
    inspected: int,
    draws: int,
    seed: int,
) -> Futures:
    """Draw futures and band them.

    Args:
        believed: The key questions that can be forecast.
        rules: Bands in force.
        cases: Cases an inspection could draw.
        inspected: Cases it would read, no more than there are.
        draws: How many futures.
        seed: Any whole number.

    Returns:
        The bands of every future.
    """
    random = np.random.default_rng(seed)
    shares = _together([each.residual for each in believed], draws, random)
    reading = _together([each.answer for each in believed], draws, random)
    all_read, seen, found = {}, {}, {}
    for each, place, chance in zip(believed, shares, reading, strict=True):
        everyone = max(1, round(cases * each.relevant_part))
        read = min(everyone, max(1, round(inspected * each.relevant_part)))
        good = np.rint(each.margin.at(place) * everyone).astype(np.int64)
        all_read[each.number] = _banded(good, everyone, rules)
        counted = _counted(good / everyone, everyone, read, chance)
        seen[each.number] = _banded(counted, read, rules)
        low, high = np.quantile(counted / read, TAILS, method="closest_observation")
        found[each.number] = (float(low), float(high))
    return Futures(all_read, seen, found)


def lowest(bands: Sequence[Bands]) -> Bands:
    """A standard's band in every draw: that of its lowest key question."""
    found: Bands = np.stack(bands).min(axis=0)
    return found


def chances(bands: Bands) -> Chances:
    """How often each rating came."""
    counts = np.bincount(bands, minlength=len(RATINGS)) / len(bands)
    return {
        rating: round(float(part), DECIMALS) for rating, part in zip(RATINGS, counts, strict=True)
    }


def overall_chances(
    standards: Mapping[str, Bands],
    judgements: Mapping[str, Judgement],
    framework: Framework,
) -> ChanceRanges:
    """Rate the whole in every draw, with the code that rates an inspection.

    Args:
        standards: Bands of the standards that can be forecast.
        judgements: Ratings of judged standards, where they are given.
        framework: The standards; its latest points and overall bands are used.

    Returns:
        Each rating's least and greatest chance: a draw counts for the least only where
        nothing else is possible, whatever the standards not rated may be.
    """
    drawn = np.stack(list(standards.values()), axis=1)
    kinds, counts = np.unique(drawn, axis=0, return_counts=True)
    sure, may = dict.fromkeys(RATINGS, 0), dict.fromkeys(RATINGS, 0)
    for kind, count in zip(kinds, counts, strict=True):
        given = {
            number: Judgement(number, RATINGS[position], "drawn")
            for number, position in zip(standards, kind, strict=True)
        }
        result = rate(framework, rules=framework.latest, judgements={**judgements, **given})
        for rating in result.overall.possible:
            may[rating] += int(count)
            sure[rating] += int(count) * (len(result.overall.possible) == 1)
    return {
        rating: (
            round(sure[rating] / len(drawn), DECIMALS),
            round(may[rating] / len(drawn), DECIMALS),
        )
        for rating in RATINGS
    }


def _together(spreads: Sequence[Numbers], draws: int, random: np.random.Generator) -> list[Numbers]:
    """For each question a place from 0 to 1 in each draw, going together as the cases do."""
    by_case = np.stack(spreads, axis=1)
    length = np.sqrt((by_case**2).sum(axis=0))
    normal = random.standard_normal((draws, len(by_case))) @ (
        by_case / np.maximum(length, NO_SPREAD)
    )
    for alone in np.flatnonzero(length < NO_SPREAD):
        normal[:, alone] = random.standard_normal(draws)
    return list(stats.norm.cdf(normal).T)


def _counted(share: Numbers, everyone: int, read: int, chance: Numbers) -> Bands:
    """Sufficient cases among those read: binomial, drawn in for a sample of a finite list."""
    middle = share * read
    outside = stats.binom.ppf(chance, read, share) - middle
    finite = np.sqrt((everyone - read) / max(1, everyone - 1))
    found: Bands = np.clip(np.rint(middle + outside * finite), 0, read).astype(np.int64)
    return found


def _banded(sufficient: Bands, relevant: int, rules: Rules) -> Bands:
    @cache
    def position(count: int) -> int:
        return RATINGS.index(band(Tally(count, relevant - count), rules))

    return np.array([position(int(count)) for count in sufficient], dtype=np.int64)
