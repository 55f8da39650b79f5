"""P01 once more, in plain Python."""

import datetime as dt

from assay.assurance.referee.base import (
    ONE_DAY,
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_it_stood,
    begun,
    by,
    excuse_of,
    first_kept_on,
    judge,
    months_after,
    number,
    seen_sooner,
    value,
    working_days_after,
)
from assay.standards.profile import Profile


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What P01 says of each case on a day."""
    found: Verdicts = {}
    for case in begun(tables):
        verdict = _of(case, tables, on, profile)
        if verdict:
            found[case["case_id"]] = verdict
    return found


def _of(case: Row, tables: Tables, on: dt.date, profile: Profile) -> Verdict | None:
    name, start = case["case_id"], case["started_on"]
    from_start = value(profile, "plan.clock", start) == "sentence or release"
    clock = start if from_start else first_kept_on(tables, name)
    back = number(profile, "P01.looks_back", on)
    over = months_after(start, back) + ONE_DAY if start and back else None
    if clock is None or on < clock or (over and on >= over):
        return None
    tier = as_it_stood(by(tables["tiers"], "case_id")[name], "set_at", "tier_id", clock)
    known = tier["tier"] if tier else None
    word = None if known is None else "highest" if known == "4" else "other"
    within = number(profile, "plan.within", clock, tier=word)
    due = working_days_after(clock, within) if within is not None else None
    blank = "tiers.tier" if due is None and word is None else None
    blank = "cases.started_on" if start is None else blank
    signed = [
        row["signed_at"] for row in tables["plans"] if row["case_id"] == name and row["signed_at"]
    ]
    done = min(signed).date() if signed else None
    if blank is None and not from_start and done is not None and due is not None and done <= due:
        sooner, doubt = seen_sooner(tables, name)
        least = number(profile, "plan.within", sooner, tier=word)
        sure = working_days_after(sooner, least) if sooner and least is not None else None
        blank = doubt if sure is None or done > sure else None
    excuse, until = excuse_of(tables, name, ("custody", "hospital"), clock, due)
    return judge(on, due, done, excuse=excuse, excused_until=until, blank=blank)
