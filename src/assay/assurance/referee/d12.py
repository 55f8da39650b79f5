"""D12 once more, in plain Python."""

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
    by,
    first_or_blank,
    judge,
    number,
    risk_on,
    working_days_after,
    worst,
)
from assay.standards.profile import Profile

Found = tuple[str, str, Verdict]


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What D12 says of each case on a day."""
    held = by(tables["allocations"], "case_id")
    found: list[Found] = []
    for case in begun(tables):
        for given in held[case["case_id"]]:
            if given["officer_id"] is None and _held(case, given, on):
                blank = judge(on, None, None, blank="allocations.officer_id")
                found.append((case["case_id"], given["allocation_id"], blank))
            for absence in tables["absences"]:
                if given["officer_id"] == absence["staff_id"]:
                    found += _of(case, given, absence, tables, on, profile)
    return worst(found)


def _held(case: Row, given: Row, on: dt.date) -> bool:
    """Whether an officer held the running case on a day."""
    since, until = as_day(given["allocated_at"]), as_day(given["until_at"])
    running = case["ended_on"] is None or on <= case["ended_on"]
    return running and (since is None or since <= on) and (until is None or on < until)


def _of(  # noqa: PLR0917 - the case, who held it, and when they were away
    case: Row, given: Row, absence: Row, tables: Tables, on: dt.date, profile: Profile
) -> Iterator[Found]:
    who, away = case["case_id"], absence["from_on"]
    held = as_day(given["allocated_at"]) or dt.date.min
    start = max(away or dt.date.min, held)
    ends = [
        as_day(given["until_at"]),
        absence["until_on"] and absence["until_on"] + ONE_DAY,
        case["ended_on"] and case["ended_on"] + ONE_DAY,
    ]
    until = min((day for day in ends if day), default=dt.date.max)
    if not start <= on < until:
        return
    cover = _cover(who, absence, tables)
    named = as_day(cover["named_at"]) if cover else None
    undated = "covers.named_at" if cover and named is None else None
    if away is None:
        known = Verdict("cannot tell", None, "blank: absences.from_on")
        yield who, absence["absence_id"], known
        return
    risk = risk_on(tables, who, start)
    severity = "major" if risk in {"low", "medium"} else None
    within = number(profile, "cover.named_within", start, risk=risk)
    due = working_days_after(start, within) if within is not None else None
    blank = "risk_levels.level" if risk is None else undated
    verdict = judge(on, due, named, blank=blank, severity=severity)
    yield who, absence["absence_id"], verdict
    for contact in tables["contacts"]:
        planned = as_day(contact["planned_at"])
        if contact["case_id"] != who or not _left(contact, given):
            continue
        if planned is None or start <= planned < until:
            unsure = [f for f in ("type", "planned_at") if contact[f] is None]
            if unsure and named is not None and named <= (planned or start):
                continue
            blank = f"contacts.{unsure[0]}" if unsure else undated
            verdict = judge(on, planned, named, blank=blank, severity=severity)
            yield who, contact["contact_id"], verdict


def _cover(who: str, absence: Row, tables: Tables) -> Row | None:
    named = [
        row
        for row in tables["covers"]
        if row["case_id"] == who
        and row["absence_id"] == absence["absence_id"]
        and row["officer_id"] is not None
    ]
    return first_or_blank(named, "named_at", "cover_id")


def _left(contact: Row, given: Row) -> bool:
    """Whether a contact is nobody's, or still the absent officer's, and may not have happened."""
    return (
        contact["type"] in {"appointment", "home visit", None}
        and contact["outcome"] in {None, "rescheduled by service"}
        and contact["officer_id"] in {None, given["officer_id"]}
    )
