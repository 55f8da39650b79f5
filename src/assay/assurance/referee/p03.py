"""P03 once more, in plain Python."""

import datetime as dt

from assay.assurance.referee.base import (
    Row,
    Tables,
    Verdict,
    Verdicts,
    groups_on,
    judge,
    signed_last,
    worst,
)
from assay.standards.profile import Profile


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:  # noqa: ARG001 - no numbers
    """What P03 says of each case on a day."""
    found: list[tuple[str, str, Verdict]] = []
    for name in {row["case_id"] for row in tables["plans"]}:
        plan = signed_last(tables, "plans", name, on)
        if plan is None:
            continue
        levels = groups_on(tables, name, plan["signed_at"].date())
        unsure = not any(row["level"] not in {None, "low"} for row in levels)
        said = plan["contingency_signs"] and plan["contingency_steps"]
        if not unsure or not levels or (not said and any(not row["level"] for row in levels)):
            verdict = _contingency(plan, on, unsure=unsure)
            found.append((name, plan["plan_id"], verdict))
        found += [
            (name, row["risk_level_id"], _group(plan, row, tables, on))
            for row in levels
            if row["level"] != "low"
        ]
    return worst(found)


def _contingency(plan: Row, on: dt.date, *, unsure: bool) -> Verdict:
    signed, blank = plan["signed_at"].date(), None
    if unsure:
        blank = "risk_levels.level"
    elif plan["contingency_signs"] is None:
        blank = "plans.contingency_signs"
    elif plan["contingency_steps"] is None:
        blank = "plans.contingency_steps"
    right = plan["contingency_signs"] and plan["contingency_steps"]
    return judge(on, signed, signed, right=right, wrong="no contingency", blank=blank)


def _group(plan: Row, level: Row, tables: Tables, on: dt.date) -> Verdict:
    signed, group = plan["signed_at"].date(), level["group"]
    actions = [row for row in tables["risk_actions"] if row["plan_id"] == plan["plan_id"]]
    mine = [row for row in actions if row["group"] == group and group is not None]
    if any(row["owner_id"] and row["due_on"] for row in mine):
        return judge(on, signed, signed)
    blank = None
    if level["level"] is None:
        blank = "risk_levels.level"
    elif group is None:
        blank = "risk_levels.group"
    elif any(row["group"] is None and row["owner_id"] and row["due_on"] for row in actions):
        blank = "risk_actions.group"
    wrong = "action without owner or date" if mine else "no action"
    return judge(on, signed, signed, right=False, wrong=wrong, blank=blank)
