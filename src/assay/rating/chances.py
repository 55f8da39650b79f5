"""How likely each band is for all such cases, given the cases read.

Method: the share among all cases gets Jeffreys' prior, Beta(1/2, 1/2), so after reading it
is Beta(sufficient + 1/2, insufficient + 1/2). When the number of such cases is known only
the unread ones are uncertain, and they follow the beta-binomial distribution.

A standard takes its lowest key question, and answers to its questions go together within a
case, so a standard's chances come from re-weighting whole cases (the Bayesian bootstrap,
Rubin 1981) with the same prior added as half a case for and half a case against.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil

import numpy as np
from scipy import stats

from assay.rating.inputs import Answer
from assay.rating.tally import Tally
from assay.standards.framework import RATINGS, Rating, Rules

PRIOR = 0.5
DRAWS = 4_000
SEED = 20_200_305
DECIMALS = 3


def question_chances(
    counts: Tally, rules: Rules, sampled_part: Fraction | None
) -> dict[Rating, float]:
    """Probability of each band for one key question.

    Args:
        counts: Its tally, with at least one relevant case.
        rules: Bands in force.
        sampled_part: Cases read over cases there were; None if unknown.

    Returns:
        Each rating's probability, lowest first, to three decimals.
    """
    a, b = counts.sufficient + PRIOR, counts.insufficient + PRIOR
    edges = rules.percent_edges()
    if sampled_part is None:
        below = [float(stats.beta.cdf(float(edge), a, b)) for edge in edges]
    else:
        everyone = max(round(counts.relevant / sampled_part), counts.relevant)
        unread = everyone - counts.relevant
        needed = (ceil(edge * everyone) - counts.sufficient for edge in edges)
        below = [float(stats.betabinom.cdf(need - 1, unread, a, b)) for need in needed]
    return {
        rating: round(upper - lower, DECIMALS)
        for rating, (lower, upper) in zip(RATINGS, pairwise([0.0, *below, 1.0]), strict=True)
    }


def standard_chances(
    cases: Sequence[Mapping[str, Answer]],
    questions: Sequence[str],
    rules: Rules,
    sampled_part: Fraction | None,
) -> dict[Rating, float]:
    """Probability of each band for a standard that takes its lowest key question.

    Args:
        cases: Each case's answers by key question number.
        questions: The standard's key questions, each relevant in at least one case.
        rules: Bands in force.
        sampled_part: Cases read over cases there were; None if unknown.

    Returns:
        Each rating's probability, lowest first, to three decimals.
    """
    sufficient, relevant = _matrices(cases, questions)
    random = np.random.default_rng(SEED)
    shape = np.concatenate([np.ones(len(cases)), [PRIOR, PRIOR]])
    weights = random.standard_gamma(shape, size=(DRAWS, len(shape)))
    shares = (weights @ sufficient) / (weights @ relevant)
    if sampled_part is not None:
        observed = sufficient[:-2].sum(axis=0) / relevant[:-2].sum(axis=0)
        shares = observed + (shares - observed) * np.sqrt(max(0.0, 1 - float(sampled_part)))
    edges = [float(edge) for edge in rules.percent_edges()]
    bands = np.searchsorted(edges, shares.min(axis=1), side="right")
    counts = np.bincount(bands, minlength=len(RATINGS))
    return {
        rating: round(float(count) / DRAWS, DECIMALS)
        for rating, count in zip(RATINGS, counts, strict=True)
    }


def _matrices(
    cases: Sequence[Mapping[str, Answer]], questions: Sequence[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Sufficient and relevant as 0/1 by case and question, with the prior's two rows last."""
    answers = [[case.get(question) for question in questions] for case in cases]
    sufficient = [[answer == "yes" for answer in row] for row in answers]
    relevant = [[answer in ("yes", "no") for answer in row] for row in answers]
    width = len(questions)
    return (
        np.array([*sufficient, [True] * width, [False] * width], dtype=float),
        np.array([*relevant, [True] * width, [True] * width], dtype=float),
    )
