"""I01 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import (
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    begun,
    excuse_of,
    judge,
    last_day,
    worst,
)
from assay.standards.profile import Profile

KEYS = {"assessments": "assessment_id", "plans": "plan_id", "reviews": "review_id"}
EXCUSES = ("system outage", "field work")


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What I01 says of each case on a day."""
    units = {row["case_id"]: row["unit_id"] for row in tables["cases"]}
    found = [
        (case["case_id"], case["case_id"], _running(case))
        for case in begun(tables)
        if (case["started_on"] or on) <= on <= (case["ended_on"] or on)
    ]
    for entry in _entries(tables):
        verdict = _of(entry, units, tables, on, profile)
        if verdict:
            found.append((entry["case_id"], f"{entry['about']}/{entry['table']}", verdict))
    return worst(found)


def _running(case: Row) -> Verdict:
    """A case of which no entry was late, as far as anybody can tell."""
    if case["started_on"] is None:
        return Verdict("cannot tell", None, "blank: cases.started_on")
    return Verdict("met", case["started_on"])


def _entries(tables: Tables) -> Iterator[Row]:
    """Everything that was signed, and every contact that took place."""
    for table, key in KEYS.items():
        for row in tables[table]:
            if row["signed_at"] is not None:
                yield {
                    "table": table,
                    "about": row[key],
                    "case_id": row["case_id"],
                    "staff_id": row["signed_by"],
                    "happened": as_day(row["signed_at"]),
                    "entered": as_day(row["recorded_at"]),
                    "unsure": None if row["recorded_at"] else f"{table}.recorded_at",
                }
    for row in tables["contacts"]:
        spoken = row["outcome"] is None and row["type"] in {"call", "message", "note", None}
        unsaid = row["outcome"] is None and row["outcome_recorded_at"] is None and not spoken
        field = "recorded_at" if spoken else "outcome_recorded_at"
        unsure = None
        if row["planned_at"] is None:
            unsure = "contacts.planned_at"
        elif unsaid:
            unsure = "contacts.outcome"
        elif row[field] is None:
            unsure = f"contacts.{field}"
        elif spoken and row["type"] is None:
            unsure = "contacts.type"
        yield {
            "table": "contacts",
            "about": row["contact_id"],
            "case_id": row["case_id"],
            "staff_id": row["officer_id"],
            "happened": as_day(row["planned_at"]),
            "entered": as_day(row[field]),
            "unsure": unsure,
        }


def _of(
    entry: Row, units: dict[str, str | None], tables: Tables, on: dt.date, profile: Profile
) -> Verdict | None:
    happened, entered = entry["happened"], entry["entered"]
    days = [day for day in (happened, entered) if day]
    if days:
        known = entered or entry["unsure"] == "contacts.outcome"
        last = last_day(profile, "I01.looks_back", max(days)) if known else dt.date.max
        if last is None or not max(days) <= on <= last:
            return None
    due = last_day(profile, "entry.recorded_within", happened)
    if entry["unsure"] == "contacts.outcome" and due is not None and on <= due:
        return None
    excuse = None
    if happened:
        whose = {**entry, "unit_id": units.get(entry["case_id"])}
        for of in ("case_id", "staff_id", "unit_id"):
            if whose[of] and not excuse:
                excuse, _ = excuse_of(tables, whose[of], EXCUSES, happened, due, of=of)
    if not entry["unsure"] and entered and due and entered <= due:
        return None
    return judge(on, due, entered, excuse=excuse, blank=entry["unsure"])
