"""P04: the plan joins up with other agencies, and what it says is still shared with them."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    Value,
    case,
    checks,
    earliest,
    first_blank,
    latest,
    one,
    seen,
    union,
)

KEY = "plan.shared_with_agencies_within"


def checks_of(record: Record) -> Table:
    """For each arrangement: one check of what the plan says, and others of when it was shared."""
    cases = record.cases.select("case_id", over_on=shared.day_past(record.cases.ended_on))
    rows = record.agencies.join(cases, "case_id")
    still = rows.mutate(
        starts=rows.from_on,
        ends=earliest(rows.over_on, rows.closed_on),
        excuse=one(None, "string"),
    )
    shut = rows.filter(rows.closed_on.notnull())
    shut = shut.mutate(
        starts=latest(shut.from_on, shut.closed_on),
        ends=shut.over_on,
        excuse=one("agency closed its case"),
    )
    rows = union(still, shut)
    return union(_planned(rows), _not_yet(record, rows), _lately(record, rows))


def _planned(rows: Table) -> Table:
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.agency_id,
        from_on=rows.starts,
        until_on=rows.ends,
        due_on=rows.from_on,
        done_on=rows.from_on,
        right=rows.named_in_plan & rows.shared_action,
        wrong=case((rows.named_in_plan, "no shared action"), otherwise="not named in the plan"),
        blank=first_blank(
            {
                "agencies.from_on": rows.from_on,
                "agencies.named_in_plan": rows.named_in_plan,
                "agencies.shared_action": rows.shared_action,
            }
        ),
        excuse=rows.excuse,
        evidence=seen(
            "agencies",
            rows.agency_id,
            named_in_plan=rows.named_in_plan,
            shared_action=rows.shared_action,
            closed_on=rows.closed_on,
        ),
    )


def _not_yet(record: Record, rows: Table) -> Table:
    """Up to the last time it was shared. Whether it was shared before, the record can't say."""
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.agency_id,
        from_on=rows.starts,
        until_on=earliest(rows.ends, rows.last_shared_on),
        due_on=record.last_day(KEY, rows.from_on),
        done_on=None,
        blank=case(
            (rows.last_shared_on.notnull(), "agencies.last_shared_on"),
            (rows.from_on.isnull(), "agencies.from_on"),
        ),
        excuse=rows.excuse,
        evidence=_shows(rows),
    )


def _lately(record: Record, rows: Table) -> Table:
    """From the last time it was shared: right, and outweighed once that is too long ago."""
    rows = rows.filter(rows.last_shared_on.notnull())
    rows = rows.mutate(due_on=record.last_day(KEY, rows.last_shared_on))
    rows = rows.mutate(late_on=shared.day_past(rows.due_on))
    wrong = rows.mutate(right=one(value=False), starts=latest(rows.starts, rows.late_on))
    rows = union(rows.mutate(right=one(value=True)), wrong)
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.agency_id,
        from_on=rows.starts,
        until_on=rows.ends,
        due_on=rows.due_on,
        done_on=rows.last_shared_on,
        right=rows.right,
        wrong="not shared lately",
        excuse=rows.excuse,
        evidence=_shows(rows),
    )


def _shows(rows: Table) -> Value:
    return seen(
        "agencies", rows.agency_id, last_shared_on=rows.last_shared_on, closed_on=rows.closed_on
    )
