"""How well the sample fits the list it was drawn from."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from assay.sampling.allocation import rounded
from assay.sampling.sample import Sample
from assay.sampling.strata import NOT_RECORDED

TENTHS = 1000


def fit(sample: Sample) -> dict[str, Any]:
    """Compare the main cases with the eligible list.

    Args:
        sample: The sample.

    Returns:
        "stratum", "cluster", "sex" and "risk": a list of name, cases and per cent of the
        list, cases and per cent of the sample (one decimal, halves up). "officer": how many
        officers hold cases and how many were drawn, and the most cases of any one, without
        and with reserves.
    """
    main = [case for case in sample.cases if not case.reserve]
    everyone = [index for members in sample.cells.values() for index in members]
    by_cell = Counter({cell: len(members) for cell, members in sample.cells.items()})
    parts: dict[str, Any] = {}
    for level, name in enumerate(("stratum", "cluster")):
        listed: Counter[str] = Counter()
        for cell, count in by_cell.items():
            listed[cell[level]] += count
        parts[name] = _compare(listed, Counter(case.cell[level] for case in main))
    for name, values in {
        "sex": sample.long_list.gender,
        "risk": sample.long_list.rosh_level,
    }.items():
        chosen = (case.index for case in main)
        parts[name] = _compare(_count(values, everyone), _count(values, chosen))
    return parts | {"officer": _officers(sample)}


def _count(values: Sequence[str], positions: Iterable[int]) -> "Counter[str]":
    return Counter(values[index] for index in positions)


def _compare(listed: "Counter[str]", sampled: "Counter[str]") -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "list": listed[name],
            "list_percent": percent(listed[name], listed.total()),
            "sample": sampled[name],
            "sample_percent": percent(sampled[name], sampled.total()),
        }
        for name in sorted(listed)
    ]


def percent(part: int, whole: int) -> float | None:
    """Per cent to one decimal, halves up; None of nothing."""
    return rounded(part * TENTHS, whole) / 10 if whole else None


def _officers(sample: Sample) -> dict[str, int]:
    drawn = [case for case in sample.cases if case.cell[3] != NOT_RECORDED]
    main = Counter(case.cell[3] for case in drawn if not case.reserve)
    held = {cell[3] for cell in sample.cells} - {NOT_RECORDED}
    return {
        "officers_in_list": len(held),
        "officers_in_sample": len(main),
        "most_cases_for_one": max(main.values(), default=0),
        "most_with_reserves": max(Counter(case.cell[3] for case in drawn).values(), default=0),
    }
