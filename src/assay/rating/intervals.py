"""How far a percentage from a sample may be from that of all such cases.

Method: the Wilson score interval at 95 per cent (Wilson 1927). When the number of cases the
sample was drawn from is known, the sample counts for more the larger a part of them it is:
the finite-population correction replaces n by n(N-1)/(N-n). The sample is taken as a simple
random one; a sample spread in proportion over strata is if anything more exact, so the
interval errs on the wide side.
"""

from fractions import Fraction
from math import sqrt
from statistics import NormalDist

from assay.rating.results import Interval

LEVEL = 0.95
Z = NormalDist().inv_cdf((1 + LEVEL) / 2)


def interval(share: Fraction, relevant: int, sampled_part: Fraction | None) -> Interval:
    """Give the 95 per cent interval of a share.

    Args:
        share: Sufficient over relevant, 0 to 1.
        relevant: Number of relevant cases, 1 or more.
        sampled_part: Cases read over cases there were, above 0 and up to 1; None if unknown.

    Returns:
        The interval in percentage points, to one decimal.
    """
    method = "95% Wilson score interval, as for a simple random sample"
    if sampled_part is None:
        low, high = _wilson(float(share), relevant)
        return Interval(low, high, f"{method}; number of such cases not given")
    all_cases = relevant / sampled_part
    method += f", with finite-population correction (about {float(all_cases):,.0f} such cases)"
    if all_cases <= relevant:
        exact = round(float(share * 100), 1)
        return Interval(exact, exact, f"{method}: every case was read")
    effective = float(relevant * (all_cases - 1) / (all_cases - relevant))
    low, high = _wilson(float(share), effective)
    return Interval(low, high, method)


def _wilson(share: float, size: float) -> tuple[float, float]:
    scale = 1 + Z**2 / size
    middle = (share + Z**2 / (2 * size)) / scale
    reach = Z / scale * sqrt(share * (1 - share) / size + Z**2 / (4 * size**2))
    return round(max(0.0, middle - reach) * 100, 1), round(min(1.0, middle + reach) * 100, 1)
