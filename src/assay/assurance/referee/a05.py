"""A05 once more, in plain Python."""

import datetime as dt

from assay.assurance.referee.base import (
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    as_it_stood,
    begun,
    by,
    first_kept_on,
    judge,
    maybe_kept,
    months_after,
    number,
    seen_sooner,
    value,
    working_days_after,
)
from assay.standards.profile import Profile

PERMITTED = ("asked by the court team", "manager's decision")


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What A05 says of each case on a day."""
    found = ((case["case_id"], _of(case, tables, on, profile)) for case in begun(tables))
    return {name: verdict for name, verdict in found if verdict}


def _of(  # noqa: PLR0911 - one return for each way it can end
    case: Row, tables: Tables, on: dt.date, profile: Profile
) -> Verdict | None:
    name, started = case["case_id"], case["started_on"]
    if started is not None:
        back = number(profile, "A05.looks_back", on)
        if on < started or (back is not None and on > months_after(started, back)):
            return None
        flags = [row["type"] for row in tables["flags"] if row["case_id"] == name]
        asked_of = value(profile, "enquiry.police_asked_of", started)
        if asked_of == "flagged cases" and "domestic abuse" not in flags:
            return None
    clock = _clock(name, started, tables, on, profile)
    within = number(profile, "enquiry.police_within", clock)
    due = working_days_after(clock, within) if clock and within is not None else None
    ended = case["ended_on"]
    if due and ended and ended < due and on > ended:
        return None
    if started is None:
        return judge(on, due, None, blank="cases.started_on")
    if due is None:
        return judge(on, None, None)
    rows = [row for row in tables["enquiries"] if row["case_id"] == name]
    mine = [row for row in rows if row["type"] == "police domestic abuse"]
    done = min((day for row in mine if (day := _done(row, started))), default=None)
    if done is not None and done <= due:
        sooner, doubt = _maybe_seen(name, started, clock, tables, on)
        least = number(profile, "enquiry.police_within", sooner)
        sure = working_days_after(sooner, least) if sooner and least is not None else None
        return judge(on, due, done, blank=doubt if sure is None or done > sure else None)
    good_for = number(profile, "enquiry.police_reply_good_for", started) or 0
    good_from = started - dt.timedelta(good_for)
    if any(_fresh(row, started, good_from, due) and row["about_present_address"] for row in mine):
        return judge(on, due, done, excuse="reply already held")
    blanks = [_blank(row, started, good_from, due) for row in rows]
    return judge(on, due, done, blank=min((each for each in blanks if each), default=None))


def _clock(
    name: str, started: dt.date | None, tables: Tables, on: dt.date, profile: Profile
) -> dt.date | None:
    """The day the person was first seen; until then, the day by which they should have been."""
    kept = first_kept_on(tables, name)
    if kept is not None and on >= kept:
        return max(kept, started or kept)
    if started is None:
        return None
    tier = as_it_stood(by(tables["tiers"], "case_id")[name], "set_at", "tier_id", started)
    level = (
        None
        if tier is None or tier["tier"] is None
        else "highest"
        if tier["tier"] == "4"
        else "other"
    )
    within = number(profile, "first_contact.within", started, tier=level)
    return None if within is None else working_days_after(started, within)


def _maybe_seen(
    name: str, started: dt.date, clock: dt.date | None, tables: Tables, on: dt.date
) -> tuple[dt.date | None, str | None]:
    """When the person may have been seen before the clock starts, and the blank for it."""
    kept = first_kept_on(tables, name)
    if kept is not None and on >= kept:
        sooner, doubt = seen_sooner(tables, name)
        return max(sooner, started) if sooner else None, doubt
    undated, opened = maybe_kept(tables, name)
    if undated:
        return None, "contacts.planned_at"
    if clock and opened and opened.date() < on and max(opened.date(), started) < clock:
        return max(opened.date(), started), "contacts.outcome"
    return None, None


def _done(row: Row, started: dt.date) -> dt.date | None:
    """The day the police were asked, or it was recorded why not."""
    if row["sent_at"] is not None:
        sent = as_day(row["sent_at"])
        return sent if sent and sent >= started else None
    return as_day(row["recorded_at"]) if row["not_needed_reason"] in PERMITTED else None


def _fresh(row: Row, started: dt.date, good_from: dt.date, due: dt.date) -> bool:
    """Whether the reply to a question asked before this sentence is not too old."""
    sent, received = as_day(row["sent_at"]), as_day(row["received_at"])
    earlier = sent is None or sent < started
    return earlier and received is not None and good_from <= received <= due


def _blank(row: Row, started: dt.date, good_from: dt.date, due: dt.date) -> str | None:
    unsent, why = row["sent_at"] is None, row["not_needed_reason"]
    fresh = _fresh(row, started, good_from, due)
    if row["type"] is None:
        done = _done(row, started)
        could = unsent or fresh or (done is not None and done <= due)
        return "enquiries.type" if could else None
    if row["type"] != "police domestic abuse":
        return None
    if unsent and why is None:
        return "enquiries.sent_at"
    if unsent and why in PERMITTED and row["recorded_at"] is None:
        return "enquiries.recorded_at"
    if unsent and why == "reply already held" and row["received_at"] is None:
        return "enquiries.received_at"
    return (
        "enquiries.about_present_address"
        if fresh and row["about_present_address"] is None
        else None
    )
