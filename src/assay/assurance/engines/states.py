"""From checks to states: on one day, and of a case as the worst of its checks.

A check is *due* until it is settled, then *met* or *not met*; *excused* only where it would not
be met; *cannot tell* where a field it needs is blank, whatever else is so. It is settled on the
day it was done, or the day after it was due.
"""

import datetime as dt

from assay.assurance.engines.words import (
    FAR_OFF,
    LONG_AGO,
    Table,
    Value,
    case,
    days_after,
    earliest,
    first_known,
    latest,
    one,
    row_number,
    union,
    yes,
)

CASE, OFFICER, UNIT = range(3)
"""What a check can be about, in the order of results; numbers, because they are joined on."""
STATES = ("not met", "cannot tell", "due", "excused", "met")
"""Worst first; "does not apply" is to have no check on that day."""


def settled_on(check: Table) -> Value:
    """The day a check stops being due."""
    return earliest(check.done_on, days_after(check.due_on, 1))


def state_on(check: Table, on: Value) -> Value:
    """The state of checks on a day on which they apply."""
    excused = check.excuse.notnull() & (
        check.excused_until.isnull() | yes(check.excused_until >= on)
    )
    return case(
        (check.blank.notnull(), "cannot tell"),
        (yes(settled_on(check) > on), "due"),
        (yes(check.good), "met"),
        (excused, "excused"),
        otherwise="not met",
    )


def applies_on(check: Table, on: Value) -> Value:
    """Whether checks apply on a day."""
    return (check.from_on <= on) & (check.until_on.isnull() | yes(check.until_on > on))


def steps_of(check: Table) -> Table:
    """The times in which each state of each check holds: `state_on` of every day at once.

    Returns:
        whose, kind (`CASE`, `OFFICER` or `UNIT`), rank (the state's place in `STATES`), from_on,
        until_on (the first day after).
    """
    rows = check.select(
        "from_on",
        whose=_subject(check),
        kind=_kind(check),
        ends=first_known(check.until_on, one(FAR_OFF)),
        blank=check.blank.notnull(),
        settled=latest(check.from_on, settled_on(check)),
        good=yes(check.good),
        excused_to=_excused_to(check),
    )
    open_until = case((rows.blank, rows.ends), otherwise=earliest(rows.settled, rows.ends))
    waiting = case((rows.blank, "cannot tell"), otherwise="due")
    known = rows.filter(~rows.blank)
    wrong = known.filter(~known.good)
    freed = latest(wrong.settled, wrong.excused_to)
    return union(
        _step(rows, waiting, rows.from_on, open_until),
        _step(known.filter(known.good), one("met"), known.settled, known.ends),
        _step(wrong, one("excused"), wrong.settled, earliest(wrong.excused_to, wrong.ends)),
        _step(wrong, one("not met"), freed, wrong.ends),
    )


def _excused_to(check: Table) -> Value:
    """The first day on which an excuse no longer holds; long ago where there is none."""
    past = first_known(days_after(check.excused_until, 1), one(FAR_OFF))
    return case((check.excuse.notnull(), past), otherwise=one(LONG_AGO))


def _step(rows: Table, state: Value, from_on: Value, until_on: Value) -> Table:
    step = rows.select("whose", "kind", rank=_rank(state), from_on=from_on, until_on=until_on)
    return step.filter(step.from_on < step.until_on)


def results_on(check: Table, answers: Table, on: dt.date) -> Table:
    """One row for each case, officer or unit: the worst of its checks on a day.

    Args:
        check: Checks of one criterion.
        answers: Who answers for each, from `answering.answering`.
        on: The day.

    Returns:
        case_id, staff_id, unit_id, officer_id, unit, state, due_on, severity, reason, evidence,
        in order of id; of equals, the one that was due first, then the first by `about`,
        evidence and reason.
    """
    today = one(on)
    live = check.filter(applies_on(check, today)).mutate(state=state_on(check, today))
    # All of this is put in order twice, so what is not asked for in the end is left behind.
    narrow = live.select(
        "about",
        "due_on",
        "severity",
        "evidence",
        whose=_subject(live),
        kind=_kind(live),
        rank=_rank(live.state),
        reason=_reason(live, today),
    )
    order = [narrow.rank, narrow.due_on, narrow.about, narrow.evidence, narrow.reason]
    worst = narrow.mutate(place=row_number("whose", order)).filter(lambda row: row.place == 0)
    held = worst.left_join(answers, ["whose", "kind"]).order_by("kind", "whose")
    return held.select(
        "due_on",
        "severity",
        "evidence",
        "reason",
        state=case(*((held.rank == rank, state) for rank, state in enumerate(STATES))),
        case_id=_id_of(held, CASE),
        staff_id=_id_of(held, OFFICER),
        unit_id=_id_of(held, UNIT),
        officer_id=first_known(_id_of(held, OFFICER), held.officer_id),
        unit=first_known(_id_of(held, UNIT), held.unit),
    )


def _subject(check: Table) -> Value:
    """The id of whom a check is about."""
    return first_known(check.case_id, check.staff_id, check.unit_id)


def _kind(check: Table) -> Value:
    return case(
        (check.case_id.notnull(), CASE), (check.staff_id.notnull(), OFFICER), otherwise=UNIT
    )


def _id_of(row: Table, kind: int) -> Value:
    """The id of what a row is about, where that is of this kind."""
    return case((row.kind == kind, row.whose), otherwise=one(None, "string"))


def _rank(state: Value) -> Value:
    return case(*((state == word, place) for place, word in enumerate(STATES)))


def _reason(check: Table, on: Value) -> Value:
    """What to say of a state; nothing of one that is met or only due."""
    # That it was done in the end, nobody could know on a day before.
    undone = (check.reason == "late") & (check.done_on > on)
    return case(
        ((check.state == "not met") & yes(undone), "not done"),
        (check.state == "not met", check.reason),
        (check.state == "cannot tell", one("blank: ") + check.blank),
        (check.state == "excused", check.excuse),
        otherwise=one(None, "string"),
    )
