"""A block of made-up cases: who they are, when they started, how high the risk is."""

from typing import Any

import numpy as np

from assay.caseload.record.shape import Record
from assay.caseload.record.synthetic.columns import NONE
from assay.caseload.record.synthetic.organisation import Organisation
from assay.caseload.record.synthetic.rates import faults, rate
from assay.caseload.record.synthetic.rows import NEVER, SLOTS, Rows, working

DAY = np.timedelta64(1, "D")
SETTLED_IN = 45
"""Days since the youngest start: everything due at the start of a case is over by then."""
GROUPS = ("children", "public", "known adult", "staff")
LOW, MEDIUM, HIGH = 0, 1, 2
ORDER, SUSPENDED, LICENCE = 0, 1, 2
ALL = np.True_
INTERVAL = np.array([28, 14, 7])
"""Days between appointments by overall risk."""


class Block(Rows):
    """Cases `first` up to `last`, with arrays of one entry for each case.

    A case in custody has not started: `start` is then a day in the past that nothing of
    the community side uses.

    What one part of the record makes and a later part needs stands in the attributes below.
    """

    contracted: Any
    changed: Any
    change_day: Any
    officer_before: Any
    interval: Any
    first_seen: Any
    failed: Any
    failed_twice: Any
    failure_turn: list[Any]
    failure_at: list[Any]
    known_before: Any
    silent: Any
    police: Any
    social: Any
    late_asked: tuple[Any, Any]
    curfew: Any
    stale: Any
    need: Any
    event: Any
    event_at: Any
    calls_for_review: Any

    def __init__(self, made: Organisation, shape: Record, first: int, last: int, seed: int) -> None:
        super().__init__(shape, (seed, 2, first))
        self.organisation = made
        self.number = np.arange(first, last)
        self.size = size = last - first
        self.faulty = np.zeros(size, dtype=bool)
        self.officer = self.number // int(rate("cases_per_officer"))
        self.junior = made.junior[self.officer]
        self.away = made.away[self.officer]
        self.custody = self.chance(rate("in_custody"), size)
        self.live = ~self.custody
        self.woman = self.chance(rate("women"), size)
        self._sentences()
        self._risks()

    def _sentences(self) -> None:
        draw = self.rng.random(self.size)
        released, held = rate("licence"), rate("licence") + rate("suspended")
        self.sentence = np.where(draw < released, LICENCE, np.where(draw < held, SUSPENDED, ORDER))
        self.sentence[self.custody] = LICENCE
        back = self.rng.integers(SETTLED_IN, int(rate("days_back")), self.size)
        self.start = working(self.today - back * DAY, 0)
        self.ends = self.start + self.rng.integers(365, 1096, self.size) * DAY
        self.current = self.live & (self.ends > self.today + 30 * DAY)
        over = ~self.current & self.live
        self.ends[over] = np.minimum(self.ends[over], self.today - 2 * DAY)
        self.order = self.live & (self.sentence != LICENCE)
        self.released = self.live & (self.sentence == LICENCE)

    def _risks(self) -> None:
        size = self.size
        draw = self.rng.random(size)
        low, high = rate("risk_low"), rate("risk_high")
        risk = np.where(draw < low, LOW, np.where(draw < 1 - high, MEDIUM, HIGH))
        self.abuse = self.chance(rate("domestic_abuse"), size)
        self.child = self.chance(rate("child_concern"), size)
        # An officer of the lower grade holds neither high risk nor abuse with a child in it.
        self.child &= ~(self.junior & self.abuse)
        risk = np.where(self.junior & (risk == HIGH), MEDIUM, risk)
        self.weapon = self.chance(rate("other_flag"), size)
        # Whoever is flagged is not low, or the record would contradict itself.
        self.risk = np.where(self.abuse | self.child | self.weapon, np.maximum(risk, MEDIUM), risk)
        self.beyond = self.pick("A02", self.junior & self.current)
        self.risk[self.beyond] = HIGH
        self.unnoticed = self.pick("A13", self.abuse & self.current & ~self.child & ~self.weapon)
        self.groups = np.zeros((size, len(GROUPS)), dtype=np.int64)
        self.groups[:, 1] = self.risk
        self.groups[:, 0] = np.where(self.child, self.risk, LOW)
        self.groups[:, 2] = np.where(self.abuse & ~self.unnoticed, self.risk, LOW)
        self.groups[:, 3] = np.where(self.risk == HIGH, MEDIUM, LOW)
        self.tier = np.where(self.risk == HIGH, 3, self.risk + 1)
        self.flagged = self.abuse | self.child
        self.conference = self.live & self.abuse & (self.risk > MEDIUM)
        self.indicator = self.flagged | self.weapon | (self.risk > LOW)

    def pick(self, criterion: str, eligible: Any) -> Any:
        """Choose the cases that get a fault, and write them down.

        Args:
            criterion: The criterion that they will not meet.
            eligible: By case, whether it belongs to the criterion's population and shows
                the fault clearly. Cases with another fault are left out.

        Returns:
            By case, whether it has the fault.
        """
        chosen = eligible & ~self.faulty & self.chance(faults()[criterion].share, self.size)
        self.faulty |= chosen
        self.note(criterion, case_id=self.number[chosen] * SLOTS)
        return chosen

    def put(self, table: str, where: Any, slot: Any = 0, **columns: Any) -> Any:
        """Add a row for each case of a mask; columns by case are cut to the mask.

        Returns:
            The numbers of the new references.
        """
        who = np.flatnonzero(where)
        cut = {name: self._cut(value, who) for name, value in columns.items()}
        keys = self.number[who] * SLOTS + self._cut(slot, who)
        if "case_id" in self.shape.tables[table].columns:
            cut["case_id"] = self.number[who] * SLOTS
        self.add(table, keys, **cut)
        return keys

    def _cut(self, value: Any, who: Any) -> Any:
        by_case = isinstance(value, np.ndarray) and value.shape == (self.size,)
        return value[who] if by_case else value

    def ref(self, slot: Any = 0, where: Any = ALL) -> Any:
        """By case, the reference of the row in a slot; blank where there is none."""
        return np.where(where, self.number * SLOTS + slot, NONE)

    @property
    def officer_id(self) -> Any:
        """By case, its officer's reference."""
        return self.officer * SLOTS

    @property
    def manager_id(self) -> Any:
        """By case, its officer's manager's reference."""
        return self.organisation.manager(self.officer) * SLOTS

    def since(self, days: int) -> Any:
        """By case, whether it started in the last so many days and lives outside custody."""
        return self.live & (self.start > self.today - days * DAY)

    def only(self, where: Any, moments: Any) -> Any:
        """Moments of the cases of a mask; blank for the others."""
        return np.where(where, moments.astype("datetime64[s]"), NEVER)
