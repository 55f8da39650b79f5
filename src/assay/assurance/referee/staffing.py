"""What the referees of staffing need: who holds which case."""

import datetime as dt

from assay.assurance.referee.base import Tables
from assay.assurance.referee.unpaid import live


def caseloads(tables: Tables, on: dt.date) -> dict[str, set[str]]:
    """The cases each officer holds on a day: given to them, not taken from them, not ended."""
    cases = {row["case_id"]: row for row in tables["cases"]}
    held: dict[str, set[str]] = {}
    for row in tables["allocations"]:
        case, officer = cases.get(row["case_id"]), row["officer_id"]
        given = row["allocated_at"].date() if row["allocated_at"] else None
        taken = row["until_at"].date() if row["until_at"] else dt.date.max
        if case and officer and live(on, given, case["ended_on"]) and on < taken:
            held.setdefault(officer, set()).add(row["case_id"])
    return held
