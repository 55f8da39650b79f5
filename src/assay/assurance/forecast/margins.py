"""The range of a share, and the chance of each band, from an estimate with its variance.

An estimate is worth as many audits as would have given its variance by simple counting (its
effective number: Kish 1965), cut by the ratio of the normal to Student's quantile because
the variance itself is estimated (Korn and Graubard 1998). The share then gets Jeffreys'
prior, as in `rating.chances`: Beta(sufficient + 1/2, insufficient + 1/2). Franco, Little,
Louis and Slud (2019) compare such intervals for samples that are not simple; ours are
measured in benchmarks/forecast.py.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from assay.assurance.forecast.prediction import NO_SPREAD, Audited, Estimate
from assay.rating.chances import PRIOR
from assay.rating.intervals import LEVEL

MOST_WORTH = 4.0
"""An audit is never worth more than four: a variance near nothing is luck, not knowledge."""


@dataclass(frozen=True, slots=True)
class Margin:
    """What is believed of a share.

    Attributes:
        share: The estimate.
        worth: Audits that it is worth, by simple counting.
    """

    share: float
    worth: float

    @property
    def shape(self) -> tuple[float, float]:
        """Parameters of the Beta distribution."""
        return self.share * self.worth + PRIOR, (1 - self.share) * self.worth + PRIOR

    def interval(self) -> tuple[float, float]:
        """The interval at 95 per cent, as shares; it holds the estimate, even none and all."""
        tail = (1 - LEVEL) / 2
        low, high = (stats.beta.ppf(place, *self.shape) for place in (tail, 1 - tail))
        return min(float(low), self.share), max(float(high), self.share)

    def at(self, places: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """The shares below which these parts of the belief lie."""
        found: npt.NDArray[np.float64] = stats.beta.ppf(places, *self.shape)
        return found


def margin(audited: Audited, estimate: Estimate) -> Margin:
    """What an estimate is worth."""
    relevant = float(audited.relevant.sum())
    unread = max(audited.unread_part, 1 / (1 + len(audited.relevant)))
    alone = relevant / unread
    spread = estimate.share * (1 - estimate.share)
    if estimate.variance < NO_SPREAD or spread <= 0:
        return Margin(estimate.share, alone)
    freedom = max(1.0, estimate.freedom * relevant / len(audited.relevant))
    both_tails = (1 + LEVEL) / 2
    caution = (stats.norm.ppf(both_tails) / stats.t.ppf(both_tails, freedom)) ** 2
    worth = min(spread / estimate.variance, MOST_WORTH * alone)
    return Margin(estimate.share, float(worth * caution))
