"""P05: every priority need has an action in the plan."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    LONG_AGO,
    Table,
    case,
    checks,
    day,
    evidence,
    first_known,
    one,
    seen,
    yes,
)


def checks_of(record: Record) -> Table:
    """One check for each high need known when a plan was signed, while that plan stands."""
    needs = record.needs
    needs = needs.filter(needs.score.isnull() | (needs.score == "high"))
    needs = needs.select(
        "case_id",
        "need_id",
        "score",
        "declined",
        known_on=first_known(day(needs.assessed_at), one(LONG_AGO)),
    )
    rows = shared.standing(record, "plans").join(needs, "case_id")
    rows = _with_goals(record, rows.filter(rows.known_on <= rows.from_on))
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.need_id,
        from_on=rows.from_on,
        until_on=rows.until_on,
        due_on=rows.from_on,
        done_on=rows.from_on,
        right=rows.whole_id.notnull(),
        wrong=case((rows.any_id.isnull(), "no goal"), otherwise="goal without an intervention"),
        blank=case(
            (rows.whole_id.notnull(), None),
            (rows.score.isnull(), "needs.score"),
            (rows.open_id.notnull(), "goals.intervention_named"),
            (rows.loose_id.notnull(), "goals.need_id"),
        ),
        excuse=case((rows.declined, "declined")),
        evidence=evidence(
            seen("plans", rows.plan_id, signed_at=rows.signed_at),
            seen("needs", rows.need_id, score=rows.score, declined=rows.declined),
            seen("goals", first_known(rows.whole_id, rows.any_id)),
        ),
    )


def _with_goals(record: Record, rows: Table) -> Table:
    """Add of each need a goal that will do, one nobody can tell of, any; and one for no need."""
    goals = record.goals
    good = yes(goals.intervention_named) | yes(goals.reason_to_wait)
    unclear = ~good & (goals.intervention_named.isnull() | goals.reason_to_wait.isnull())
    goals = goals.mutate(good=good, unclear=unclear)
    found = goals.group_by("plan_id", "need_id").agg(
        whole_id=case((goals.good, goals.goal_id)).min(),
        open_id=case((goals.unclear, goals.goal_id)).min(),
        any_id=goals.goal_id.min(),
    )
    loose = goals.filter(goals.need_id.isnull() & (goals.good | goals.unclear))
    loose = loose.group_by("plan_id").agg(loose_id=loose.goal_id.min())
    rows = rows.left_join(found, ["plan_id", "need_id"]).drop("plan_id_right", "need_id_right")
    return rows.left_join(loose, "plan_id").drop("plan_id_right")
