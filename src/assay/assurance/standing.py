"""How many cases, officers or units are in each state."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from assay.assurance.engines.states import STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How many are in each state; the five add up to the population.

    Those a criterion does not apply to are in none.
    """

    met: int
    not_met: int
    due: int
    cannot_tell: int
    excused: int

    @property
    def population(self) -> int:
        """All it applies to."""
        return self.met + self.not_met + self.due + self.cannot_tell + self.excused

    @property
    def share_met(self) -> float | None:
        """Met out of met and not met; None where nobody is either."""
        judged = self.met + self.not_met
        return self.met / judged if judged else None


@dataclass(frozen=True, slots=True)
class Share(Standing):
    """How one criterion stands."""

    id: str


def share(criterion: str, counts: Counter[str]) -> Share:
    """How a criterion stands, from the number in each state."""
    return Share(criterion, **by_name(counts))


def by_name(counts: Mapping[str, int]) -> dict[str, int]:
    """The number in each state under the name it has in a `Standing`; none where none is given."""
    return {state.replace(" ", "_"): counts.get(state, 0) for state in STATES}
