"""A02 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from assay.assurance.referee.base import (
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    as_it_stood,
    begun,
    by,
    judge,
    value,
    worst,
)
from assay.standards.profile import Profile

CHILD = ("child concern", "child protection plan", "child exploitation")
EVER = dt.date(1900, 1, 1)
Need = tuple[dt.date | None, dt.date | None, bool]


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What A02 says of each case on a day."""
    words = value(profile, "officer.grades_for_high_risk", on)
    grades = words if isinstance(words, tuple) else ()
    staff = {row["staff_id"]: row for row in tables["staff"]}
    return worst(
        (case["case_id"], *found)
        for case in begun(tables)
        for need in _needs(case, tables)
        for held in by(tables["allocations"], "case_id")[case["case_id"]]
        for found in _of(case, need, held, staff.get(held["officer_id"], {}), tables, on, grades)
    )


def _needs(case: Row, tables: Tables) -> Iterator[Need]:
    """From when until when the case needs a qualified officer, and whether that is known."""
    flags = by(tables["flags"], "case_id")[case["case_id"]]
    for abuse in flags:
        for child in flags:
            if abuse["type"] == "domestic abuse" and child["type"] in CHILD:
                start = max(as_day(f["raised_at"]) or EVER for f in (abuse, child))
                ends = [f["ended_on"] for f in (abuse, child) if f["ended_on"]]
                yield start, min(ends, default=None), True
    mine = by(tables["risk_levels"], "case_id")[case["case_id"]]
    levels = [row for row in mine if row["set_at"]]
    days = sorted({row["set_at"].date() for row in levels})
    for start, end in pairwise([*days, None]) if days else ():
        stood = [
            as_it_stood(rows, "set_at", "risk_level_id", start, first_counts=False)
            for rows in by(levels, "group").values()
        ]
        words = [row["level"] for row in stood if row]
        words += [None] if len(levels) < len(mine) else []
        if None in words or "high" in words or "very high" in words:
            yield start, end, None not in words


def _of(  # noqa: PLR0917 - everything that bears on one holding
    case: Row,
    need: Need,
    held: Row,
    officer: Row,
    tables: Tables,
    on: dt.date,
    grades: tuple[str, ...],
) -> Iterator[tuple[str, Verdict]]:
    needed_from, needed_until, known = need
    starts = [case["started_on"], needed_from, as_day(held["allocated_at"])]
    start = max((day for day in starts if day), default=EVER)
    past = case["ended_on"] and case["ended_on"] + dt.timedelta(1)
    ends = [day for day in (past, needed_until, as_day(held["until_at"])) if day]
    if on < start or any(on >= end for end in ends) or any(start >= end for end in ends):
        return
    about = held["allocation_id"] if known else case["case_id"]
    blank = _blank(case, held, officer, grades, known=known)
    if blank:
        yield about, judge(on, start, start, blank=blank)
        return
    later = officer["qualified_on"] is not None and officer["qualified_on"] > start
    low = officer["grade"] not in grades
    if not low and not (later and on < officer["qualified_on"]):
        yield about, judge(on, start, start)
        return
    wrong = "grade too low" if low else "not yet qualified"
    signoffs = [
        row
        for row in tables["signoffs"]
        if row["case_id"] == case["case_id"] and row["subject"] in ("officer's grade", None)
    ]
    signed = as_it_stood(signoffs, "signed_at", "signoff_id", on, first_counts=False)
    yield about, _signed_off(signed, on, start, wrong)


def _blank(
    case: Row, held: Row, officer: Row, grades: tuple[str, ...], *, known: bool
) -> str | None:
    if case["started_on"] is None:
        return "cases.started_on"
    if held["officer_id"] is None:
        return "allocations.officer_id"
    if officer.get("grade") is None:
        return "staff.grade"
    if officer["grade"] in grades and officer["qualified_on"] is None:
        return "staff.qualified_on"
    return None if known else "risk_levels.level"


def _signed_off(signed: Row | None, on: dt.date, start: dt.date, wrong: str) -> Verdict:
    if signed is not None and signed["subject"] is None:
        return judge(on, start, start, blank="signoffs.subject")
    if signed is None or signed["reason_given"] is False:
        return judge(on, start, start, right=False, wrong=wrong)
    if signed["reason_given"] is None:
        return judge(on, start, start, blank="signoffs.reason_given")
    if signed["signed_by"] is None:
        return judge(on, start, start, blank="signoffs.signed_by")
    if signed["ends_on"] is None:
        return judge(on, start, start)
    return judge(
        on,
        start,
        start,
        right=False,
        wrong=wrong,
        excuse="signed exception",
        excused_until=signed["ends_on"],
    )
