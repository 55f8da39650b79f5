"""Sharing out a number of cases: one rule, used at every level."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle

from assay.sampling.strata import Cell, counts

Key = tuple[str, ...]
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """How many cases each part of the list is to give, before the officer cap.

    Attributes:
        wanted: Cases wanted in all, buffer and all.
        population: Names down to a level to the cases held there; levels 1 to 4 together.
        share: The same names to the cases they are to give.
    """

    wanted: int
    population: Mapping[Key, int]
    share: Mapping[Key, int]


def plan(
    cells: Mapping[Cell, Sequence[int]],
    strata: Iterable[str],
    size: int,
    buffer_percent: int,
) -> Plan:
    """Share the sample out over strata, then clusters, local delivery units and officers.

    Args:
        cells: Eligible cases by stratum, cluster, local delivery unit and officer.
        strata: Names of all strata; one without cases gets none.
        size: Cases asked for, 1 or more.
        buffer_percent: Added to each stratum's share, 0 to 100.

    Returns:
        The plan; short of `wanted` only when there are too few eligible cases.
    """
    population: dict[Key, int] = {(name,): 0 for name in strata} | counts(cells, 1)
    share: dict[Key, int] = split(size, population, buffer_percent)
    level = dict(share)
    for depth in (2, 3, 4):
        held = counts(cells, depth)
        level = split_each(level, held)
        population |= held
        share |= level
    return Plan(with_buffer(size, buffer_percent), population, share)


def split_each(totals: Mapping[Key, int], held: Mapping[Key, int]) -> dict[Key, int]:
    """Split each parent's total over its children by the same rule, without a buffer.

    Args:
        totals: Parent to its number of cases.
        held: Child to the cases it holds; a child's key is its parent's with a name added.

    Returns:
        Child to its number of cases.
    """
    children: dict[Key, dict[Key, int]] = defaultdict(dict)
    for key, count in held.items():
        children[key[:-1]][key] = count
    shares: dict[Key, int] = {}
    for parent, group in children.items():
        shares |= split(totals[parent], group)
    return shares


def split(total: int, held: Mapping[Key, int], buffer_percent: int = 0) -> dict[Key, int]:
    """Split a total in proportion to what each part holds.

    Each part gets its proportional share, halves rounded up, and then the buffer on that
    share, rounded likewise, but no more than it holds. Where the sum misses the total (with
    its own buffer), one case at a time is given, smallest share first, or taken, largest
    share first; ties go by name; the order is fixed before the first is moved. Source: the
    inspectorate's case sampler; the readings are in docs/decisions/0003-sampling-choices.md.

    Args:
        total: Cases to share out.
        held: Part to the cases it holds.
        buffer_percent: 0 to 100.

    Returns:
        Part to its cases. They add up to the total with its buffer, or to all that is held.
    """
    everything = sum(held.values())
    shares: dict[Key, int] = {}
    for name, count in held.items():
        share = min(rounded(total * count, everything), count) if everything else 0
        shares[name] = min(with_buffer(share, buffer_percent), count)
    missing = min(with_buffer(total, buffer_percent), everything) - sum(shares.values())
    if missing > 0:
        order = sorted(shares, key=lambda name: (shares[name], name))
        _go_round(missing, +1, order, shares, held)
    elif missing < 0:
        order = sorted(shares, key=lambda name: (-shares[name], name))
        _go_round(-missing, -1, order, shares, held)
    return shares


def rounded(top: int, bottom: int) -> int:
    """A fraction to the nearest whole number, halves up, in exact integers."""
    return (2 * top + bottom) // (2 * bottom)


def with_buffer(number: int, buffer_percent: int) -> int:
    """A number of cases with its buffer added, halves rounded up."""
    return number + rounded(number * buffer_percent, WHOLE)


def _go_round(
    moves: int, step: int, order: list[Key], shares: dict[Key, int], held: Mapping[Key, int]
) -> None:
    """Give (+1) or take (-1) one case at a time, skipping parts that are full or empty."""
    going_round = cycle(order)
    while moves:
        name = next(going_round)
        if 0 <= shares[name] + step <= held[name]:
            shares[name] += step
            moves -= 1
