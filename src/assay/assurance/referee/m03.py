"""M03 once more, in plain Python."""

import datetime as dt

from assay.assurance.referee.base import (
    ONE_DAY,
    Row,
    Tables,
    Verdict,
    Verdicts,
    by,
    judge,
    months_after,
    number,
)
from assay.standards.profile import Profile

PARTS = ("case_from_gaps", "practice_observed", "skill_goal")


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What M03 says of each officer on a day."""
    grades = {row["staff_id"]: row["grade"] for row in tables["staff"]}
    found = {}
    for who, rows in by(tables["supervisions"], "staff_id").items():
        days: dict[dt.date, Row] = {}
        for row in sorted(
            (row for row in rows if row["held_at"] and row["held_at"].date() <= on),
            key=lambda row: (row["held_at"], row["supervision_id"]),
        ):
            days[row["held_at"].date()] = row
        if days:
            verdict = _of(max(days), list(days.values()), grades.get(who), on, profile)
            if verdict:
                found[who] = verdict
    return found


def _of(
    last: dt.date, meetings: list[Row], grade: str | None, on: dt.date, profile: Profile
) -> Verdict | None:
    if on > months_after(last, number(profile, "M03.looks_back", last) or 0):
        return None
    few = number(profile, "supervision.skill_meetings", last) or 0
    warns = number(profile, "M03.warns_after", last) or 0
    since = _since_skill(meetings)
    enough = len(since) < len(meetings) and len(since) < warns
    if enough:
        return Verdict("met", last)
    failed = len(since) >= few
    field = next((name for row in since[:few] if (name := _unknown(row))), None)
    excuse = "formal programme" if grade in {"newly qualified officer", "trainee"} else None
    if failed:
        blank = field or ("staff.grade" if grade is None else None)
        wrong = "no work on skill"
        return judge(on, last, last, right=False, wrong=wrong, excuse=excuse, blank=blank)
    due = last + ONE_DAY * (number(profile, "supervision.every", last) or 0)
    return judge(on, due, None, blank=field) if on <= due else None


def _since_skill(meetings: list[Row]) -> list[Row]:
    """Meetings after the last that worked on skill, the latest first."""
    since = []
    for row in reversed(meetings):
        if any(row[part] for part in PARTS):
            break
        since.append(row)
    return since


def _unknown(row: Row) -> str | None:
    return next((f"supervisions.{part}" for part in PARTS if row[part] is None), None)
