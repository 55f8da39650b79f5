"""The share of cases sufficient over a whole caseload, from audits helped by criteria.

A few cases are audited; the criteria are known for every case. What the audits say is
corrected by how far the audited cases differ from the caseload in what the criteria show
there. Three ways, all unbiased to first order whatever the criteria are worth:

`audits_alone` leaves the criteria out.
`prediction_powered` is PPI++ (Angelopoulos, Duchi and Zrnic 2023): a prediction of the
    answer, fitted on other audits than the one predicted (cross-fitting: Zrnic and Candes
    2024), given the weight that makes the variance least (power tuning). Useless criteria
    get a weight near nothing.
`survey_regression` is the generalised regression estimator (Sarndal, Swensson and Wretman
    1992, chapter 6): one regression on all the audits.

Answers may be "not applicable", so a share is a ratio of two means; it is made linear
around the audits' own share. Each way has the finite-population correction. The audited
cases are taken as a simple random sample; one spread over strata is if anything more exact.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Numbers: TypeAlias = npt.NDArray[np.float64]
FOLDS = 10
RIDGE = 1.0
"""Audits' worth of shrinkage towards no effect: a fit on few audits is not trusted far."""
NO_SPREAD = 1e-12


@dataclass(frozen=True, slots=True)
class Audited:
    """The audits of one key question beside the criteria of the same cases.

    Attributes:
        sufficient: By audited case, 1 where the answer is yes, else 0.
        relevant: By audited case, 1 where it is yes or no, 0 where not applicable.
        predictors: By audited case and criterion, what the criterion shows.
        means: The mean of each predictor over the whole caseload.
        cases: Cases of the caseload; None if unknown, and then no correction is made.
    """

    sufficient: Numbers
    relevant: Numbers
    predictors: Numbers
    means: Numbers
    cases: int | None

    @property
    def unread_part(self) -> float:
        """The part of the caseload that was not audited: the finite-population correction."""
        return 1.0 if self.cases is None else max(0.0, 1 - len(self.relevant) / self.cases)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with its spread.

    Attributes:
        share: The estimate, 0 to 1.
        variance: Of the estimate.
        freedom: Degrees of freedom of that variance.
        weight: How far the criteria were heeded: 0 not at all, 1 as predicted.
        residual: By audited case, how much it moves the estimate; 0 where not applicable.
    """

    share: float
    variance: float
    freedom: int
    weight: float
    residual: Numbers


Estimator: TypeAlias = Callable[[Audited, int], Estimate]


def audits_alone(audited: Audited, _seed: int) -> Estimate:
    """The share among the audits, with no use of criteria."""
    share, moves = _ratio(audited)
    return _estimate(audited, share, moves, used=1, weight=0.0)


def prediction_powered(audited: Audited, seed: int) -> Estimate:
    """PPI++ with cross-fitting and power tuning.

    Args:
        audited: The audits; the predictors need at least one column.
        seed: Parts the audits into folds.

    Returns:
        The estimate.
    """
    share, moves = _ratio(audited)
    offsets = audited.predictors - audited.means
    predicted = _cross_fitted(offsets, moves, seed)
    weight = _power(moves, predicted)
    shift = weight * float(predicted.mean())
    residual = moves - weight * (predicted - predicted.mean())
    return _estimate(audited, share - shift, residual, used=2, weight=weight)


def survey_regression(audited: Audited, _seed: int) -> Estimate:
    """The generalised regression estimator, by least squares with a little shrinkage."""
    share, moves = _ratio(audited)
    offsets = audited.predictors - audited.means
    slopes = _slopes(offsets, moves)
    fitted = (offsets - offsets.mean(axis=0)) @ slopes
    shift = float(offsets.mean(axis=0) @ slopes)
    used = 1 + offsets.shape[1]
    return _estimate(audited, share - shift, moves - fitted, used=used, weight=1.0)


def _ratio(audited: Audited) -> tuple[float, Numbers]:
    """The audits' own share, and how far each case moves it."""
    relevant = float(audited.relevant.sum())
    share = float(audited.sufficient.sum()) / relevant
    size = len(audited.relevant)
    return share, (audited.sufficient - share * audited.relevant) * (size / relevant)


def _cross_fitted(offsets: Numbers, moves: Numbers, seed: int) -> Numbers:
    """Predict each audit from the others' folds; 0 where a case is like the whole caseload."""
    size = len(moves)
    fold = np.random.default_rng(seed).permutation(size) % FOLDS
    predicted = np.zeros(size)
    for number in range(min(FOLDS, size)):
        held = fold == number
        predicted[held] = offsets[held] @ _slopes(offsets[~held], moves[~held])
    return predicted


def _slopes(offsets: Numbers, moves: Numbers) -> Numbers:
    middle = offsets - offsets.mean(axis=0)
    spread = middle.T @ middle
    shrink = RIDGE * np.diag(middle.var(axis=0) + NO_SPREAD)
    slopes: Numbers = np.linalg.solve(spread + shrink, middle.T @ (moves - moves.mean()))
    return slopes


def _power(moves: Numbers, predicted: Numbers) -> float:
    """The weight with the least variance, held between nothing and the whole prediction."""
    spread = float(predicted.var())
    if spread < NO_SPREAD:
        return 0.0
    together = float(((predicted - predicted.mean()) * (moves - moves.mean())).mean())
    return min(1.0, max(0.0, together / spread))


def _estimate(
    audited: Audited, share: float, residual: Numbers, *, used: int, weight: float
) -> Estimate:
    size = len(residual)
    freedom = max(1, size - used)
    spread = float(((residual - residual.mean()) ** 2).sum()) / freedom
    return Estimate(
        share=min(1.0, max(0.0, share)),
        variance=audited.unread_part * spread / size,
        freedom=freedom,
        weight=weight,
        residual=residual * sqrt(audited.unread_part),
    )
