"""A12 once more, in plain Python."""

import datetime as dt

from assay.assurance.referee.base import (
    ONE_DAY,
    Row,
    Tables,
    Verdict,
    Verdicts,
    begun,
    excuse_of,
    first_kept_on,
    judge,
    maybe_kept,
    months_after,
    number,
    risk_on,
    seen_sooner,
    working_days_after,
)
from assay.standards.profile import Profile


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What A12 says of each case on a day."""
    found: Verdicts = {}
    for case in begun(tables):
        verdict = _of(case, tables, on, profile)
        if verdict:
            found[case["case_id"]] = verdict
    return found


def _of(case: Row, tables: Tables, on: dt.date, profile: Profile) -> Verdict | None:
    name, start = case["case_id"], case["started_on"]
    kept = first_kept_on(tables, name)
    back = number(profile, "A12.looks_back", on)
    over = months_after(start, back) + ONE_DAY if start and back else None
    if over and on >= over:
        return None
    if kept is None:
        return _maybe_seen(case, tables, on, profile)
    if on < kept:
        return None
    risk = risk_on(tables, name, kept)
    within = number(profile, "assessment.within", kept, risk=risk)
    due = working_days_after(kept, within) if within is not None else None
    blank = "cases.started_on" if start is None else None if risk else "risk_levels.level"
    done = _signed_on(name, tables)
    if blank is None and done is not None and due is not None and done <= due:
        sooner, doubt = seen_sooner(tables, name)
        least = number(profile, "assessment.within", sooner, risk=risk)
        sure = working_days_after(sooner, least) if sooner and least is not None else None
        blank = doubt if sure is None or done > sure else None
    excuse, until = excuse_of(tables, name, ("custody", "hospital"), kept, due)
    return judge(on, due, done, excuse=excuse, excused_until=until, blank=blank)


def _maybe_seen(case: Row, tables: Tables, on: dt.date, profile: Profile) -> Verdict | None:
    """Of a person not known to have been seen: whether an assessment may be late."""
    undated, opened = maybe_kept(tables, case["case_id"])
    if not undated and opened is None:
        return None
    at = opened.date() if opened and not undated else None
    risk = risk_on(tables, case["case_id"], at) if at else None
    within = number(profile, "assessment.within", at, risk=risk)
    sure = working_days_after(at, within) if at and within is not None else None
    done = _signed_on(case["case_id"], tables)
    if sure and done and done <= sure:
        return None
    last, start = sure or at, case["started_on"]
    if on <= last if last else start and on < start:
        return None
    doubt = "contacts.planned_at" if undated else "contacts.outcome"
    return judge(on, sure, done, blank=doubt if start else "cases.started_on")


def _signed_on(name: str, tables: Tables) -> dt.date | None:
    signed = [
        row["signed_at"]
        for row in tables["assessments"]
        if row["case_id"] == name and row["signed_at"]
    ]
    return min(signed).date() if signed else None
