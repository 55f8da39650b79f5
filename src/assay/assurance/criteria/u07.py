"""U07: learning hours were offered, and are within their share of the order."""

from assay.assurance.criteria import shared
from assay.assurance.criteria.unpaid import bookings
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    LONG_AGO,
    Table,
    Value,
    case,
    checks,
    day,
    earliest,
    evidence,
    first_blank,
    first_known,
    latest,
    one,
    seen,
    together,
    union,
    unless_not,
    yes,
)

WHOLE = 100


def checks_of(record: Record) -> Table:
    """For each requirement, from the induction: the hours within their cap, and no offer yet.

    A session worked shows that the person is past the induction, also where its day is blank.
    """
    rows = _inducted(record)
    cap = record.value("unpaid_work.learning_most", rows.from_on)
    within = ~yes(rows.learning_hours * WHOLE > rows.hours_ordered * cap)
    wanted = rows.filter(yes(rows.learning_need))
    unoffered_until = earliest(wanted.offered_on, wanted.over_on)
    declined = wanted.filter(wanted.declined_on.notnull())
    return union(
        _worked(record),
        _asked(rows, rows.inducted_on, rows.over_on, rows.inducted_on, right=within),
        _asked(wanted, wanted.inducted_on, earliest(unoffered_until, wanted.declined_on), None),
        _asked(
            declined,
            latest(declined.inducted_on, declined.declined_on),
            earliest(declined.offered_on, declined.over_on),
            None,
            excuse=one("declined"),
        ),
    )


def _inducted(record: Record) -> Table:
    """Requirements of people inducted who have the need, or of whom nobody has said."""
    work = record.unpaid_work
    work = work.filter(
        work.inducted_at.notnull() & first_known(work.learning_need, one(value=True))
    )
    needs = record.needs
    refused = needs.filter((needs.need == "education, skills and work") & yes(needs.declined))
    refused = refused.group_by("case_id").agg(
        declined_on=first_known(day(refused.assessed_at), one(LONG_AGO)).min(),
        need_id=refused.need_id.min(),
    )
    rows = work.left_join(refused, "case_id").drop("case_id_right")
    return rows.mutate(
        inducted_on=day(rows.inducted_at),
        offered_on=day(rows.learning_offered_at),
        over_on=shared.day_past(rows.ended_on),
    )


def _worked(record: Record) -> Table:
    """From the first session worked without a known induction nobody can tell."""
    booked = bookings(record)
    booked = booked.filter(booked.outcome.isin(shared.KEPT) & booked.held_on.notnull())
    first = booked.group_by("unpaid_work_id").agg(
        worked=together(on=booked.held_on, attendance_id=booked.attendance_id).min()
    )
    work = record.unpaid_work
    work = work.filter(work.inducted_at.isnull() & unless_not(work.learning_need))
    rows = work.join(first, "unpaid_work_id")
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.unpaid_work_id,
        from_on=rows.worked["on"],
        until_on=shared.day_past(rows.ended_on),
        due_on=one(None, "date"),
        done_on=None,
        blank=one("unpaid_work.inducted_at"),
        evidence=evidence(
            seen("unpaid_work", rows.unpaid_work_id, inducted_at=rows.inducted_at),
            seen("attendances", rows.worked["attendance_id"], held_on=rows.worked["on"]),
        ),
    )


def _asked(
    rows: Table,
    from_on: Value,
    until_on: Value,
    done_on: Value | None,
    *,
    right: Value | None = None,
    excuse: Value | None = None,
) -> Table:
    fields = {
        "unpaid_work.learning_need": rows.learning_need,
        "unpaid_work.from_on": rows.from_on,
        "unpaid_work.learning_hours": rows.learning_hours,
        "unpaid_work.hours_ordered": rows.hours_ordered,
    }
    texts = {field: case((value.notnull(), one("known"))) for field, value in fields.items()}
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.unpaid_work_id,
        from_on=from_on,
        until_on=until_on,
        due_on=rows.inducted_on,
        done_on=done_on,
        right=right,
        wrong="above the cap",
        blank=None if done_on is None else first_blank(texts),
        excuse=excuse,
        evidence=evidence(
            seen(
                "unpaid_work",
                rows.unpaid_work_id,
                inducted_at=rows.inducted_at,
                learning_offered_at=rows.learning_offered_at,
                learning_hours=rows.learning_hours,
                hours_ordered=rows.hours_ordered,
            ),
            seen("needs", rows.need_id, declined_on=rows.declined_on),
        ),
    )
