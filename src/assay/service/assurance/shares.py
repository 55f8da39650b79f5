"""How a criterion stands in a unit: the share met, and apart from it what is not known.

Work not done (not met) and data missing (cannot tell) are never added up. Of few no share is
given, and of very few no number either: one would know who they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from assay.assurance.catalogue import Criterion, catalogue
from assay.service.assurance.selectors import Row, Seen
from assay.service.assurance.words import words

STATES = ("met", "not met", "cannot tell", "due", "excused")
TOO_FEW = "Not enough to say"


@dataclass(frozen=True, slots=True)
class Share:
    """A criterion in one unit and all under it.

    Attributes:
        criterion: What was asked.
        counts: How many are in each state.
        unit: Whose: a row of the record's units; None for the whole.
    """

    criterion: Criterion
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STATES, 0))
    unit: Row | None = None

    @property
    def asked(self) -> int:
        """Of how many it was asked."""
        return sum(self.counts.values())

    @property
    def judged(self) -> int:
        """How many are met or not met."""
        return self.counts["met"] + self.counts["not met"]

    @property
    def shown(self) -> bool:
        """Whether numbers are shown at all."""
        return self.asked >= words().shares.few

    @property
    def met(self) -> float | None:
        """The share met of those judged, between 0 and 1; None of too few."""
        few = words().shares.few
        return self.counts["met"] / self.judged if self.judged >= few else None

    @property
    def says(self) -> str:
        """The share in words: "83%"."""
        return TOO_FEW if self.met is None else percent(self.met)


def percent(share: float) -> str:
    """Write a share in words; never all or none where it is not."""
    rounded = round(share * 100)
    if rounded in {0, 100} and share not in {0, 1}:
        return "under 1%" if rounded == 0 else "over 99%"
    return f"{rounded}%"


def of_unit(seen: Seen, unit: str | None) -> list[Share]:
    """Give every criterion that was asked in a unit and under it; of all units for None."""
    wanted = None if unit is None else _under(seen, unit)
    found: dict[str, Share] = {}
    for row in seen.counts():
        if wanted is None or row["unit"] in wanted:
            name = row["criterion"]
            found.setdefault(name, Share(catalogue()[name])).counts[row["state"]] += row["number"]
    return [found[name] for name in catalogue() if name in found]


def of_level(seen: Seen, level: str, criteria: Iterable[str]) -> list[Share]:
    """Give criteria in each unit of a level where they were asked; by name of the unit."""
    from assay.assurance.places import groups  # noqa: PLC0415 - needs the extra

    wanted, above = set(criteria), groups(seen.units.values(), level)
    found: dict[tuple[str, str], Share] = {}
    for row in seen.counts():
        name, unit = row["criterion"], above.get(row["unit"])
        if name in wanted and unit is not None:
            share = found.setdefault((unit, name), Share(catalogue()[name], unit=seen.units[unit]))
            share.counts[row["state"]] += row["number"]
    return sorted(found.values(), key=lambda one: str(one.unit and one.unit["name"]))


def below(seen: Seen, unit: str | None) -> list[Row]:
    """Give the units right under one, or those at the top; by name."""
    known = seen.units
    under = (
        row
        for row in known.values()
        if (row["parent_id"] == unit if unit else row["parent_id"] not in known)
    )
    return sorted(under, key=_name)


def levels(seen: Seen) -> list[str]:
    """Give the levels that the record's units have, the widest first."""
    from assay.assurance.places import LEVELS  # noqa: PLC0415 - needs the extra

    held = {row["level"] for row in seen.units.values()}
    return [level for level in reversed(LEVELS) if level in held]


HEADERS = (
    *("level", "unit_id", "unit", "criterion", "what", "harm", "asked", "met"),
    *("work_not_done", "data_missing", "due", "excused", "share_met", "note"),
)


def as_table(seen: Seen) -> list[tuple[Any, ...]]:
    """Give every criterion in every unit as rows of a file, the whole first."""
    names = list(catalogue())
    rows = [_row("all", share) for share in of_unit(seen, None)]
    for level in levels(seen):
        rows += [_row(level, share) for share in of_level(seen, level, names)]
    return rows


def _row(level: str, share: Share) -> tuple[Any, ...]:
    unit, one = share.unit or {}, share.criterion
    start = (level, unit.get("unit_id"), unit.get("name"), one.id, one.name, one.severity)
    if not share.shown:
        return (*start, *[None] * 7, TOO_FEW)
    met = None if share.met is None else round(share.met, 4)
    counts = (share.counts[state] for state in STATES)
    return (*start, share.asked, *counts, met, TOO_FEW if met is None else None)


def _under(seen: Seen, unit: str) -> set[str]:
    from assay.assurance.places import under  # noqa: PLC0415 - needs the extra

    return under(seen.units.values(), unit)


def _name(row: Row) -> str:
    return str(row["name"])
