"""Bounds by plain arithmetic: when all that is known is what each standard could still be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assay.standards.framework import Rating, Step


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a total of points can still be.

    Attributes:
        least: Least total possible.
        most: Greatest total possible.
        ratings: Overall ratings still possible, lowest first.
    """

    least: int
    most: int
    ratings: tuple[Rating, ...]

    @property
    def exact(self) -> int | None:
        """The total, when only one is possible; else None."""
        return self.least if self.least == self.most else None

    def __str__(self) -> str:
        """The bounds as a reader says them: "8 to 15", or "7" when they meet."""
        return str(self.least) if self.least == self.most else f"{self.least} to {self.most}"


def bounds_of(possible: Iterable[Iterable[int]], bands: Sequence[Step]) -> Bounds:
    """Bound the total when the standards do not depend on one another.

    Args:
        possible: For each standard that counts, the points it can still have; one value when
            it is rated.
        bands: The framework's overall bands.

    Returns:
        The least and greatest total, and every overall rating that some total reaches.

    Raises:
        ValueError: A standard has no points it could have.
    """
    totals = {0}
    for points in possible:
        totals = {total + more for more in set(points) for total in totals}
    if not totals:
        raise ValueError("every standard needs at least one number of points it could have")
    ratings = tuple(
        step.rating for step in bands if any(step.least <= t <= step.most for t in totals)
    )
    return Bounds(min(totals), max(totals), ratings)
