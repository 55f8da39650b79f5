"""Whether the record can be believed: what was entered late, signed too soon or left blank."""

from collections import Counter
from dataclasses import dataclass

from assay.assurance.catalogue import Criterion, catalogue
from assay.service.assurance.keys import CASE, NO_UNIT, UNIT, key_of
from assay.service.assurance.selectors import Row, Seen
from assay.service.assurance.words import words

WRONG = ("not met", "cannot tell")
Why = tuple[str, str | None]
"""A state and its reason."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion in one unit.

    Attributes:
        key: Of the unit, in addresses.
        name: Of the unit.
        of: How many it was asked of.
        whys: How many for each state and reason, the most first.
    """

    key: str
    name: str
    of: int
    whys: tuple[tuple[str, int], ...]


def asked() -> list[Criterion]:
    """Give the criteria of integrity, in the order of the catalogue."""
    themes = words().integrity.themes
    return [one for one in catalogue().values() if one.theme in themes]


def findings(seen: Seen) -> list[tuple[Criterion, list[Finding]]]:
    """Give each criterion of integrity with the units where something is wrong, by name."""
    wrong: dict[tuple[str, str | None], Counter[Why]] = {}
    of: Counter[tuple[str, str | None]] = Counter()
    for row in seen.counts():
        place = row["criterion"], row["unit"]
        of[place] += row["number"]
        if row["state"] in WRONG:
            wrong.setdefault(place, Counter())[row["state"], row["reason"]] += row["number"]
    return [
        (one, _by_unit(seen, one, {u: c for (name, u), c in wrong.items() if name == one.id}, of))
        for one in asked()
    ]


def says(criterion: Criterion, state: str, reason: str | None) -> str:
    """Give a state and its reason in words."""
    if state == "not met":
        said = criterion.why(reason or "not done")
        return said[:1].upper() + said[1:]
    blank = (reason or "").removeprefix("blank: ").replace("_", " ")
    return f"Cannot tell: the record has a blank, {blank}"


def unit_name(seen: Seen, unit: str | None) -> str:
    """Give the name of a unit."""
    return str(seen.units[unit]["name"]) if unit in seen.units else "In no unit"


def case_key(seen: Seen, row: Row) -> str:
    """Give the key of the case a row is about; "" where it is about an officer or a unit."""
    return str(key_of(seen.provider, CASE, row["case_id"])) if row["case_id"] else ""


def _by_unit(
    seen: Seen,
    criterion: Criterion,
    wrong: dict[str | None, Counter[Why]],
    of: Counter[tuple[str, str | None]],
) -> list[Finding]:
    found = [
        Finding(
            str(key_of(seen.provider, UNIT, unit or NO_UNIT)),
            unit_name(seen, unit),
            of[criterion.id, unit],
            tuple((says(criterion, *why), number) for why, number in whys.most_common()),
        )
        for unit, whys in wrong.items()
    ]
    return sorted(found, key=lambda one: one.name)
