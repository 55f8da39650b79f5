"""D10 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import (
    ONE_DAY,
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    begun,
    first_or_blank,
    judge,
    number,
    working_days_after,
    worst,
)
from assay.standards.profile import Profile

Found = tuple[str, str, Verdict]


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What D10 says of each case on a day."""
    found: list[Found] = []
    for case in begun(tables):
        gone = case["ended_on"] is not None and on > case["ended_on"]
        if gone or case["provider"] not in {"low and medium risk", None}:
            continue
        for event in tables["events"]:
            if event["case_id"] == case["case_id"] and event["type"] in {"risk may be high", None}:
                found += _of(case, event, tables, on, profile)
    return worst(found)


def _of(case: Row, event: Row, tables: Tables, on: dt.date, profile: Profile) -> Iterator[Found]:
    who, happened = case["case_id"], as_day(event["happened_at"])
    within = number(profile, "escalation.within", happened or as_day(event["recorded_at"]))
    if within is None:
        return
    rows = [row for row in tables["escalations"] if row["event_id"] == event["event_id"]]
    sent = first_or_blank(rows, "sent_at", "escalation_id")
    blank = None
    if case["provider"] is None:
        blank = "cases.provider"
    elif event["type"] is None:
        blank = "events.type"
    elif happened is None:
        blank = "events.happened_at"
    if happened is None or on >= happened:
        yield who, event["event_id"], _sent(happened, sent, within, blank, on, profile)
    if sent and sent["sent_at"] and case["provider"] and event["type"]:
        day, decided = sent["sent_at"].date(), as_day(sent["decided_at"])
        if on > day and (decided is None or on < decided):
            said = Verdict("not met", day, "no decision recorded")
            yield who, sent["escalation_id"], said


def _sent(  # noqa: PLR0917 - all it turns on
    happened: dt.date | None,
    sent: Row | None,
    within: int,
    blank: str | None,
    on: dt.date,
    profile: Profile,
) -> Verdict:
    due = working_days_after(happened, within) if happened else None
    done = as_day(sent["sent_at"]) if sent else None
    if not sent or not sent["held_by"] or due is None:
        return judge(on, due, done, blank=blank)
    until = due + ONE_DAY * (number(profile, "escalation.hold", due) or 0)
    ends = None if done and done <= until else until
    excuse = "held by a senior manager"
    return judge(on, due, done, excuse=excuse, excused_until=ends, blank=blank)
