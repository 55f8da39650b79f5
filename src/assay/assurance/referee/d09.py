"""D09 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import (
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
TRIGGERS = {
    "missed contact on high risk",
    "arrest",
    "out of contact",
    "breach of a protective condition",
    None,
}
REFUSED = "no recall, with reason"


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What D09 says of each case on a day."""
    found: list[Found] = []
    for case in begun(tables):
        gone = case["ended_on"] is not None and on > case["ended_on"]
        if gone or case["sentence_type"] not in {"licence", None}:
            continue
        for event in tables["events"]:
            if event["case_id"] == case["case_id"] and event["type"] in TRIGGERS:
                found += _of(case, event, tables, on, profile)
    return worst(found)


def _of(case: Row, event: Row, tables: Tables, on: dt.date, profile: Profile) -> Iterator[Found]:
    who, happened = case["case_id"], as_day(event["happened_at"])
    recalls = [row for row in tables["recalls"] if row["event_id"] == event["event_id"]]
    blank = None
    if case["sentence_type"] is None:
        blank = "cases.sentence_type"
    elif event["type"] is None:
        blank = "events.type"
    else:
        for row in recalls:
            begins = as_day(row["agreed_at"] or row["sent_at"])
            if begins and begins <= on:
                yield who, row["recall_id"], _sent(row, on, profile)
    if happened is None or happened <= on:
        blank = blank or ("events.happened_at" if happened is None else None)
        first = first_or_blank(recalls, "considered_at", "recall_id")
        yield who, event["event_id"], _considered(happened, first, blank, on, profile)


def _considered(
    happened: dt.date | None, row: Row | None, blank: str | None, on: dt.date, profile: Profile
) -> Verdict:
    within = number(profile, "recall.considered_within", happened)
    due = working_days_after(happened, within) if happened and within is not None else None
    if row is None:
        return judge(on, due, None, blank=blank)
    done, noted = as_day(row["considered_at"]), row["alternatives_noted"]
    if done is None and (row["decision"] or row["agreed_at"] or row["sent_at"]):
        blank = blank or "recalls.considered_at"
    elif done is not None and noted is None:
        blank = blank or "recalls.alternatives_noted"
    refused = row["decision"] == REFUSED and row["signed_by"] is not None
    excuse = REFUSED if refused else None
    wrong = "no alternatives noted"
    return judge(on, due, done, right=noted, wrong=wrong, excuse=excuse, blank=blank)


def _sent(row: Row, on: dt.date, profile: Profile) -> Verdict:
    agreed, endorsed, sent = row["agreed_at"], row["endorsed_at"], row["sent_at"]
    if agreed is None:
        return Verdict("cannot tell", None, "blank: recalls.agreed_at")
    hours = number(profile, "recall.sent_within", agreed.date()) or 0
    last = agreed + dt.timedelta(hours=hours)
    done = max(sent, endorsed or sent).date() if sent else None
    in_time = sent is not None and sent <= last and endorsed is not None and endorsed <= last
    wrong = "late" if endorsed else "not endorsed"
    return judge(on, last.date(), done, right=in_time, wrong=wrong)
