"""The tightest bounds that facts imply, by integer programme.

One 0/1 variable stands for each inspection, standard and rating. Facts are linear
constraints on them; the least and greatest total are two small programmes, solved exactly.
Inspections that a fact links are solved together, others apart. See
docs/decisions/0004-bounds-by-integer-programme.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.optimize import Bounds as Box
from scipy.optimize import LinearConstraint, milp

from assay.rating.bounds import Bounds
from assay.rating.facts import Fact
from assay.rating.sheet import Inspected, Row, Sheet, Terms, minus
from assay.standards.framework import RATINGS, Rating

INFEASIBLE = 2  # scipy's status for "no solution"


@dataclass(frozen=True, slots=True)
class _System:
    """Constraints ready to solve, comparable by value so that like inspections share answers."""

    variables: int
    rows: tuple[Row, ...]


class Contradiction(Exception):  # noqa: N818 - it is read aloud as "raises a contradiction"
    """Raised when no ratings whatever fit the facts.

    Attributes:
        facts: The facts that can't all be true; without any one of them the rest could be.
        words: What they say, a clause each.
    """

    def __init__(self, facts: Sequence[Fact], cast: Mapping[str, Inspected]) -> None:
        self.facts = tuple(facts)
        self.words = tuple(fact.words(cast) for fact in facts)
        super().__init__(f"these can't all be true: {'; '.join(self.words)}")


class Programme:
    """Answers what the facts leave possible.

    Args:
        cast: Every inspection a fact names, by id.
        facts: What is known.
    """

    def __init__(self, cast: Mapping[str, Inspected], facts: Sequence[Fact]) -> None:
        self.cast = cast
        self.facts = tuple(facts)

    def bounds(self, inspection: str) -> Bounds:
        """The tightest bounds of an inspection's total.

        Args:
            inspection: Its id.

        Returns:
            Least and greatest total and the overall ratings still possible.

        Raises:
            Contradiction: The facts can't all be true.
        """
        sheet, system = self._system(inspection)
        total = sheet.points(inspection)
        least, most = self._span(system, total, inspection)
        near = [s for s in self.cast[inspection].bands if s.least <= most and least <= s.most]
        if len(near) > 1:
            near = [s for s in near if _feasible(system, Row(total, s.least, s.most))]
        return Bounds(least, most, tuple(step.rating for step in near))

    def difference(self, later: str, earlier: str) -> tuple[int, int]:
        """The least and greatest number of points that `later` has more than `earlier`.

        Raises:
            Contradiction: The facts can't all be true.
        """
        sheet, system = self._system(later, earlier)
        terms = (*sheet.points(later), *minus(sheet.points(earlier)))
        return self._span(system, terms, later, earlier)

    def possible(self, inspection: str, standard: str) -> tuple[Rating, ...]:
        """The ratings a standard can still have, lowest first; none if the facts contradict."""
        sheet, system = self._system(inspection)
        return tuple(
            rating
            for rating in RATINGS
            if _feasible(system, Row(sheet.having(inspection, (standard,), (rating,)), 1, 1))
        )

    def connected(self, *inspections: str) -> tuple[str, ...]:
        """The inspections and all that facts link to them, nearest first."""
        found = list(inspections)
        for inspection in found:
            for fact in self.facts:
                if inspection in fact.inspections:
                    found += [other for other in fact.inspections if other not in found]
        return tuple(found)

    def _system(self, *inspections: str) -> tuple[Sheet, _System]:
        group = self.connected(*inspections)
        sheet = Sheet([self.cast[inspection] for inspection in group])
        rows = list(sheet.one_rating_each())
        for fact in self.facts:
            if fact.inspection in group:
                rows += fact.rows(sheet)
        return sheet, _System(sheet.variables, tuple(rows))

    def _span(self, system: _System, terms: Terms, *inspections: str) -> tuple[int, int]:
        least = _least(system, terms)
        most = _least(system, minus(terms))
        if least is None or most is None:
            raise Contradiction(self._conflict(*inspections), self.cast)
        return least, -most

    def _conflict(self, *inspections: str) -> tuple[Fact, ...]:
        """Leave out one fact after another for as long as the rest still contradict."""
        group = self.connected(*inspections)
        kept = [fact for fact in self.facts if fact.inspection in group]
        for fact in tuple(kept):
            fewer = [other for other in kept if other is not fact]
            _, system = Programme(self.cast, fewer)._system(*group)  # noqa: SLF001 - its own kind
            if not _feasible(system):
                kept = fewer
        return tuple(kept)


def _feasible(system: _System, *more: Row) -> bool:
    return _least(_System(system.variables, (*system.rows, *more)), ()) is not None


@lru_cache(maxsize=4096)
def _least(system: _System, objective: Terms) -> int | None:
    """The least value of a weighted sum, or None when nothing satisfies the rows."""
    matrix = np.zeros((len(system.rows), system.variables))
    for place, row in enumerate(system.rows):
        for variable, weight in row.terms:
            matrix[place, variable] += weight
    weights = np.zeros(system.variables)
    for variable, weight in objective:
        weights[variable] += weight
    answer = milp(
        weights,
        constraints=LinearConstraint(
            matrix, [row.low for row in system.rows], [row.high for row in system.rows]
        ),
        integrality=np.ones(system.variables, dtype=np.int_),
        bounds=Box(0, 1),
        options={"mip_rel_gap": 0},
    )
    if answer.status == INFEASIBLE:
        return None
    if not answer.success:
        raise RuntimeError(f"the integer programme was not solved: {answer.message}")
    return round(answer.fun)
