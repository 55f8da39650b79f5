"""M01 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from assay.assurance.referee.base import (
    LEVELS,
    ONE_DAY,
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    begun,
    by,
    first_or_blank,
    flags_on,
    judge,
    months_after,
    number,
    risk_on,
    working_days_after,
    worst,
)
from assay.standards.profile import Profile

Found = tuple[str, str, Verdict]
Trigger = tuple[str, str | None, dt.date | None, str | None]
"""What calls for a look: its record, the word for it, the day, a field that is blank."""
CHANGES = {"planned change", "unplanned change", "emergency absence"}
HIGH = {"high", "very high", None}


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What M01 says of each case on a day."""
    found: list[Found] = []
    for case in begun(tables):
        if case["ended_on"] is None or on < case["ended_on"] + ONE_DAY:
            found += _of(case["case_id"], tables, on, profile)
    return worst(found)


def _of(who: str, tables: Tables, on: dt.date, profile: Profile) -> Iterator[Found]:
    looks = [row for row in tables["oversights"] if row["case_id"] == who and row["looked_at"]]
    called = [
        *_assessed(who, tables),
        *_decided(who, tables),
        *_lowered(who, tables),
        *_given(who, tables, profile),
        *_asked_for(who, tables),
    ]
    for about, word, day, blank in called:
        if day is None or day <= on:
            yield who, about, _looked((about, word, day, blank), looks, tables, on, profile)
    for look in looks:
        if look["looked_at"].date() <= on:
            for action in tables["oversight_actions"]:
                if action["oversight_id"] == look["oversight_id"]:
                    yield from _action(who, action, on)


def _assessed(who: str, tables: Tables) -> Iterator[Trigger]:
    signed = [row for row in tables["assessments"] if row["case_id"] == who and row["signed_at"]]
    first = first_or_blank(signed, "signed_at", "assessment_id")
    if first is None:
        return
    day = first["signed_at"].date()
    risk, flagged = risk_on(tables, who, day), bool(flags_on(tables, who, day))
    if flagged or risk in HIGH:
        blank = "risk_levels.level" if risk is None and not flagged else None
        yield first["assessment_id"], "first assessment", day, blank


def _decided(who: str, tables: Tables) -> Iterator[Trigger]:
    events = {row["event_id"] for row in tables["events"] if row["case_id"] == who}
    failures = {row["failure_id"] for row in tables["failures"] if row["case_id"] == who}
    for row in tables["recalls"]:
        if row["event_id"] in events:
            blank = _blank("recalls", row, "decision", "considered_at")
            yield row["recall_id"], "recall or breach", as_day(row["considered_at"]), blank
    for row in tables["breaches"]:
        if row["failure_id"] in failures:
            blank = _blank("breaches", row, "referred_at")
            yield row["breach_id"], "recall or breach", as_day(row["referred_at"]), blank


def _lowered(who: str, tables: Tables) -> Iterator[Trigger]:
    for row in tables["risk_levels"]:
        if row["case_id"] == who and row["set_at"] is None:
            yield row["risk_level_id"], "risk lowered", None, "risk_levels.set_at"
    mine = [row for row in tables["risk_levels"] if row["case_id"] == who and row["set_at"]]
    for rows in by(mine, "group").values():
        days: dict[dt.date, Row] = {}
        for row in sorted(rows, key=lambda row: (row["set_at"], row["risk_level_id"])):
            days[row["set_at"].date()] = row
        for (_, old), (day, new) in pairwise(days.items()):
            if old["level"] is None or new["level"] is None:
                yield new["risk_level_id"], "risk lowered", day, "risk_levels.level"
            elif LEVELS.index(new["level"]) < LEVELS.index(old["level"]):
                yield new["risk_level_id"], "risk lowered", day, None


def _given(who: str, tables: Tables, profile: Profile) -> Iterator[Trigger]:
    officers = {row["staff_id"]: row for row in tables["staff"]}
    for row in tables["allocations"]:
        day = as_day(row["allocated_at"])
        if row["case_id"] != who:
            continue
        blank = _blank("allocations", row, "allocated_at", "officer_id")
        if row["officer_id"] is None:
            yield row["allocation_id"], "new officer", day, blank
        elif row["officer_id"] in officers:
            joined = officers[row["officer_id"]]["in_post_from_on"]
            months = number(profile, "oversight.new_officer", joined) or 0
            blank = blank or ("staff.in_post_from_on" if joined is None else None)
            if day is None or joined is None or day <= months_after(joined, months):
                yield row["allocation_id"], "new officer", day, blank
        if row["reason"] in CHANGES or row["reason"] is None:
            blank = _blank("allocations", row, "reason", "allocated_at")
            yield row["allocation_id"], "transfer", day, blank


def _asked_for(who: str, tables: Tables) -> Iterator[Trigger]:
    for row in tables["oversights"]:
        if row["case_id"] == who and (row["trigger"] or row["triggered_at"]):
            blank = _blank("oversights", row, "trigger", "triggered_at")
            yield row["oversight_id"], row["trigger"], as_day(row["triggered_at"]), blank


def _blank(table: str, row: Row, *fields: str) -> str | None:
    return next((f"{table}.{field}" for field in fields if row[field] is None), None)


def _looked(
    trigger: Trigger, looks: list[Row], tables: Tables, on: dt.date, profile: Profile
) -> Verdict:
    _, word, day, blank = trigger
    if day is None or word is None:
        within = number(profile, "oversight.within", day)
        due = working_days_after(day, within) if day and within is not None else None
        return judge(on, due, None, blank=blank)
    within = number(profile, "oversight.within", day)
    due = working_days_after(day, within) if within is not None else None
    after = [row for row in looks if row["looked_at"].date() >= day]
    look = first_or_blank([x for x in after if x["trigger"] == word], "looked_at", "oversight_id")
    done = look["looked_at"].date() if look else None
    in_time = done is not None and due is not None and done <= due
    other = [x for x in after if x["trigger"] is None and due and x["looked_at"].date() <= due]
    if blank is None and other and not in_time:
        blank = "oversights.trigger"
    if look is None:
        return judge(on, due, None, blank=blank)
    grades = [row["grade"] for row in tables["staff"] if row["staff_id"] == look["looked_by"]]
    grade = grades[0] if grades else None
    if look["looked_by"] is None:
        blank = blank or "oversights.looked_by"
    elif grade is None:
        blank = blank or "staff.grade"
    elif look["decision_given"] is None:
        blank = blank or "oversights.decision_given"
    manager = grade == "senior probation officer"
    actions = {row["oversight_id"] for row in tables["oversight_actions"]}
    right = manager and look["decision_given"] and look["oversight_id"] in actions
    wrong = (
        "no manager" if not manager else "no action" if look["decision_given"] else "no decision"
    )
    return judge(on, due, done, right=right, wrong=wrong, blank=blank)


def _action(who: str, action: Row, on: dt.date) -> Iterator[Found]:
    if action["redated_with_reason"]:
        return
    done, outcome, blank = as_day(action["done_at"]), action["outcome_given"], None
    if action["due_on"] is None:
        blank = "oversight_actions.due_on"
    elif done is not None and outcome is None:
        blank = "oversight_actions.outcome_given"
    verdict = judge(on, action["due_on"], done, right=outcome, wrong="no outcome", blank=blank)
    yield who, action["oversight_action_id"], verdict
