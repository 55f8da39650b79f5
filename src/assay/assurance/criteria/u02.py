"""U02: the first session of unpaid work was arranged in time."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    case,
    checks,
    day,
    evidence,
    first_blank,
    one,
    seen,
    yes,
)


def checks_of(record: Record) -> Table:
    """One check for each requirement, up to the day its first session was arranged."""
    work = record.unpaid_work.mutate(
        past_on=shared.day_past(record.last_day("U02.looks_back", record.unpaid_work.from_on))
    )
    rows = _first_arranged(record, work.filter(~yes(work.past_on <= one(record.since))))
    start = rows.allocated_at
    rows = record.with_due(rows, "due_on", start, "unpaid_work.first_session_within")
    rows = shared.with_excuse(
        record, rows, ("unfit for work",), start, rows.due_on, key="unpaid_work_id"
    )
    late = ~yes(rows.first_on <= rows.due_on)
    unknown = case((late & rows.undated.notnull(), one(None, "string")), otherwise=one(""))
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.unpaid_work_id,
        from_on=rows.from_on,
        until_on=rows.past_on,
        due_on=rows.due_on,
        done_on=rows.first_on,
        blank=first_blank(
            {
                "unpaid_work.from_on": rows.from_on,
                "unpaid_work.allocated_at": start,
                "attendances.arranged_at": unknown,
            }
        ),
        excuse=rows.excuse,
        excused_until=rows.excused_until,
        evidence=evidence(
            seen("unpaid_work", rows.unpaid_work_id, from_on=rows.from_on, allocated_at=start),
            seen("attendances", rows.attendance_id, arranged_at=rows.arranged_at),
            seen("excuses", rows.excuse_id, reason=rows.excuse),
        ),
    )


def _first_arranged(record: Record, work: Table) -> Table:
    """Each requirement with the session arranged first, and how many don't say when they were."""
    booked = record.attendances.semi_join(work, "unpaid_work_id")
    undated = booked.filter(booked.arranged_at.isnull()).group_by("unpaid_work_id")
    counted = undated.agg(undated=lambda rows: rows.count())
    first = shared.first_of(booked, "arranged_at", by="unpaid_work_id")
    first = first.select(
        "unpaid_work_id", "attendance_id", "arranged_at", first_on=day(first.arranged_at)
    )
    rows = work.left_join(first, "unpaid_work_id").drop("unpaid_work_id_right")
    return rows.left_join(counted, "unpaid_work_id").drop("unpaid_work_id_right")
