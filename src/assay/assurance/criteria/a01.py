"""A01: the case was given to a named officer in time."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    checks,
    day,
    evidence,
    first_blank,
    seen,
)


def checks_of(record: Record) -> Table:
    """One check for each sentence or release, up to the first allocation."""
    first = shared.first_of(
        record.allocations.filter(record.allocations.officer_id.notnull()), "allocated_at"
    )
    rows = shared.begun(record).left_join(first, "case_id")
    rows = shared.with_tier(record, rows, rows.started_on)
    rows = record.with_due(rows, "due_on", rows.started_on, "allocation.within", tier=rows.tier)
    rows = shared.with_excuse(
        record, rows, ("custody", "court error"), rows.started_on, rows.due_on
    )
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.case_id,
        from_on=rows.started_on,
        until_on=shared.day_past(record.last_day("A01.looks_back", rows.started_on)),
        due_on=rows.due_on,
        done_on=day(rows.allocated_at),
        blank=first_blank({"cases.started_on": rows.started_on, "tiers.tier": rows.tier}),
        excuse=rows.excuse,
        excused_until=rows.excused_until,
        evidence=evidence(
            seen("cases", rows.case_id, started_on=rows.started_on),
            seen("tiers", rows.tier_id, tier=rows.tier),
            seen("allocations", rows.allocation_id, allocated_at=rows.allocated_at),
            seen("excuses", rows.excuse_id, reason=rows.excuse),
        ),
    )
