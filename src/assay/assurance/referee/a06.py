"""A06 once more, in plain Python."""

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
    judge,
    number,
    working_days_after,
)
from assay.standards.profile import Profile

KIND = "children's services"
FLAGS = ("domestic abuse", "child concern", "child protection plan", "child exploitation")
TIES = ("lives_with", "cares_for", "has_contact")
EVER = dt.date(1900, 1, 1)
Trigger = tuple[str | None, dt.date | None, str]
"""The blank that leaves it open, the day, and the record."""


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What A06 says of each case on a day."""
    found = ((case["case_id"], _of(case, tables, on, profile)) for case in begun(tables))
    return {name: verdict for name, verdict in found if verdict}


def _of(case: Row, tables: Tables, on: dt.date, profile: Profile) -> Verdict | None:
    triggers = sorted(
        _triggers(case, tables),
        key=lambda each: (each[0] is not None, each[1] or EVER, each[2]),
    )
    if not triggers or (case["ended_on"] and on > case["ended_on"]):
        return None
    doubt, start, _ = triggers[0]
    within = number(profile, "enquiry.children_within", start)
    if (start and on < start) or (within is None and case["started_on"]):
        return None
    due = working_days_after(start, within) if start and within is not None else None
    if case["started_on"] is None:
        return judge(on, due, None, blank="cases.started_on")
    if doubt or start is None or due is None:
        return judge(on, due, None, blank=doubt)
    rows = [row for row in tables["enquiries"] if row["case_id"] == case["case_id"]]
    mine = [row for row in rows if row["type"] == KIND]
    days = [row["sent_at"].date() for row in mine if row["sent_at"]]
    done = min((day for day in days if day >= start), default=None)
    blanks = {blank for row in rows if (blank := _blank(row, start, due))}
    late = done is None or done > due
    until = _plan_until(case, tables, start, due)
    said = any(
        row["sent_at"] is None and row["not_needed_reason"] == "open plan already shared"
        for row in mine
    )
    return judge(
        on,
        due,
        done,
        blank=min(blanks, default=None) if late else _sooner(triggers, start, done, profile),
        excuse="open plan already shared" if said and until else None,
        excused_until=until,
    )


def _sooner(
    triggers: list[Trigger], start: dt.date, done: dt.date | None, profile: Profile
) -> str | None:
    """The blank of an earlier trigger, if it is one, by which an answer in time was late."""
    before = [(day, doubt) for doubt, day, _ in triggers if doubt and day and day < start]
    if not before or done is None:
        return None
    first, doubt = min(before)
    within = number(profile, "enquiry.children_within", first)
    sure = working_days_after(first, within) if within is not None else None
    return doubt if sure is None or done > sure else None


def _triggers(case: Row, tables: Tables) -> Iterator[Trigger]:
    started = case["started_on"]

    def first(since: dt.date | None) -> dt.date | None:
        return max((day for day in (since, started) if day), default=None)

    for row in tables["relationships"]:
        over = row["until_on"] and started and row["until_on"] < started
        if row["case_id"] != case["case_id"] or row["relation"] not in (None, "child") or over:
            continue
        tied = any(row[name] for name in TIES)
        blank = next((f"relationships.{name}" for name in TIES if row[name] is None), None)
        doubt = None if tied else blank
        if row["relation"] is None:
            doubt = "relationships.relation"
        if tied or blank:
            yield doubt, first(row["from_on"]), row["relationship_id"]
    for row in tables["flags"]:
        over = row["ended_on"] and started and row["ended_on"] <= started
        if row["case_id"] == case["case_id"] and row["type"] in (None, *FLAGS) and not over:
            doubt = "flags.type" if row["type"] is None else None
            yield doubt, first(as_day(row["raised_at"])), row["flag_id"]


def _blank(row: Row, start: dt.date, due: dt.date) -> str | None:
    sent = as_day(row["sent_at"])
    if row["type"] is None:
        return "enquiries.type" if sent is None or start <= sent <= due else None
    nothing = sent is None and row["not_needed_reason"] is None
    return "enquiries.sent_at" if row["type"] == KIND and nothing else None


def _plan_until(case: Row, tables: Tables, start: dt.date, due: dt.date) -> dt.date | None:
    """The last day of the child protection plan that lasts longest; None if there is none."""
    ends = [
        (row["ended_on"] or dt.date(9999, 1, 1)) - ONE_DAY
        for row in tables["flags"]
        if row["case_id"] == case["case_id"]
        and row["type"] == "child protection plan"
        and (row["raised_at"] is None or row["raised_at"].date() <= due)
    ]
    return max((end for end in ends if end >= start), default=None)
