"""R02 once more, in plain Python."""

import datetime as dt

from assay.assurance.referee.base import (
    ONE_DAY,
    Row,
    Tables,
    Verdict,
    Verdicts,
    begun,
    excuse_of,
    judge,
    months_after,
    number,
    risk_on,
)
from assay.standards.profile import Profile


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What R02 says of each case on a day."""
    found: Verdicts = {}
    for case in begun(tables):
        if case["ended_on"] is not None and on > case["ended_on"]:
            continue
        verdict = _of(case, tables, on, profile)
        if verdict:
            found[case["case_id"]] = verdict
    return found


def _of(case: Row, tables: Tables, on: dt.date, profile: Profile) -> Verdict | None:
    start = case["started_on"]
    if start is None:
        return Verdict("cannot tell", None, "blank: cases.started_on")
    last = _last_review(case, tables, on)
    if on <= months_after(start, number(profile, "review.routine_after", start) or 0):
        return None
    since = last["signed_at"].date() if last else start
    risk = risk_on(tables, case["case_id"], since)
    every = number(profile, "review.routine_every", since, risk=risk)
    due = months_after(since, every) if every is not None else None
    blank = "risk_levels.level" if risk is None else None
    if last is None:
        if case["ends_on"] is None:
            blank = "cases.ends_on"
        due = min(due, case["ends_on"] or due) if due else None
    elif last["kind"] is None:
        blank = "reviews.kind"
    elif last["correction"] is None:
        blank = "reviews.correction"
    excuse, until = excuse_of(tables, case["case_id"], ("contact suspended",), due, due)
    verdict = judge(on, due, None, excuse=excuse, excused_until=until, blank=blank)
    before = ONE_DAY * (number(profile, "R02.warns", since) or 0)
    early = verdict.state == "due" and due is not None and on < due - before
    return Verdict("met", since) if last and early else verdict


def _last_review(case: Row, tables: Tables, on: dt.date) -> Row | None:
    signed = [
        row
        for row in tables["reviews"]
        if row["case_id"] == case["case_id"]
        and row["kind"] != "after an event"
        and not row["correction"]
        and row["signed_at"] is not None
        and row["signed_at"].date() <= on
    ]
    return max(signed, key=lambda row: (row["signed_at"], row["review_id"]), default=None)
