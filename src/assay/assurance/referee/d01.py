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

BLANKS = ("contacts.outcome", "contacts.mode", "plans.face_to_face")
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
    least, most = (number(profile, f"contact.{key}", on) for key in ("kept_least", "gap_most"))
    if least is None or most is None:
        return "gap too long", "deadline"
    since = _window(on, profile)
    rows = [
        row
        for row in tables["contacts"]
        if row["case_id"] == case["case_id"]
        and row["type"] in ("appointment", "home visit", None)
        and row["outcome"] != "suspended"
        and (row["planned_at"] is None or since <= row["planned_at"].date() <= on)
        and (row["outcome"] or row["planned_at"] is None or row["planned_at"].date() < on)
    ]
    typed = [row for row in rows if row["type"] and row["planned_at"]]
    loose = [row for row in rows if row not in typed]
    kept = [row for row in typed if _counts(row, tables) == "kept"]
    away = [row for row in typed if _counts(row, tables) == "away"]
    fields = [_counts(row, tables) for row in typed]
    opened = [field for field in BLANKS if field in fields]
    unsure = sum(field in BLANKS for field in fields)
    missed = sum(_counts(row, tables) != "kept" for row in loose)
    hopeful = sum(_counts(row, tables) != "missed" for row in loose)
    few = 100 * len(kept) < least * (len(typed) + missed)
    surely = 100 * (len(kept) + unsure + hopeful) < least * (len(typed) + hopeful)
    gap = _gap(case, [*kept, *away], since, tables, on)
    interval = plan["contact_interval_days"]
    long = interval is not None and 100 * gap > most * interval
    if surely:
        return "too few kept", None
    if long and not unsure and not hopeful:
        return "gap too long", None
    if few or long:
        untyped = any(row["planned_at"] for row in loose)
        opened.append("contacts.type" if untyped else "contacts.planned_at")
        return "gap too long", opened[0]
    return None


def _counts(row: Row, tables: Tables) -> str:
    """Whether a contact was kept under the plan of its day, missed, or the blank that hides it."""
    if row["outcome"] is None:
        return "contacts.outcome"
    if row["outcome"].startswith("acceptable absence"):
        return "away"
    if row["outcome"] not in KEPT:
        return "missed"
    if row["mode"] == "face to face":
        return "kept"
    return _by_plan(row, tables) if row["planned_at"] else "contacts.planned_at"


def _by_plan(row: Row, tables: Tables) -> str:
    """Whether a contact counts that was, for all that is known, not face to face."""
    plans = [plan for plan in tables["plans"] if plan["case_id"] == row["case_id"]]
    plan = as_it_stood(plans, "signed_at", "plan_id", row["planned_at"].date())
    if plan is None or plan["face_to_face"] is False:
        return "kept"
    if plan["face_to_face"] is None:
        return "plans.face_to_face"
    return "contacts.mode" if row["mode"] is None else "missed"


def _gap(case: Row, rows: list[Row], since: dt.date, tables: Tables, on: dt.date) -> int:
    """The longest stretch without contact, from the first plan on."""
    signed = [
        plan["signed_at"].date()
        for plan in tables["plans"]
        if plan["case_id"] == case["case_id"] and plan["signed_at"]
    ]
    begins = max(since, min(signed), case["started_on"] or dt.date.min)
    days: list[dt.date] = sorted(max(row["planned_at"].date(), begins) for row in rows)
    inner = [(after - before).days for before, after in pairwise([*days, on])]
    first: int = ((days[0] if days else on) - begins).days
    return max([*inner, first])
