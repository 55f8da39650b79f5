"""How many cases to read for a wanted confidence and margin."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil
from statistics import NormalDist

WIDEST = Fraction(1, 4)
"""Variance of a share of one half, the widest there is: nothing is assumed of the result."""


@dataclass(frozen=True, slots=True)
class Size:
    """A size and how it came about.

    Attributes:
        cases: Main cases wanted.
        working: The sums, a sentence a step.
    """

    cases: int
    working: tuple[str, ...]


def size_for(eligible: int, confidence: Decimal, margin: Decimal) -> Size:
    """Work out a sample size for a share, with the finite-population correction.

    Args:
        eligible: Cases that could be drawn, 0 or more.
        confidence: Per cent, above 0 and below 100.
        margin: Percentage points either way, above 0 and below 50.

    Returns:
        The smallest whole number of cases that keeps to the margin. Source: Cochran,
        Sampling Techniques (1977), chapter 4.
    """
    if not eligible:
        return Size(0, ("No case is eligible, so there is nothing to read.",))
    both_tails = (1 + float(confidence) / 100) / 2
    # Four decimals, then exact fractions: no machine can round the outcome differently.
    z = Fraction(f"{NormalDist().inv_cdf(both_tails):.4f}")
    share = Fraction(margin) / 100
    endless = z * z * WIDEST / (share * share)
    cases = ceil(endless / (1 + (endless - 1) / eligible))
    long = f"{float(endless):.2f}"
    working = f"""For {confidence}% confidence z is {float(z):.4f}.
For a margin of {margin} points either way a list without end needs z x z x 0.25 / margin / margin \
= {long} cases.
With {eligible:,} cases eligible, that is {long} / (1 + ({long} - 1) / {eligible:,}) \
= {cases:,} cases, rounded up."""
    return Size(cases, tuple(working.splitlines()))
