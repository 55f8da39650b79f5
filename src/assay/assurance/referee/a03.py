"""A03 once more, in plain Python."""

import datetime as dt

from assay.assurance.referee.base import (
    KEPT,
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_it_stood,
    begun,
    by,
    excuse_of,
    judge,
    number,
    value,
    working_days_after,
)
from assay.standards.profile import Profile

SERVICE = ("rescheduled by service", "attended sent home (service issue)")


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What A03 says of each case on a day."""
    found = ((case["case_id"], _of(case, tables, on, profile)) for case in begun(tables))
    return {name: verdict for name, verdict in found if verdict}


def _of(  # noqa: PLR0911 - one return for each way it can end
    case: Row, tables: Tables, on: dt.date, profile: Profile
) -> Verdict | None:
    name, sentenced, kind = case["case_id"], case["started_on"], case["sentence_type"]
    if kind in ("licence", "post-sentence supervision"):
        return None
    if case["ended_on"] and on > case["ended_on"]:
        return None
    if sentenced is None:
        return Verdict("cannot tell", None, "blank: cases.started_on")
    back = number(profile, "A03.looks_back", on)
    if on < sentenced or (back is not None and on > sentenced + dt.timedelta(back)):
        return None
    start = _clock(name, sentenced, tables, profile)
    tier = as_it_stood(by(tables["tiers"], "case_id")[name], "set_at", "tier_id", sentenced)
    level = (
        None
        if tier is None or tier["tier"] is None
        else "highest"
        if tier["tier"] == "4"
        else "other"
    )
    within = number(profile, "first_contact.within", start, tier=level)
    due = working_days_after(start, within) if start and within is not None else None
    if kind is None:
        return judge(on, due, None, blank="cases.sentence_type")
    if start is None:
        return judge(on, due, None, blank="allocations.allocated_at")
    if due is None:
        return judge(on, None, None)
    excuse, until = excuse_of(tables, name, ("hospital", "custody"), start, due)
    mine = [row for row in tables["contacts"] if row["case_id"] == name]
    offers = _since(mine, sentenced, ("appointment", "home visit"))
    if excuse is None and any(_missed(row, due) for row in offers):
        excuse = "outcome recorded"
    if value(profile, "first_contact.counts", sentenced) == "arranged":
        first = min((row["planned_at"].date() for row in offers), default=None)
        return judge(on, due, first, excuse=excuse, excused_until=until)
    came = [row for row in mine if row["outcome"] in KEPT]
    first, blank = _seen(came, sentenced, due)
    return judge(on, due, first, excuse=excuse, excused_until=until, blank=blank)


def _clock(name: str, sentenced: dt.date, tables: Tables, profile: Profile) -> dt.date | None:
    if value(profile, "first_contact.clock", sentenced) != "allocation":
        return sentenced
    given = [
        row["allocated_at"].date()
        for row in tables["allocations"]
        if row["case_id"] == name and row["officer_id"] and row["allocated_at"]
    ]
    return min(given, default=None)


def _since(rows: list[Row], sentenced: dt.date, types: tuple[str, ...]) -> list[Row]:
    return [
        row
        for row in rows
        if row["type"] in types and row["planned_at"] and row["planned_at"].date() >= sentenced
    ]


def _missed(row: Row, due: dt.date) -> bool:
    """Whether the record says what came of it, and it was not the service that failed."""
    told = row["outcome"] is not None and row["outcome"] not in (*KEPT, *SERVICE)
    return told and bool(row["planned_at"].date() <= due)


def _seen(came: list[Row], sentenced: dt.date, due: dt.date) -> tuple[dt.date | None, str | None]:
    """The day the person was first seen face to face, or the blank that leaves it open."""
    dated = [(row["planned_at"].date(), row["mode"]) for row in came if row["planned_at"]]
    dated = [(day, mode) for day, mode in dated if day >= sentenced]
    first = min((day for day, mode in dated if mode == "face to face"), default=None)
    if first is not None and first <= due:
        return first, None
    if any(mode is None and day <= due for day, mode in dated):
        return first, "contacts.mode"
    if any(row["planned_at"] is None for row in came):
        return first, "contacts.planned_at"
    return first, None
