"""D06 once more, in plain Python."""

import datetime as dt

from assay.assurance.referee.base import (
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    excuse_of,
    judge,
    last_day,
    worst,
)
from assay.standards.profile import Profile

OUTAGE = ("system outage",)


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What D06 says of each case on a day."""
    found = []
    for row in tables["contacts"]:
        if row["type"] in ("appointment", "home visit", None):
            verdict = _of(row, tables, on, profile)
            if verdict:
                found.append((row["case_id"], row["contact_id"], verdict))
    return worst(found)


def _of(row: Row, tables: Tables, on: dt.date, profile: Profile) -> Verdict | None:
    planned = as_day(row["planned_at"])
    if planned is None:
        return Verdict("cannot tell", None, f"blank: {_blank(row) or 'contacts.planned_at'}")
    last = last_day(profile, "D06.looks_back", planned)
    if last is None or not planned <= on <= last:
        return None
    due = last_day(profile, "appointment.outcome_within", planned)
    most = last_day(profile, "appointment.outcome_blank_most", planned)
    entered = as_day(row["outcome_recorded_at"]) if row["outcome"] else None
    excuse, until = _outage(row, tables, planned, due)
    if _blank(row):
        return judge(on, due, None, blank=_blank(row))
    if most is not None and on > most and (entered is None or entered > most):
        holds = excuse if until is None or on <= until else None
        return judge(on, due, planned, right=False, wrong="left blank", excuse=holds)
    return judge(on, due, entered, excuse=excuse)


def _blank(row: Row) -> str | None:
    if row["type"] is None:
        return "contacts.type"
    if row["outcome"] is not None and row["outcome_recorded_at"] is None:
        return "contacts.outcome_recorded_at"
    return None


def _outage(
    row: Row, tables: Tables, planned: dt.date, due: dt.date | None
) -> tuple[str | None, dt.date | None]:
    """Of the case, else of the officer, else of the unit."""
    units = {case["case_id"]: case["unit_id"] for case in tables["cases"]}
    whose = {
        "case_id": row["case_id"],
        "staff_id": row["officer_id"],
        "unit_id": units.get(row["case_id"]),
    }
    for of, who in whose.items():
        excuse, until = excuse_of(tables, who, OUTAGE, planned, due, of=of) if who else (None, None)
        if excuse:
            return excuse, until
    return None, None
