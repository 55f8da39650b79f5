"""The certificate: everything anyone needs to check a sample and to redraw it."""

from typing import Any

from assay.sampling.fit import fit
from assay.sampling.sample import Sample

LEVELS = ("stratum", "cluster", "ldu", "officer")


def certify(sample: Sample) -> dict[str, Any]:
    """Write a sample down as plain JSON values.

    Args:
        sample: The sample.

    Returns:
        The document that `assay sample --json` prints, main cases before reserves. It holds
        no clock and no path, so the same file, request and seed give the same document on
        any machine.
    """
    request, long_list = sample.request, sample.long_list
    worked_out = {"confidence": str(request.confidence), "margin": str(request.margin)}
    return {
        "specification": sample.specification.id,
        "input_file": long_list.file,
        "input_sha256": long_list.sha256,
        "as_of": request.as_of.isoformat(),
        "seed": sample.seed,
        "seed_origin": sample.seed_origin,
        "size": sample.size.cases,
        "size_from": worked_out if request.size is None else None,
        "size_working": list(sample.size.working),
        "buffer_percent": request.buffer_percent,
        "wanted": sample.plan.wanted,
        "population": len(long_list.rows),
        "eligible": sample.eligible,
        "excluded": [
            {"reason": group.reason, "count": len(group.rows), "rows": list(group.rows)}
            for group in sample.excluded
        ],
        "duplicates": [
            {
                "kept_row": person.kept_row,
                "dropped_rows": list(person.dropped_rows),
                "because": list(person.because),
            }
            for person in sample.duplicates
        ],
        "strata": _strata(sample),
        "allocation": _allocation(sample),
        "shortfall": sample.shortfall,
        "shortfall_by": _shortfall_by(sample),
        "fit": fit(sample),
        "aliases": dict(sorted(long_list.aliases.items())),
        "extra_columns": list(long_list.extra),
        "notes": list(sample.notes),
        "cases": _cases(sample),
    }


def _strata(sample: Sample) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "population": sample.plan.population[name,],
            "drawn": sum(case.cell[0] == name for case in sample.cases),
            "reserve": sum(case.cell[0] == name and case.reserve for case in sample.cases),
        }
        for name in sample.specification.stratum_names
    ]


def _allocation(sample: Sample) -> dict[str, list[dict[str, Any]]]:
    """Population, share before the cap and after it, and cases drawn, at each level."""
    totals: dict[str, dict[tuple[str, ...], int]] = {"after_cap": {}, "drawn": {}}
    for cell, count in sample.capped.items():
        _add_up(totals["after_cap"], cell, count)
    for case in sample.cases:
        _add_up(totals["drawn"], case.cell, 1)
    levels: dict[str, list[dict[str, Any]]] = {level: [] for level in LEVELS}
    for key in sorted(sample.plan.population):
        levels[LEVELS[len(key) - 1]].append(
            {
                **dict(zip(LEVELS, key, strict=False)),
                "population": sample.plan.population[key],
                "share": sample.plan.share[key],
                "after_cap": totals["after_cap"].get(key, 0),
                "drawn": totals["drawn"].get(key, 0),
            }
        )
    return levels


def _add_up(totals: dict[tuple[str, ...], int], cell: tuple[str, ...], count: int) -> None:
    for depth in range(1, len(LEVELS) + 1):
        totals[cell[:depth]] = totals.get(cell[:depth], 0) + count


def _shortfall_by(sample: Sample) -> list[dict[str, Any]]:
    planned = sum(count for key, count in sample.plan.share.items() if len(key) == 1)
    parts = [
        {
            "reason": "fewer eligible cases than wanted",
            "stratum": None,
            "cluster": None,
            "ldu": None,
            "count": sample.plan.wanted - planned,
        }
    ]
    cap = sample.specification.officer_cap.most
    parts += [
        {
            "reason": f"no officer of the unit could take it within the limit of {cap}",
            **dict(zip(LEVELS, left.unit, strict=False)),
            "count": left.count,
        }
        for left in sample.unplaced
    ]
    return [part for part in parts if part["count"]]


def _cases(sample: Sample) -> list[dict[str, Any]]:
    return [
        {
            "row": sample.long_list.rows[case.index],
            "crn": sample.long_list.crn[case.index],
            "stratum": case.cell[0],
            "cluster": case.cell[1],
            "ldu": case.cell[2],
            "responsible_officer": case.cell[3],
            "reserve": case.reserve,
            "order": case.order,
        }
        for case in sample.cases
    ]
