"""A13 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import (
    ONE_DAY,
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_it_stood,
    begun,
    by,
    judge,
    last_day,
    months_after,
    number,
    worst,
)
from assay.standards.profile import Profile

LONG_AGO = dt.date(1900, 1, 1)
ORDER = ("low", "medium", "high", "very high")
SPEAK = (
    ("child protection plan", "children", "child protection plan but low risk to children"),
    ("domestic abuse", "known adult", "domestic abuse but low risk to known adult"),
)
Fault = tuple[str, dt.date, str, str | None]
"""The record it is about, since when, the reason, and the field that leaves it open."""


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What A13 says of each case on a day."""
    found: list[tuple[str, str, Verdict]] = []
    for case in begun(tables):
        name, start = case["case_id"], case["started_on"]
        if (start and on < start) or (case["ended_on"] and case["ended_on"] < on):
            continue
        blank = None if start else "cases.started_on"
        found.append((name, name, judge(on, start, start, blank=blank)))
        excuse = "override" if _overridden(tables, name, on, profile) else None
        for about, since, wrong, unsure in _faults(name, tables, on, profile):
            day = max(since, start or since)
            verdict = judge(on, day, day, right=False, wrong=wrong, excuse=excuse, blank=unsure)
            found.append((name, about, verdict))
    return worst(found)


def _overridden(tables: Tables, case: str, on: dt.date, profile: Profile) -> bool:
    for row in tables["signoffs"]:
        mine = row["case_id"] == case and row["subject"] == "risk level" and row["reason_given"]
        if not mine or row["signed_at"] is None:
            continue
        signed = row["signed_at"].date()
        last = last_day(profile, "risk.override_lasts", signed) or dt.date.max
        if signed <= on <= min(last, row["ends_on"] or dt.date.max):
            return True
    return False


def _faults(case: str, tables: Tables, on: dt.date, profile: Profile) -> Iterator[Fault]:
    levels = [row for row in tables["risk_levels"] if row["case_id"] == case and row["set_at"]]
    groups = by(levels, "group")
    for row in tables["flags"]:
        since = row["raised_at"].date() if row["raised_at"] else LONG_AGO
        if row["case_id"] == case and since <= on and (not row["ended_on"] or on < row["ended_on"]):
            for word, group, wrong in SPEAK:
                unsure = "flags.type" if row["type"] is None else None
                if row["type"] in {None, word}:
                    sign = row["flag_id"], since, wrong, unsure
                    yield from _against(sign, groups[group], on)
    yield from _threats(case, tables, groups["public"], on, profile)
    for group, entries in groups.items():
        if group is not None:
            yield from _lowered(entries, on, profile)
            yield from _maybe_lowered(entries, on, profile)
    held = [row for row in tables["risk_levels"] if row["case_id"] == case]
    for row in held:
        if len(held) > 1 and (row["set_at"] is None or row["group"] is None):
            blank = "risk_levels.group" if row["set_at"] else "risk_levels.set_at"
            yield row["risk_level_id"], LONG_AGO, "lowered without a reason", blank


def _threats(
    case: str, tables: Tables, public: list[Row], on: dt.date, profile: Profile
) -> Iterator[Fault]:
    wrong = "weapon or threat but low risk to public"
    back = number(profile, "risk.weapon_looked_back", on) or 0
    for row in tables["events"]:
        if row["case_id"] != case or row["type"] not in {None, "weapon or threat"}:
            continue
        since = row["happened_at"].date() if row["happened_at"] else LONG_AGO
        over = months_after(since, back) if row["happened_at"] else dt.date.max
        unsure = "events.happened_at" if row["happened_at"] is None else None
        unsure = "events.type" if row["type"] is None else unsure
        if since <= on <= over:
            yield from _against((row["event_id"], since, wrong, unsure), public, on)


def _against(sign: Fault, entries: list[Row], on: dt.date) -> Iterator[Fault]:
    """What a fact says against the level that stands."""
    about, since, wrong, unsure = sign
    stood = as_it_stood(entries, "set_at", "risk_level_id", on, first_counts=False)
    if stood is None:
        yield about, since, wrong, "risk_levels.level"
    elif stood["level"] in {None, "low"}:
        began = max(since, stood["set_at"].date())
        yield about, began, wrong, "risk_levels.level" if stood["level"] is None else unsure


def _lowered(entries: list[Row], on: dt.date, profile: Profile) -> Iterator[Fault]:
    """Levels below the one before, without a reason, and not mended since."""
    days = sorted({row["set_at"].date() for row in entries if row["set_at"].date() <= on})
    stood = [
        as_it_stood(entries, "set_at", "risk_level_id", day, first_counts=False) for day in days
    ]
    known = [row for row in stood if row and row["level"]]
    back = number(profile, "risk.lowering_looked_back", on) or 0
    for place, row in enumerate(known[1:], start=1):
        was, since = ORDER.index(known[place - 1]["level"]), row["set_at"].date()
        if ORDER.index(row["level"]) >= was or row["reason_given"]:
            continue
        later = known[place + 1 :]
        mended = any(each["reason_given"] or ORDER.index(each["level"]) >= was for each in later)
        if not mended and on < months_after(since, back) + ONE_DAY:
            unsure = "risk_levels.reason_given" if row["reason_given"] is None else None
            yield row["risk_level_id"], since, "lowered without a reason", unsure


def _maybe_lowered(entries: list[Row], on: dt.date, profile: Profile) -> Iterator[Fault]:
    """Levels that may be below the one before, where one of the two is blank."""
    days = sorted({row["set_at"].date() for row in entries if row["set_at"].date() <= on})
    stood = [
        as_it_stood(entries, "set_at", "risk_level_id", day, first_counts=False) for day in days
    ]
    back = number(profile, "risk.lowering_looked_back", on) or 0
    for was, row, later in ((stood[i - 1], stood[i], stood[i + 1 :]) for i in range(1, len(stood))):
        if was is None or row is None or row["reason_given"]:
            continue
        high = ORDER.index(was["level"] or "very high")
        if (was["level"] and row["level"]) or ORDER.index(row["level"] or "low") >= high:
            continue
        mended = any(
            each
            and (each["reason_given"] or (each["level"] and ORDER.index(each["level"]) >= high))
            for each in later
        )
        since = row["set_at"].date()
        if not mended and on < months_after(since, back) + ONE_DAY:
            yield row["risk_level_id"], since, "lowered without a reason", "risk_levels.level"
