"""P06 once more, in plain Python."""

import datetime as dt

from assay.assurance.referee.base import (
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_it_stood,
    begun,
    judge,
    last_day,
    risk_on,
    signed_last,
    suspended_on,
)
from assay.standards.profile import Profile

ONE_DAY = dt.timedelta(days=1)


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What P06 says of each case on a day."""
    found: Verdicts = {}
    for case in begun(tables):
        plan = signed_last(tables, "plans", case["case_id"], on)
        running = case["ended_on"] is None or on <= case["ended_on"]
        verdict = _of(case, plan, tables, on, profile) if plan and running else None
        if verdict:
            found[case["case_id"]] = verdict
    return found


def _of(case: Row, plan: Row, tables: Tables, on: dt.date, profile: Profile) -> Verdict | None:
    signed, days = plan["signed_at"].date(), plan["contact_interval_days"]
    risk = risk_on(tables, case["case_id"], on)
    last = last_day(profile, "contact.longest_interval", signed, risk=risk)
    if last is None and risk is not None:
        return None
    before = _plan_before(case["case_id"], signed, tables)
    earlier = before["contact_interval_days"] if before else None
    changed = earlier is not None and days is not None and days != earlier
    too_long = days is not None and last is not None and signed + dt.timedelta(days=days) > last
    reason, blank = plan["interval_reason_given"], None
    if days is not None and last is None:
        blank = "risk_levels.level"
    elif changed and not too_long and reason is None:
        blank = "plans.interval_reason_given"
    elif before and days is not None and earlier is None and not too_long and not reason:
        blank = "plans.contact_interval_days"
    wrong = "too long for the risk" if too_long else "change without a reason"
    wrong = "no interval set" if days is None else wrong
    right = days is not None and not too_long and not (changed and not reason)
    excuse = "contact suspended" if suspended_on(tables, case, on, profile) else None
    return judge(on, signed, signed, right=right, wrong=wrong, excuse=excuse, blank=blank)


def _plan_before(case: str, signed: dt.date, tables: Tables) -> Row | None:
    """The plan that stood on the day before one was signed."""
    rows = [row for row in tables["plans"] if row["case_id"] == case]
    return as_it_stood(rows, "signed_at", "plan_id", signed - ONE_DAY, first_counts=False)
