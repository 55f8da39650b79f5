"""P01: the plan was signed in time."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    case,
    checks,
    day,
    evidence,
    first_blank,
    first_known,
    seen,
)

FROM_START = "sentence or release"


def checks_of(record: Record) -> Table:
    """One check for each case from the day the clock starts, up to the first signature."""
    first = shared.first_of(record.plans, "signed_at").select("case_id", "plan_id", "signed_at")
    rows = shared.begun(record).left_join(shared.first_kept(record), "case_id")
    rows = rows.drop("case_id_right").left_join(first, "case_id").drop("case_id_right")
    clock = record.value("plan.clock", rows.started_on)
    rows = rows.mutate(
        clock_on=case((clock == FROM_START, rows.started_on), otherwise=day(rows.kept_at))
    )
    rows = rows.filter(rows.clock_on.notnull())
    rows = shared.with_tier(record, rows, rows.clock_on)
    rows = record.with_due(rows, "due_on", rows.clock_on, "plan.within", tier=rows.tier)
    rows = record.with_due(rows, "sure_by", rows.maybe_at, "plan.within", tier=rows.tier)
    rows = shared.with_excuse(record, rows, ("custody", "hospital"), rows.clock_on, rows.due_on)
    doubt = shared.doubtful(rows, day(rows.signed_at), rows.sure_by)
    needed = case((rows.due_on.isnull(), rows.tier), otherwise="not needed")
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.case_id,
        from_on=rows.clock_on,
        until_on=shared.looked_back(record, "P01.looks_back", rows.started_on),
        due_on=rows.due_on,
        done_on=day(rows.signed_at),
        blank=first_known(
            first_blank({"cases.started_on": rows.started_on, "tiers.tier": needed}),
            case((clock != FROM_START, doubt)),
        ),
        excuse=rows.excuse,
        excused_until=rows.excused_until,
        evidence=evidence(
            seen("cases", rows.case_id, started_on=rows.started_on),
            seen("contacts", rows.kept_id, planned_at=rows.kept_at),
            seen("tiers", rows.tier_id, tier=rows.tier),
            seen("plans", rows.plan_id, signed_at=rows.signed_at),
            seen("excuses", rows.excuse_id, reason=rows.excuse),
        ),
    )
