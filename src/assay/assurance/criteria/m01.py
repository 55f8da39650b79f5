"""M01: a manager looked at the case when it mattered."""

from assay.assurance.criteria import shared
from assay.assurance.criteria.triggers import triggers
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    case,
    checks,
    day,
    evidence,
    first_blank,
    first_known,
    one,
    row_number,
    seen,
    union,
    yes,
)


def checks_of(record: Record) -> Table:
    """Each trigger was looked at, and each action of a look was closed by its day."""
    return union(_looked(record), _actions(record))


def _looked(record: Record) -> Table:
    asked = triggers(record)
    asked = record.with_due(asked, "due_on", asked.on, "oversight.within")
    rows = _with_look(record, asked)
    nobody = case((rows.oversight_id.isnull(), "nobody"))
    decided = first_known(rows.decision_given, case((nobody.notnull(), one(value=True))))
    manager = rows.grade == shared.MANAGER
    unnamed = yes(rows.unnamed_on <= rows.due_on) & ~yes(rows.looked_on <= rows.due_on)
    blank = first_blank(
        {
            "oversights.trigger": case((~unnamed, one(value=True))),
            "oversights.looked_by": first_known(rows.looked_by, nobody),
            "staff.grade": first_known(rows.grade, nobody),
            "oversights.decision_given": decided,
        }
    )
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.about,
        from_on=rows.on,
        until_on=rows.over_on,
        due_on=rows.due_on,
        done_on=rows.looked_on,
        right=manager & rows.decision_given & rows.action_id.notnull(),
        wrong=case(
            (~manager, "no manager"), (~rows.decision_given, "no decision"), otherwise="no action"
        ),
        blank=first_known(rows.unknown, blank),
        evidence=evidence(
            rows.source,
            seen("oversights", rows.oversight_id, decision_given=rows.decision_given),
            seen("staff", rows.looked_by, grade=rows.grade),
            seen("oversight_actions", rows.action_id),
        ),
    )


def _with_look(record: Record, asked: Table) -> Table:
    """Add the first look from each trigger on, and the first that names no trigger."""
    looks = _looks(record)
    rows = asked.mutate(turn=row_number("case_id", [asked.on, asked.about, asked.trigger]))
    pairs = rows.select("case_id", "turn", "on", "trigger").join(
        looks.rename(named="trigger"), "case_id"
    )
    pairs = pairs.filter(pairs.looked_on >= pairs.on)
    unnamed = pairs.filter(pairs.named.isnull()).group_by("case_id", "turn")
    first = pairs.filter(pairs.named == pairs.trigger)
    first = first.mutate(
        place=row_number(("case_id", "turn"), [first.looked_at, first.oversight_id])
    )
    first = first.filter(first.place == 0).drop("place", "on", "trigger", "named", "looked_at")
    rows = rows.left_join(first, ["case_id", "turn"]).drop("case_id_right", "turn_right")
    blank = unnamed.agg(unnamed_on=lambda pair: pair.looked_on.min())
    return rows.left_join(blank, ["case_id", "turn"]).drop("case_id_right", "turn_right")


def _looks(record: Record) -> Table:
    """Looks at a case, with the grade of who looked and the first action set."""
    looks = record.oversights.filter(record.oversights.looked_at.notnull())
    staff = record.staff.select("grade", looked_by="staff_id")
    actions = record.oversight_actions
    actions = actions.group_by("oversight_id").agg(action_id=actions.oversight_action_id.min())
    rows = looks.left_join(staff, "looked_by").drop("looked_by_right")
    rows = rows.left_join(actions, "oversight_id").drop("oversight_id_right")
    return rows.select(
        "case_id",
        "oversight_id",
        "trigger",
        "looked_at",
        "looked_by",
        "decision_given",
        "grade",
        "action_id",
        looked_on=day(rows.looked_at),
    )


def _actions(record: Record) -> Table:
    """Actions are closed with an outcome by their day, unless moved with a reason."""
    actions = record.oversight_actions
    actions = actions.filter(~yes(actions.redated_with_reason)).drop("recorded_at")
    looks = _looks(record).select("case_id", "oversight_id", "looked_on")
    cases = shared.begun(record).select("case_id", over_on="until_on")
    rows = actions.join(looks, "oversight_id").join(cases, "case_id")
    known = first_known(rows.outcome_given, case((rows.done_at.isnull(), one(value=False))))
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.oversight_action_id,
        from_on=rows.looked_on,
        until_on=rows.over_on,
        due_on=rows.due_on,
        done_on=day(rows.done_at),
        right=rows.outcome_given,
        wrong="no outcome",
        blank=first_blank(
            {"oversight_actions.due_on": rows.due_on, "oversight_actions.outcome_given": known}
        ),
        evidence=seen(
            "oversight_actions",
            rows.oversight_action_id,
            due_on=rows.due_on,
            done_at=rows.done_at,
            outcome_given=rows.outcome_given,
        ),
    )
