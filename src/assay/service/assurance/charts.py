"""A line over weeks, as a picture that any browser draws; a table beside it has the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

WIDTH, HEIGHT = 1000, 100
"""Of the drawing, which is stretched to its place: the lines keep their width."""


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn line.

    Attributes:
        runs: The points of each piece as SVG has them; where nothing is known, it is broken.
        top: What the upper edge stands for.
    """

    runs: tuple[str, ...]
    top: float


def line(values: Sequence[float | None], top: float | None = None) -> Line:
    """Draw values at equal distances.

    Args:
        values: None where nothing is known.
        top: What the upper edge stands for; the greatest value if left out.
    """
    most = top if top is not None else max((one for one in values if one is not None), default=0)
    step = WIDTH / max(len(values) - 1, 1)
    places = [
        None if one is None else (place * step, HEIGHT - HEIGHT * one / (most or 1))
        for place, one in enumerate(values)
    ]
    pieces = (
        list(piece) for known, piece in groupby(places, key=lambda one: one is not None) if known
    )
    return Line(tuple(_points([one for one in piece if one], step) for piece in pieces), most)


def _points(places: Sequence[tuple[float, float]], step: float) -> str:
    """Write a piece; one of a single week is drawn a third of a week wide, or it would not show."""
    if len(places) == 1:
        [(x, y)] = places
        places = [(x - step / 6, y), (x + step / 6, y)]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
