"""D01 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from assay.assurance.referee.base import (
    KEPT,
    ONE_DAY,
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_it_stood,
    begun,
    excuse_of,
    judge,
    number,
    risk_on,
    signed_last,
    suspended_on,
    worst,
)
from assay.standards.profile import Profile

AWAY = ("custody", "hospital", "authorised absence")


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What D01 says of each case on a day."""
    return worst(
        (case["case_id"], plan["plan_id"], verdict)
        for case in begun(tables)
        if (plan := _plan(case, tables, on, profile))
        for verdict in _of(case, plan, tables, on, profile)
    )


def _plan(case: Row, tables: Tables, on: dt.date, profile: Profile) -> Row | None:
    """The plan to keep to; None before one, after the end and where contact is suspended."""
    start, end = case["started_on"], case["ended_on"]
    if (start and on < start) or (end and on > end):
        return None
    recorded = any(
        row["case_id"] == case["case_id"]
        and row["reason"] == "contact suspended"
        and (row["from_on"] or dt.date.min) <= on <= (row["until_on"] or dt.date.max)
        for row in tables["excuses"]
    )
    if recorded and suspended_on(tables, case, on, profile):
        return None
    return signed_last(tables, "plans", case["case_id"], on)


def _of(case: Row, plan: Row, tables: Tables, on: dt.date, profile: Profile) -> Iterator[Verdict]:
    since = on
    while _plan(case, tables, since - ONE_DAY, profile) == plan:
        since -= ONE_DAY
    fields = ("contact_interval_days", "face_to_face")
    empty = [f"plans.{field}" for field in fields if plan[field] is None]
    yield judge(on, since, since, blank=empty[0] if empty else None)
    wrong = _wrong(case, plan, tables, on, profile)
    if wrong is None:
        return
    reason, blank = wrong
    risk = risk_on(tables, case["case_id"], on)
    severity = None if risk is None else "critical" if "high" in risk else "major"
    window = _window(on, profile)
    excuse, _ = excuse_of(tables, case["case_id"], AWAY, window, on)
    yield judge(
        on, on, on, right=False, wrong=reason, blank=blank, excuse=excuse, severity=severity
    )


def _window(on: dt.date, profile: Profile) -> dt.date:
    return on - dt.timedelta(weeks=number(profile, "contact.kept_over", on) or 0)


def _wrong(
    case: Row, plan: Row, tables: Tables, on: dt.date, profile: Profile
) -> tuple[str, str | None] | None:
    """What is wrong, with the field that leaves it open."""
    since = _window(on, profile)
    rows = [
        row
        for row in tables["contacts"]
        if row["case_id"] == case["case_id"]
        and row["type"] in ("appointment", "home visit")
        and row["outcome"] != "suspended"
        and row["planned_at"]
        and since <= row["planned_at"].date() <= on
        and (row["outcome"] or row["planned_at"].date() < on)
    ]
    said = [row for row in rows if row["outcome"]]
    kept, unseen = [], []
    for row in said:
        if row["outcome"] in KEPT:
            place = _kept(row, tables)
            if place is None:
                unseen.append(row)
            elif place:
                kept.append(row)
    unsaid = [row for row in rows if not row["outcome"]]
    away = [row for row in said if row["outcome"].startswith("acceptable absence")]
    least = number(profile, "contact.kept_least", on) or 0
    few = 100 * len(kept) < least * len(rows)
    surely = 100 * (len(kept) + len(unsaid) + len(unseen)) < least * len(rows)
    gap = _gap(case, [*kept, *away], since, tables, on)
    most, interval = number(profile, "contact.gap_most", on), plan["contact_interval_days"]
    long = interval is not None and most is not None and 100 * gap > most * interval
    if surely:
        return "too few kept", None
    if long and not unsaid and not unseen:
        return "gap too long", None
    if few or long:
        return "gap too long", "contacts.outcome" if unsaid else "contacts.mode"
    return None


def _kept(row: Row, tables: Tables) -> bool | None:
    """Whether a contact counts under the plan of its day; None where its mode is not known."""
    plans = [plan for plan in tables["plans"] if plan["case_id"] == row["case_id"]]
    plan = as_it_stood(plans, "signed_at", "plan_id", row["planned_at"].date())
    if plan is None or not plan["face_to_face"]:
        return True
    return None if row["mode"] is None else row["mode"] == "face to face"


def _gap(case: Row, rows: list[Row], since: dt.date, tables: Tables, on: dt.date) -> int:
    """The longest stretch without contact, from the first plan on."""
    signed = [
        plan["signed_at"].date()
        for plan in tables["plans"]
        if plan["case_id"] == case["case_id"] and plan["signed_at"]
    ]
    begins = max(since, min(signed), case["started_on"] or dt.date.min)
    days: list[dt.date] = sorted(row["planned_at"].date() for row in rows)
    inner = [(after - before).days for before, after in pairwise([*days, on])]
    first: int = ((days[0] if days else on) - begins).days
    return max([*inner, first])
