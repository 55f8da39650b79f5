"""P02: the person was seen before the plan was signed, and asked about it."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    case,
    checks,
    day,
    evidence,
    first_blank,
    seen,
    yes,
)

ANSWERED = ("agreed", "refused")


def checks_of(record: Record) -> Table:
    """One check for each plan from the day it was signed."""
    plans = record.plans.filter(record.plans.signed_at.notnull())
    plans = plans.mutate(
        signed_on=day(plans.signed_at),
        from_on=day(plans.signed_at),
        until_on=shared.looked_back(record, "P02.looks_back", day(plans.signed_at)),
    )
    rows = plans.left_join(shared.first_kept(record), "case_id").drop("case_id_right")
    rows = shared.split(rows, shared.signed_off(record, "plan without meeting"), "plan_id")
    met = yes(day(rows.kept_at) <= rows.signed_on)
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.plan_id,
        from_on=rows.from_on,
        until_on=rows.until_on,
        due_on=rows.signed_on,
        done_on=rows.signed_on,
        right=met & rows.agreement.isin(ANSWERED),
        wrong=case((~met, "signed before the person was seen"), otherwise="person not asked"),
        blank=case((met, first_blank({"plans.agreement": rows.agreement}))),
        excuse=case((rows.cover_id.notnull(), "manager's note")),
        evidence=evidence(
            seen("plans", rows.plan_id, signed_at=rows.signed_at, agreement=rows.agreement),
            seen("contacts", rows.kept_id, planned_at=rows.kept_at),
            seen("signoffs", rows.cover_id),
        ),
    )
