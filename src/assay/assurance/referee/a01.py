"""A01 once more, in plain Python."""

import datetime as dt

from assay.assurance.referee.base import (
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    as_it_stood,
    begun,
    by,
    excuse_of,
    judge,
    value,
    working_days_after,
)
from assay.standards.profile import Profile


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What A01 says of each case on a day."""
    found: Verdicts = {}
    for case in begun(tables):
        verdict = _of(case, tables, on, profile)
        if verdict:
            found[case["case_id"]] = verdict
    return found


def _of(case: Row, tables: Tables, on: dt.date, profile: Profile) -> Verdict | None:
    name, start = case["case_id"], case["started_on"]
    if start is None:
        return Verdict("cannot tell", None, "blank: cases.started_on")
    back = value(profile, "A01.looks_back", start)
    if on < start or (isinstance(back, int) and on > start + dt.timedelta(days=back)):
        return None
    tier = as_it_stood(by(tables["tiers"], "case_id")[name], "set_at", "tier_id", start)
    if tier is None or tier["tier"] is None:
        return Verdict("cannot tell", None, "blank: tiers.tier")
    word = "highest" if tier["tier"] == "4" else "other"
    within = value(profile, "allocation.within", start, tier=word)
    due = working_days_after(start, within) if isinstance(within, int) else None
    given = [
        row["allocated_at"]
        for row in tables["allocations"]
        if row["case_id"] == name and row["officer_id"] and row["allocated_at"]
    ]
    excuse, until = excuse_of(tables, name, ("custody", "court error"), start, due)
    done = as_day(min(given)) if given else None
    return judge(on, due, done, excuse=excuse, excused_until=until)
