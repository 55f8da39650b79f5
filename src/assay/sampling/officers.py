"""The officer cap: no officer is asked about more than a few cases."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle

from assay.sampling.allocation import Key
from assay.sampling.strata import NOT_RECORDED


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Cases that the cap took from officers and that no one else in their unit could take.

    Attributes:
        unit: Names of stratum, cluster and local delivery unit.
        count: Number of cases.
    """

    unit: Key
    count: int


def cap_officers(
    shares: Mapping[Key, int], held: Mapping[Key, int], strata: Sequence[str], most: int
) -> tuple[dict[Key, int], tuple[Unplaced, ...]]:
    """Bring every officer down to the cap, passing the excess to others in the same unit.

    Units are settled strata first, in the order given, then clusters, then units by name; an
    officer's cases are counted over the whole sample as it is settled. The excess goes to
    the unit's other officers, fewest cases there first, ties by name, in an order fixed
    before the first is moved, going round. Cases with no officer recorded are nobody's, so
    the cap does not apply to them.

    Args:
        shares: (stratum, cluster, unit, officer) to the cases planned.
        held: The same to the cases held.
        strata: Names of strata, in the specification's order.
        most: The cap.

    Returns:
        The shares after the cap, and what could not be placed.
    """
    units: dict[Key, dict[Key, int]] = defaultdict(dict)
    for cell, share in shares.items():
        units[cell[:3]][cell] = share
    rank = {name: position for position, name in enumerate(strata)}
    so_far: Counter[str] = Counter()
    settled: dict[Key, int] = {}
    unplaced: list[Unplaced] = []
    for unit in sorted(units, key=lambda unit: (rank[unit[0]], unit)):
        room = {cell: _room(cell, most, so_far) for cell in units[unit]}
        limits = {cell: min(held[cell], room[cell]) for cell in units[unit]}
        after, left = _settle(units[unit], limits)
        settled |= after
        so_far.update({cell[3]: share for cell, share in after.items()})
        if left:
            unplaced.append(Unplaced(unit, left))
    return settled, tuple(unplaced)


def _room(cell: Key, most: int, so_far: Counter[str]) -> float:
    """How many cases an officer may still be given."""
    officer = cell[3]
    return float("inf") if officer == NOT_RECORDED else most - so_far[officer]


def _settle(shares: Mapping[Key, int], limits: Mapping[Key, float]) -> tuple[dict[Key, int], int]:
    """Hold one unit's officers to their limits; give the shares and what is left over."""
    after = {cell: int(min(share, limits[cell])) for cell, share in shares.items()}
    excess = sum(shares.values()) - sum(after.values())
    if not excess:
        return after, 0
    order = sorted(after, key=lambda cell: (after[cell], cell))
    placeable = min(excess, int(sum(limits.values())) - sum(after.values()))
    left = excess - placeable
    going_round = cycle(order)
    while placeable:
        cell = next(going_round)
        if after[cell] < limits[cell]:
            after[cell] += 1
            placeable -= 1
    return after, left
