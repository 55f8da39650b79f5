"""R01 once more, in plain Python."""

import datetime as dt

from assay.assurance.referee.base import (
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    judge,
    months_after,
    number,
    risk_on,
    working_days_after,
    worst,
)
from assay.standards.profile import Profile

TRIGGERS = {
    "arrest",
    "new partner",
    "new baby",
    "new address",
    "complaint",
    "pattern of non-compliance",
    "reply with new information",
    "recall",
    "release",
}
SHORT = {
    "says_what_changed": "changes not said",
    "agencies_asked": "others not asked",
    "person_asked": "person not asked",
}


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What R01 says of each case on a day."""
    found = []
    for event in tables["events"]:
        happened = as_day(event["happened_at"])
        back = number(profile, "R01.looks_back", happened) or 0
        inside = happened is None or happened <= on <= months_after(happened, back)
        if inside and (event["type"] is None or event["type"] in TRIGGERS):
            found.append((event["case_id"], event["event_id"], _of(event, tables, on, profile)))
    return worst(found)


def _of(event: Row, tables: Tables, on: dt.date, profile: Profile) -> Verdict:
    happened = as_day(event["happened_at"])
    risk = risk_on(tables, event["case_id"], happened) if happened else None
    within = number(profile, "review.after_event_within", happened, risk=risk)
    due = working_days_after(happened, within) if happened and within is not None else None
    review = _review(event, tables)
    if event["type"] is None:
        return Verdict("cannot tell", due, "blank: events.type")
    if happened is None:
        return Verdict("cannot tell", None, "blank: events.happened_at")
    if risk is None:
        return Verdict("cannot tell", None, "blank: risk_levels.level")
    excuse, until = _excuse(event, tables, happened, due)
    done = review["signed_at"].date() if review else None
    short = [name for name in SHORT if review and not review[name]]
    blank = next((f"reviews.{name}" for name in short if review and review[name] is None), None)
    wrong = SHORT[short[0]] if short else ""
    return judge(
        on, due, done, right=not short, wrong=wrong, excuse=excuse, excused_until=until, blank=blank
    )


def _review(event: Row, tables: Tables) -> Row | None:
    """The first review of an event that may be whole, or else the first."""
    signed = [
        row
        for row in tables["reviews"]
        if row["event_id"] == event["event_id"] and row["signed_at"] is not None
    ]
    signed.sort(key=lambda row: (row["signed_at"], row["review_id"]))
    whole = [row for row in signed if not any(row[name] is False for name in SHORT)]
    return next(iter(whole or signed), None)


def _excuse(
    event: Row, tables: Tables, happened: dt.date, due: dt.date | None
) -> tuple[str | None, dt.date | None]:
    if event["significant"] is not False:
        return None, None
    if event["significance_signed_by"] is not None:
        return "not significant", None
    for row in sorted(tables["signoffs"], key=lambda row: row["signoff_id"]):
        about = row["case_id"] == event["case_id"] and row["subject"] == "event not significant"
        signed = as_day(row["signed_at"])
        if about and row["reason_given"] and signed and due and happened <= signed <= due:
            return "not significant", row["ends_on"]
    return None, None
