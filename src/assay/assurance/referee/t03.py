"""T03 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import (
    ONE_DAY,
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    flags_on,
    groups_on,
    judge,
    last_day,
    number,
    worst,
)
from assay.assurance.referee.custody import inside
from assay.standards.profile import Profile

CHILD = ("child concern", "child protection plan", "child exploitation")
Sign = tuple[str | None, dt.date | None, str | None, str | None, str]
"""The group at risk, since when it is, what leaves it open, for the action too, and its id."""


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What T03 says of each case on a day."""
    return worst(
        (row["case_id"], f"{row['resettlement_id']}/{shows}", verdict)
        for row in inside(tables, on)
        for shows, verdict in _of(row, tables, on, profile)
    )


def _of(row: Row, tables: Tables, on: dt.date, profile: Profile) -> Iterator[tuple[str, Verdict]]:
    """Each thing asked of each risk, with what settles ties: the evidence."""
    release, received = row["release_on"], as_day(row["received_at"])
    notice = number(profile, "T03.warns", release)
    if release is None or notice is None or on > release:
        return
    by = release - notice * ONE_DAY
    if received and received > by:
        soon = last_day(profile, "resettlement.short_term_within", received)
        by = min(release, soon) if soon else release
    asked = max(min(by, as_day(row["plan_at"]) or by), received or dt.date.min)
    for group, since, unsure, whom, sign in _signs(row["case_id"], tables, on):
        start = max(asked, since or dt.date.min)
        if on < start:
            continue
        due = max(by, start)
        blank = unsure if received else "resettlements.received_at"
        yield _acted(row, tables, group, on, due, blank or whom, sign)
        for place, field, wrong in (
            (1, "licence_condition", "licence condition not settled"),
            (2, "officer_opened_at", "community officer not told"),
        ):
            value = row[field]
            ready = as_day(value) if place > 1 else value and start
            yield f"{place}/{sign}", _say(on, due, ready, wrong, blank)


def _acted(  # noqa: PLR0917 - the row, whom it is about, two days and what settles ties
    row: Row,
    tables: Tables,
    group: str | None,
    on: dt.date,
    due: dt.date,
    blank: str | None,
    sign: str,
) -> tuple[str, Verdict]:
    made = [
        action
        for action in tables["resettlement_actions"]
        if action["resettlement_id"] == row["resettlement_id"]
    ]
    whole = [action for action in made if action["owner_id"] and action["due_on"]]
    loose = any(action["group"] is None and action["need"] is None for action in whole)
    mine = [action for action in made if group and action["group"] == group]
    ready = due if any(action in whole for action in mine) else None
    first = min((str(action["resettlement_action_id"]) for action in mine), default="~")
    wrong = "action without owner or date" if mine else "no action"
    blank = blank or ("resettlement_actions.group" if loose else None)
    done = on if ready else None
    return f"0/{first}/{sign}", _say(on, due, done, wrong, blank)


def _say(
    on: dt.date, due: dt.date, ready: dt.date | None, wrong: str, blank: str | None
) -> Verdict:
    if ready is not None and ready <= on:
        return Verdict("met", due)
    done = None if on <= due else due
    return judge(on, due, done, right=False, wrong=wrong, blank=blank)


def _signs(case: str, tables: Tables, on: dt.date) -> Iterator[Sign]:
    """Risks to others that stand on a day, or may."""
    for level in groups_on(tables, case, on):
        if level["level"] == "low":
            continue
        began = as_day(level["set_at"])
        first = began is None or not any(
            row["case_id"] == case
            and row["group"] == level["group"]
            and row["set_at"]
            and row["set_at"].date() < began
            for row in tables["risk_levels"]
        )
        unsure = "risk_levels.level" if level["level"] is None else None
        whom = "risk_levels.group" if level["group"] is None else None
        sign = f"risk_levels/{level['risk_level_id']}"
        yield level["group"], None if first else began, unsure, whom, sign
    for flag in flags_on(tables, case, on):
        kind, raised = flag["type"], as_day(flag["raised_at"])
        sign = f"flags/{flag['flag_id']}"
        if kind is None:
            yield None, raised, "flags.type", None, sign
        elif kind == "domestic abuse" or kind in CHILD:
            yield "children" if kind in CHILD else "known adult", raised, None, None, sign
