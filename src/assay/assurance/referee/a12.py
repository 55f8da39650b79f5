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
    if kept is None or on < kept or (over and on >= over):
        return None
    risk = risk_on(tables, name, kept)
    within = number(profile, "assessment.within", kept, risk=risk)
    due = working_days_after(kept, within) if within is not None else None
    blank = "cases.started_on" if start is None else None if risk else "risk_levels.level"
    signed = [
        row["signed_at"]
        for row in tables["assessments"]
        if row["case_id"] == name and row["signed_at"]
    ]
    done = min(signed).date() if signed else None
    if blank is None and done is not None and due is not None and done <= due:
        sooner, doubt = seen_sooner(tables, name)
        least = number(profile, "assessment.within", sooner, risk=risk)
        sure = working_days_after(sooner, least) if sooner and least is not None else None
        blank = doubt if sure is None or done > sure else None
    excuse, until = excuse_of(tables, name, ("custody", "hospital"), kept, due)
    return judge(on, due, done, excuse=excuse, excused_until=until, blank=blank)
