"""P05 once more, in plain Python."""

import datetime as dt

from assay.assurance.referee.base import (
    Row,
    Tables,
    Verdict,
    Verdicts,
    judge,
    signed_last,
    worst,
)
from assay.standards.profile import Profile


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:  # noqa: ARG001 - no numbers
    """What P05 says of each case on a day."""
    found: list[tuple[str, str, Verdict]] = []
    for need in tables["needs"]:
        plan = signed_last(tables, "plans", need["case_id"], on)
        if plan is None or need["score"] not in {None, "high"}:
            continue
        if need["assessed_at"] is None or need["assessed_at"].date() <= plan["signed_at"].date():
            found.append((need["case_id"], need["need_id"], _of(plan, need, tables, on)))
    return worst(found)


def _of(plan: Row, need: Row, tables: Tables, on: dt.date) -> Verdict:
    signed = plan["signed_at"].date()
    goals = [row for row in tables["goals"] if row["plan_id"] == plan["plan_id"]]
    mine = [row for row in goals if row["need_id"] == need["need_id"]]
    if any(_answers(row) for row in mine):
        return judge(on, signed, signed)
    blank = None
    if need["score"] is None:
        blank = "needs.score"
    elif any(_answers(row) is None for row in mine):
        blank = "goals.intervention_named"
    elif any(row["need_id"] is None and _answers(row) is not False for row in goals):
        blank = "goals.need_id"
    wrong = "goal without an intervention" if mine else "no goal"
    excuse = "declined" if need["declined"] else None
    return judge(on, signed, signed, right=False, wrong=wrong, excuse=excuse, blank=blank)


def _answers(goal: Row) -> bool | None:
    """Whether a goal has an intervention or a reason to wait; None where nobody can tell."""
    said = {goal["intervention_named"], goal["reason_to_wait"]}
    return True if True in said else None if None in said else False
