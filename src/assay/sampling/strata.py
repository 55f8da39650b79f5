"""Putting each case in its stratum, cluster, local delivery unit and officer's group."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from assay.sampling.identity import tidy
from assay.sampling.long_list import LongList
from assay.sampling.specification import Specification

NOT_RECORDED = "(not recorded)"
Cell = tuple[str, str, str, str]
"""Names of stratum, cluster, local delivery unit and responsible officer."""


def cells_of(
    long_list: LongList, positions: Sequence[int], specification: Specification
) -> Mapping[Cell, Sequence[int]]:
    """Gather cases by stratum, cluster, local delivery unit and officer.

    Spellings of a cluster, unit or officer that differ only in case and spaces are one,
    under the first spelling in the alphabet; a blank one is "(not recorded)".

    Args:
        long_list: The list.
        positions: The eligible cases.
        specification: Gives the strata.

    Returns:
        Cell to the positions of its cases, rising.
    """
    strata = specification.stratum_by_kind()
    cells: dict[Cell, list[int]] = defaultdict(list)
    gender, sentence, risk = long_list.gender, long_list.sentence_type, long_list.rosh_level
    cluster, ldu = one_spelling(long_list.cluster), one_spelling(long_list.ldu)
    officer = one_spelling(long_list.responsible_officer)
    for i in positions:
        stratum = strata[gender[i], sentence[i], risk[i]]
        cells[stratum, cluster[i], ldu[i], officer[i]].append(i)
    return cells


def one_spelling(names: Sequence[str]) -> list[str]:
    """Give each name in one spelling, whatever its case and spaces.

    Args:
        names: Names as recorded.

    Returns:
        The same names in the first spelling in the alphabet, or "(not recorded)" for blanks.
    """
    chosen: dict[str, str] = {}
    for name in sorted(set(names)):
        chosen.setdefault(tidy(name), " ".join(name.split()))
    spelled = {name: chosen[tidy(name)] or NOT_RECORDED for name in set(names)}
    return [spelled[name] for name in names]


def counts(cells: Mapping[Cell, Sequence[int]], depth: int) -> dict[tuple[str, ...], int]:
    """Count cases at one level.

    Args:
        cells: As from `cells_of`.
        depth: 1 for strata, 2 for clusters in strata, 3 for units in those, 4 for officers.

    Returns:
        The first `depth` names of a cell to the number of cases under them.
    """
    totals: Counter[tuple[str, ...]] = Counter()
    for cell, members in cells.items():
        totals[cell[:depth]] += len(members)
    return dict(totals)
