"""What the referees of staffing need: who holds which case."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import Row, Tables
from assay.assurance.referee.unpaid import live


def caseloads(tables: Tables, on: dt.date) -> dict[str, set[str]]:
    """The cases each officer holds on a day: given to them, not taken from them, not ended."""
    held: dict[str, set[str]] = {}
    for officer, case in _given(tables, on):
        if officer:
            held.setdefault(officer, set()).add(case["case_id"])
    return held


def unheld(tables: Tables, on: dt.date, unit: str | None) -> set[str]:
    """The cases of a unit, or of an unknown one, of which nobody knows who holds them."""
    return {
        case["case_id"]
        for officer, case in _given(tables, on)
        if officer is None and (unit is None or case["unit_id"] in (None, unit))
    }


def _given(tables: Tables, on: dt.date) -> Iterator[tuple[str | None, Row]]:
    """The officer and case of each allocation that stands on a day."""
    cases = {row["case_id"]: row for row in tables["cases"]}
    for row in tables["allocations"]:
        case = cases.get(row["case_id"])
        given = row["allocated_at"].date() if row["allocated_at"] else None
        taken = row["until_at"].date() if row["until_at"] else dt.date.max
        if case and live(on, given, case["ended_on"]) and on < taken:
            yield row["officer_id"], case
