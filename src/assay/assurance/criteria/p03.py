"""P03: the risk management plan covers every risk found."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    case,
    checks,
    evidence,
    first_blank,
    first_known,
    seen,
    union,
    yes,
)


def checks_of(record: Record) -> Table:
    """For each signed plan while it stands, one check for each group at risk, one for the rest."""
    plans = shared.standing(record, "plans")
    groups = shared.with_groups(record, plans, plans.from_on)
    return union(_contingency(plans, groups), _actions(record, groups))


def _contingency(plans: Table, groups: Table) -> Table:
    """Of plans for a risk above low, and of those where no level was ever set."""
    most = groups.group_by("plan_id").agg(
        most=groups.group_rank.max(), levels=groups.count(), blanks=groups.group_rank.isnull().sum()
    )
    rows = plans.left_join(most, "plan_id").drop("plan_id_right")
    above = yes(rows.most > shared.RANKS["low"])
    said = yes(rows.contingency_signs & rows.contingency_steps)
    rows = rows.mutate(unsure=(rows.blanks > 0) & ~above & ~said)
    rows = rows.filter(rows.levels.isnull() | above | rows.unsure)
    blank = {
        "risk_levels.level": rows.levels,
        "plans.contingency_signs": rows.contingency_signs,
        "plans.contingency_steps": rows.contingency_steps,
    }
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.plan_id,
        from_on=rows.from_on,
        until_on=rows.until_on,
        due_on=rows.from_on,
        done_on=rows.from_on,
        right=rows.contingency_signs & rows.contingency_steps,
        wrong="no contingency",
        blank=first_known(case((rows.unsure, "risk_levels.level")), first_blank(blank)),
        evidence=seen(
            "plans",
            rows.plan_id,
            contingency_signs=rows.contingency_signs,
            contingency_steps=rows.contingency_steps,
        ),
    )


def _actions(record: Record, groups: Table) -> Table:
    rows = groups.filter(groups.group_rank.isnull() | (groups.group_rank > shared.RANKS["low"]))
    rows = _with_actions(record, rows)
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.risk_level_id,
        from_on=rows.from_on,
        until_on=rows.until_on,
        due_on=rows.from_on,
        done_on=rows.from_on,
        right=rows.whole_id.notnull(),
        wrong=case((rows.any_id.isnull(), "no action"), otherwise="action without owner or date"),
        blank=case(
            (rows.whole_id.notnull(), None),
            (rows.group_rank.isnull(), "risk_levels.level"),
            (rows.group.isnull(), "risk_levels.group"),
            (rows.loose_id.notnull(), "risk_actions.group"),
        ),
        evidence=evidence(
            seen("plans", rows.plan_id, signed_at=rows.signed_at),
            seen("risk_levels", rows.risk_level_id, group=rows.group),
            seen("risk_actions", rows.any_id),
        ),
    )


def _with_actions(record: Record, rows: Table) -> Table:
    """Add of each group an action with owner and date, any action; and one for no group."""
    made = record.risk_actions
    whole = made.owner_id.notnull() & made.due_on.notnull()
    found = made.group_by("plan_id", "group").agg(
        whole_id=case((whole, made.risk_action_id)).min(), any_id=made.risk_action_id.min()
    )
    loose = made.filter(made.group.isnull() & whole)
    loose = loose.group_by("plan_id").agg(loose_id=loose.risk_action_id.min())
    rows = rows.left_join(found, ["plan_id", "group"]).drop("plan_id_right", "group_right")
    return rows.left_join(loose, "plan_id").drop("plan_id_right")
