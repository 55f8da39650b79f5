"""What a total of points can still be."""

from dataclasses import dataclass

from assay.standards.framework import Rating


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
