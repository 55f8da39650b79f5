"""P06: the time between contacts is set, and fits the risk."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    Value,
    before,
    case,
    checks,
    days_after,
    earliest,
    evidence,
    latest,
    seen,
    yes,
)


def checks_of(record: Record) -> Table:
    """One check for each signed plan of a running case, for each risk it stands under."""
    rows = _under_each_risk(record, _planned(record))
    rows = record.with_due(
        rows, "last_on", rows.signed_on, "contact.longest_interval", risk=rows.risk
    )
    rows = rows.filter(rows.last_on.notnull() | rows.risk.isnull())
    rows = rows.mutate(
        too_long=days_after(rows.signed_on, rows.contact_interval_days) > rows.last_on,
        changed=yes(rows.was != rows.contact_interval_days),
    )
    unset = rows.contact_interval_days.isnull()
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.plan_id,
        from_on=rows.from_on,
        until_on=rows.until_on,
        due_on=rows.signed_on,
        done_on=rows.signed_on,
        right=~rows.too_long & (~rows.changed | rows.interval_reason_given),
        wrong=case(
            (unset, "no interval set"),
            (rows.too_long, "too long for the risk"),
            otherwise="change without a reason",
        ),
        blank=case((~unset, _blank(rows))),
        excuse=case((rows.cover_id.notnull(), "contact suspended")),
        evidence=evidence(
            seen("plans", rows.plan_id, contact_interval_days=rows.contact_interval_days),
            seen("risk_levels", rows.risk_level_id, level=rows.risk),
            seen("cases", rows.case_id, ends_on=rows.ends_on),
        ),
    )


def _planned(record: Record) -> Table:
    """Plans while they stand and the case runs, with the interval of the plan before."""
    plans = shared.standing(record, "plans")
    plans = plans.mutate(
        signed_on=plans.from_on,
        was=before(plans.contact_interval_days, "case_id", [plans.from_on]),
        was_id=before(plans.plan_id, "case_id", [plans.from_on]),
    )
    cases = shared.begun(record).select("case_id", "ends_on", over_on="until_on")
    rows = plans.join(cases, "case_id")
    rows = rows.mutate(until_on=earliest(rows.until_on, rows.over_on))
    return shared.split(rows, shared.suspended(record), "plan_id")


def _under_each_risk(record: Record, rows: Table) -> Table:
    risks = shared.risks(record).select(
        "risk", "risk_level_id", _case="case_id", _from="known_from", _until="until_on"
    )
    found = rows.left_join(
        risks,
        [
            rows.case_id == risks["_case"],
            risks["_from"] < rows.until_on,
            risks["_until"].isnull() | (risks["_until"] > rows.from_on),
        ],
    )
    return found.mutate(
        from_on=latest(found.from_on, found["_from"]),
        until_on=earliest(found.until_on, found["_until"]),
    )


def _blank(rows: Table) -> Value:
    return case(
        (rows.last_on.isnull(), "risk_levels.level"),
        (rows.too_long, None),
        (rows.changed & rows.interval_reason_given.isnull(), "plans.interval_reason_given"),
        (
            rows.was_id.notnull() & rows.was.isnull() & ~yes(rows.interval_reason_given),
            "plans.contact_interval_days",
        ),
    )
