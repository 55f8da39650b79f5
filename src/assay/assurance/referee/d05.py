"""D05 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import (
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    begun,
    flags_on,
    judge,
    last_day,
    value,
    worst,
)
from assay.standards.profile import Profile

ASKED = {"domestic abuse": "police domestic abuse", "child concern": "children's services"}
Check = tuple[str, str, Verdict]


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What D05 says of each case on a day."""
    return worst(
        (case["case_id"], about, verdict)
        for case in begun(tables)
        if case["started_on"] is None or case["started_on"] <= on
        if case["ended_on"] is None or on <= case["ended_on"]
        for flag in flags_on(tables, case["case_id"], on)
        if flag["type"] in (None, *ASKED)
        for about, verdict in _of(case, flag, tables, on, profile)
    )


def _of(
    case: Row, flag: Row, tables: Tables, on: dt.date, profile: Profile
) -> Iterator[tuple[str, Verdict]]:
    for field, filled in (("cases.started_on", case["started_on"]), ("flags.type", flag["type"])):
        if filled is None:
            yield flag["flag_id"], Verdict("cannot tell", None, f"blank: {field}")
            return
    begins = max(case["started_on"], as_day(flag["raised_at"]) or dt.date.min)
    asked = [
        row
        for row in tables["enquiries"]
        if row["case_id"] == case["case_id"] and row["type"] == ASKED[flag["type"]]
    ]
    excuse = "multi-agency meeting" if _meeting(case, tables, on, profile) else None
    heard = [row["received_at"].date() for row in asked if row["received_at"]]
    heard = [day for day in heard if day <= on]
    good = last_day(profile, "enquiry.good_for", max(heard, default=begins))
    fresh = bool(heard) and good is not None and on <= good
    yield flag["flag_id"], judge(on, good, max(heard) if fresh else None, excuse=excuse)
    for event in tables["events"]:
        if event["case_id"] == case["case_id"]:
            verdict = _after(event, begins, asked, on=on, profile=profile, excuse=excuse)
            if verdict:
                yield event["event_id"], verdict


def _after(
    event: Row,
    begins: dt.date,
    asked: list[Row],
    *,
    on: dt.date,
    profile: Profile,
    excuse: str | None,
) -> Verdict | None:
    at, word = event["happened_at"], event["type"]
    triggers = value(profile, "enquiry.triggers", on)
    if word is not None and not (isinstance(triggers, tuple) and word in triggers):
        return None
    if at is None:
        field = "type" if word is None else "happened_at"
        return Verdict("cannot tell", None, f"blank: events.{field}")
    if not begins <= at.date() <= on:
        return None
    sent = [row["sent_at"].date() for row in asked if row["sent_at"] and row["sent_at"] >= at]
    done = min(sent, default=None)
    due = last_day(profile, "enquiry.after_trigger_within", at.date())
    over = done is not None and done <= on
    if over and done is not None and (word is None or due is None or done > due):
        return None
    return judge(on, due, done, excuse=excuse, blank="events.type" if word is None else None)


def _meeting(case: Row, tables: Tables, on: dt.date, profile: Profile) -> bool:
    """Whether a live arrangement shared information lately enough."""
    for row in tables["agencies"]:
        shared = row["last_shared_on"]
        good = last_day(profile, "enquiry.good_for", shared)
        live = (row["from_on"] is None or row["from_on"] <= on) and (
            row["closed_on"] is None or on < row["closed_on"]
        )
        if row["case_id"] == case["case_id"] and live and good and shared <= on <= good:
            return True
    return False
