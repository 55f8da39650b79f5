"""Drawing by lot, so that anyone with the list and the seed draws the same people."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assay.sampling.allocation import Key, split
from assay.sampling.identity import identifiers
from assay.sampling.long_list import LongList
from assay.sampling.strata import Cell


@dataclass(frozen=True, slots=True)
class DrawnCase:
    """One case drawn.

    Attributes:
        index: Its position in the list, from 0.
        cell: Names of stratum, cluster, local delivery unit and officer.
        reserve: Whether it is read only if a main case of its stratum drops out.
        order: From 1 within the stratum's main cases, or within its reserves: reserves are
            used in this order.
    """

    index: int
    cell: Cell
    reserve: bool
    order: int


def draw(
    long_list: LongList, cells: Mapping[Cell, Sequence[int]], shares: Mapping[Key, int], seed: int
) -> dict[Cell, list[int]]:
    """Draw each officer's cases: those whose lots are lowest.

    Args:
        long_list: The list.
        cells: Cell to its cases.
        shares: Cell to the number to draw from it, never more than it holds.
        seed: The seed.

    Returns:
        Cell to the positions drawn.
    """
    return {
        cell: _by_lot(long_list, members, f"{seed}")[: shares[cell]]
        for cell, members in cells.items()
        if shares[cell]
    }


def put_in_order(
    long_list: LongList,
    drawn: Mapping[Cell, Sequence[int]],
    strata: Sequence[str],
    size: int,
    seed: int,
) -> tuple[DrawnCase, ...]:
    """Part the drawn cases into main cases and reserves, and number them.

    The size is split over the strata in proportion to what was drawn. Within a stratum a
    second lot parts them: the lowest of many lots is lower than the lowest of few, so the
    first lot would put the cases of officers with short lists mostly in reserve.

    Args:
        long_list: The list.
        drawn: Cell to the positions drawn.
        strata: Names of the strata, in the specification's order.
        size: Main cases wanted.
        seed: The seed.

    Returns:
        Main cases by stratum and order, then reserves likewise.
    """
    where = {index: cell for cell, members in drawn.items() for index in members}
    members = {name: [i for i, cell in where.items() if cell[0] == name] for name in strata}
    main = split(size, {(name,): len(indices) for name, indices in members.items()})
    cases: list[DrawnCase] = []
    reserves: list[DrawnCase] = []
    for name in strata:
        lots = _by_lot(long_list, members[name], f"{seed}:order")
        cut = main[name,]
        cases += [
            DrawnCase(i, where[i], reserve=False, order=n) for n, i in enumerate(lots[:cut], 1)
        ]
        reserves += [
            DrawnCase(i, where[i], reserve=True, order=n) for n, i in enumerate(lots[cut:], 1)
        ]
    return (*cases, *reserves)


def seed_from(sha256: str) -> int:
    """The seed taken from the list itself when nobody chose one: 32 bits of its hash."""
    return int(sha256[:8], 16)


def _by_lot(long_list: LongList, positions: Sequence[int], salt: str) -> list[int]:
    """Positions in the order of their lots: SHA-256 of salt and identifier."""
    lots = [
        (hashlib.sha256(f"{salt}:{identifier}".encode()).digest(), identifier, index)
        for identifier, index in zip(identifiers(long_list, positions), positions, strict=True)
    ]
    return [index for _, _, index in sorted(lots)]
