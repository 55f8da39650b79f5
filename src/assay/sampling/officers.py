"""The officer cap: no officer is asked about more than a few cases over the whole sample."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

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

    An officer's cases are counted over the whole sample. All excess is taken first, one case
    at a time, from a stratum in which a colleague of the unit could take it over if there is
    one, and from the officer's largest share. Then each unit hands on what was taken in it:
    to officers with the fewest cases in the whole sample first, ties by name, in an order
    fixed before the first is moved, going round; within the same stratum where anyone can,
    else in another. Cases with no officer recorded are nobody's, so the cap does not apply
    to them.

    Args:
        shares: (stratum, cluster, unit, officer) to the cases planned.
        held: The same to the cases held.
        strata: Names of strata, in the specification's order.
        most: The cap.

    Returns:
        The shares after the cap, and what could not be placed.
    """
    desk = _Desk(shares, held, strata, most)
    taken = desk.take_excess()
    unplaced = [left for unit in sorted(taken) for left in desk.hand_on(unit, taken[unit])]
    return desk.shares, tuple(unplaced)


class _Desk:
    """Where cases are taken from officers and handed to others; keeps the running totals."""

    def __init__(
        self, shares: Mapping[Key, int], held: Mapping[Key, int], strata: Sequence[str], most: int
    ) -> None:
        self.shares, self.held, self.most = dict(shares), held, most
        self.rank = {name: position for position, name in enumerate(strata)}
        self.total: Counter[str] = Counter()
        self.by_officer: dict[str, list[Key]] = defaultdict(list)
        self.by_unit: dict[Key, list[Key]] = defaultdict(list)
        for cell in sorted(self.shares, key=self._place):
            self.total[cell[3]] += self.shares[cell]
            self.by_officer[cell[3]].append(cell)
            self.by_unit[cell[1:3]].append(cell)

    def _place(self, cell: Key) -> tuple[int, Key]:
        return self.rank[cell[0]], cell

    def _over(self, officer: str) -> int:
        return 0 if officer == NOT_RECORDED else self.total[officer] - self.most

    def _spare(self, cell: Key) -> int:
        """Cases of this cell that could still be drawn."""
        more = self.held[cell] - self.shares[cell]
        return more if cell[3] == NOT_RECORDED else min(more, -self._over(cell[3]))

    def take_excess(self) -> dict[Key, Counter[str]]:
        """Take every officer down to the cap; give what was taken by unit and stratum."""
        over = sorted(officer for officer in self.total if self._over(officer) > 0)
        room = Counter(
            {unit: self._room(unit) for officer in over for unit in self._units_of(officer)}
        )
        taken: dict[Key, Counter[str]] = defaultdict(Counter)
        for officer in over:
            while self._over(officer) > 0:
                cell = max(
                    (cell for cell in self.by_officer[officer] if self.shares[cell]),
                    key=lambda cell: (room[cell[:3]] > 0, self.shares[cell]),
                )
                self._move(cell, -1)
                room[cell[:3]] -= 1
                taken[cell[1:3]][cell[0]] += 1
        return taken

    def _units_of(self, officer: str) -> set[Key]:
        return {cell[:3] for cell in self.by_officer[officer]}

    def _room(self, unit: Key) -> int:
        """Cases that officers under the cap could take over in one stratum of a unit."""
        cells = (cell for cell in self.by_unit[unit[1:]] if cell[0] == unit[0])
        return sum(max(0, self._spare(cell)) for cell in cells)

    def hand_on(self, unit: Key, taken: Counter[str]) -> Iterator[Unplaced]:
        """Give a unit's officers what was taken in it; yield what nobody could take."""
        officers = {cell[3] for cell in self.by_unit[unit]}
        order = sorted(officers, key=lambda officer: (self.total[officer], officer))
        left = Counter(
            {
                s: self._round(order, unit, [s], taken[s])
                for s in sorted(taken, key=self.rank.__getitem__)
            }
        )
        for stratum in list(left):
            count = self._round(order, unit, self.rank, left[stratum])
            if count:
                yield Unplaced((stratum, *unit), count)

    def _round(self, order: Sequence[str], unit: Key, strata: Iterable[str], count: int) -> int:
        """Go round the officers giving one case each time; give the count nobody could take."""
        strata = tuple(strata)
        while count:
            given = 0
            for officer in order:
                cell = self._with_spare(officer, unit, strata)
                if count and cell:
                    self._move(cell, 1)
                    count -= 1
                    given += 1
            if not given:
                break
        return count

    def _with_spare(self, officer: str, unit: Key, strata: Iterable[str]) -> Key | None:
        cells = ((stratum, *unit, officer) for stratum in strata)
        able = [cell for cell in cells if cell in self.shares and self._spare(cell) > 0]
        return max(able, key=self._spare, default=None)

    def _move(self, cell: Key, change: int) -> None:
        self.shares[cell] += change
        self.total[cell[3]] += change
