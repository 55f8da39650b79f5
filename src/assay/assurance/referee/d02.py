"""D02 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import (
    KEPT,
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    begun,
    judge,
    last_day,
    risk_on,
    worst,
)
from assay.standards.profile import Profile

Cover = tuple[str, str, dt.date, dt.date | None]
CONCERNS = ("registered sexual offence", "child exploitation")


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What D02 says of each case on a day."""
    found = [
        (case["case_id"], about, verdict)
        for case in begun(tables)
        if case["ended_on"] is None or on <= case["ended_on"]
        for about, verdict in _of(case, tables, on, profile)
    ]
    return worst(found)


def _of(case: Row, tables: Tables, on: dt.date, profile: Profile) -> Iterator[tuple[str, Verdict]]:
    name, start = case["case_id"], case["started_on"]
    if start is None:
        yield name, Verdict("cannot tell", None, "blank: cases.started_on")
        return
    last = last_day(profile, "D02.looks_back", start)
    soonest = last_day(profile, "home_visit.within", start, concern=CONCERNS[0])
    if last is None or soonest is None or not start <= on <= last:
        return
    risk = risk_on(tables, name, start)
    flags = [
        flag
        for flag in tables["flags"]
        if flag["case_id"] == name
        and flag["type"] in (None, *CONCERNS)
        and (flag["ended_on"] is None or flag["ended_on"] > start)
    ]
    known = [
        flag["type"]
        for flag in sorted(flags, key=lambda flag: flag["flag_id"])
        if flag["type"] and flag["raised_at"] and flag["raised_at"].date() <= start
    ]
    concern = known[0] if known else "none"
    due = last_day(profile, "home_visit.within", start, concern=concern, risk=risk)
    blank = None if known or risk else "risk_levels.level"
    clock = dt.datetime.combine(start, dt.time())
    yield name, _judge(name, tables, on, clock=clock, due=due, blank=blank)
    for flag in flags:
        if flag["ended_on"] is None or on < flag["ended_on"]:
            yield from _new(flag, tables, on, start, profile)


def _new(
    flag: Row, tables: Tables, on: dt.date, start: dt.date, profile: Profile
) -> Iterator[tuple[str, Verdict]]:
    raised = flag["raised_at"]
    if raised is None:
        field = "type" if flag["type"] is None else "raised_at"
        yield flag["flag_id"], Verdict("cannot tell", None, f"blank: flags.{field}")
    elif start < raised.date() <= on and flag["type"] is None:
        yield flag["flag_id"], Verdict("cannot tell", None, "blank: flags.type")
    elif start < raised.date() <= on:
        due = last_day(profile, "home_visit.within", raised.date(), concern=flag["type"])
        yield (
            flag["flag_id"],
            _judge(flag["case_id"], tables, on, clock=raised, due=due, blank=None),
        )


def _judge(
    name: str,
    tables: Tables,
    on: dt.date,
    *,
    clock: dt.datetime,
    due: dt.date | None,
    blank: str | None,
) -> Verdict:
    kept = [
        row["planned_at"]
        for row in tables["contacts"]
        if row["case_id"] == name and row["type"] == "home visit" and row["outcome"] in KEPT
    ]
    dated = [at for at in kept if at is not None and at >= clock]
    done = as_day(min(dated)) if dated else None
    in_time = done is not None and due is not None and done <= due
    if None in kept and not in_time and blank is None:
        blank = "contacts.planned_at"
    excuse, until = _excuse(name, tables, clock.date(), due)
    return judge(on, due, done, blank=blank, excuse=excuse, excused_until=until)


def _excuse(
    name: str, tables: Tables, start: dt.date, due: dt.date | None
) -> tuple[str | None, dt.date | None]:
    """A decision signed before the time is up, else no fixed address before then."""
    signed: list[Cover] = [
        (row["signoff_id"], "unsafe to visit", row["signed_at"].date(), row["ends_on"])
        for row in tables["signoffs"]
        if row["case_id"] == name
        and row["subject"] == "no home visit"
        and row["reason_given"]
        and row["signed_at"]
    ]
    homeless: list[Cover] = [
        (row["address_id"], "no fixed address", row["from_on"] or dt.date.min, row["until_on"])
        for row in tables["addresses"]
        if row["case_id"] == name and row["kind"] == "no fixed address"
    ]
    for _, word, begins, ends in [*sorted(signed, key=_id), *sorted(homeless, key=_id)]:
        if due is not None and begins <= due and (ends is None or ends >= start):
            return word, ends
    return None, None


def _id(cover: Cover) -> str:
    return cover[0]
