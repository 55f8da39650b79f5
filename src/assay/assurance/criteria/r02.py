"""R02: the routine review is not overdue."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    Value,
    case,
    checks,
    days_after,
    earliest,
    evidence,
    first_blank,
    latest,
    one,
    seen,
    union,
    yes,
)

PARTIAL = "after an event"


def checks_of(record: Record) -> Table:
    """From the start and from each full review: the next is not overdue."""
    reviews = _full_reviews(record)
    return union(_first(record, reviews), _standing(reviews), _next(record, reviews))


def _full_reviews(record: Record) -> Table:
    """Full reviews of running cases, each until the next or the end, with its deadline."""
    signed = record.reviews
    full = (signed.kind != PARTIAL) | signed.kind.isnull()
    signed = signed.filter(full & ~yes(signed.correction))
    turns = shared.in_turn(signed, "signed_at", ("case_id",))
    names = ("kind", "correction", "from_on", "until_on", "place")
    turns = turns.select("case_id", "review_id", *names)
    cases = shared.begun(record).select("case_id", "started_on", over_on="until_on")
    rows = turns.join(cases, "case_id")
    rows = rows.filter(rows.started_on.notnull())
    rows = rows.mutate(
        until_on=earliest(rows.until_on, rows.over_on),
        asked_from=latest(rows.from_on, _old_enough(record, rows)),
    )
    rows = shared.with_risk(record, rows, rows.from_on)
    rows = record.with_due(rows, "due_on", rows.from_on, "review.routine_every", risk=rows.risk)
    return _with_excuse(record, rows, "review_id")


def _old_enough(record: Record, rows: Table) -> Value:
    return shared.day_past(record.last_day("review.routine_after", rows.started_on))


def _with_excuse(record: Record, rows: Table, key: str) -> Table:
    words = ("contact suspended",)
    return shared.with_excuse(record, rows, words, rows.due_on, rows.due_on, key=key)


def _first(record: Record, reviews: Table) -> Table:
    """Up to the first full review, which must also come before the order ends."""
    first = reviews.filter(reviews.place == 0).select("case_id", first_on="from_on")
    rows = shared.begun(record).left_join(first, "case_id").drop("case_id_right")
    rows = shared.with_risk(record, rows, rows.started_on)
    rows = record.with_due(rows, "by", rows.started_on, "review.routine_every", risk=rows.risk)
    rows = rows.mutate(due_on=case((rows.by.notnull(), earliest(rows.by, rows.ends_on))))
    rows = _with_excuse(record, rows, "case_id")
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.case_id,
        from_on=_old_enough(record, rows),
        until_on=earliest(rows.until_on, rows.first_on),
        due_on=rows.due_on,
        done_on=None,
        blank=first_blank(
            {
                "cases.started_on": rows.started_on,
                "cases.ends_on": rows.ends_on,
                "risk_levels.level": rows.risk,
            }
        ),
        excuse=rows.excuse,
        excused_until=rows.excused_until,
        evidence=evidence(
            seen("cases", rows.case_id, started_on=rows.started_on, ends_on=rows.ends_on),
            seen("risk_levels", rows.risk_id, risk=rows.risk),
            seen("excuses", rows.excuse_id, reason=rows.excuse),
        ),
    )


def _standing(reviews: Table) -> Table:
    """Met for as long as a full review stands, unless the next says worse."""
    return checks(
        reviews,
        case_id=reviews.case_id,
        about=reviews.review_id,
        from_on=reviews.asked_from,
        until_on=reviews.until_on,
        due_on=reviews.from_on,
        done_on=reviews.from_on,
        evidence=seen("reviews", reviews.review_id, kind=reviews.kind, signed_on=reviews.from_on),
    )


def _next(record: Record, rows: Table) -> Table:
    """The next one: due in the last weeks before its day."""
    warning = record.value("R02.warns", rows.from_on)
    fields = {
        "reviews.kind": rows.kind,
        "reviews.correction": case((rows.correction.notnull(), one("known"))),
        "risk_levels.level": rows.risk,
    }
    blank = first_blank(fields)
    soon = case((blank.isnull(), days_after(rows.due_on, -warning)))
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.review_id,
        from_on=latest(rows.asked_from, soon),
        until_on=rows.until_on,
        due_on=rows.due_on,
        done_on=None,
        blank=blank,
        excuse=rows.excuse,
        excused_until=rows.excused_until,
        evidence=evidence(
            seen("reviews", rows.review_id, kind=rows.kind, signed_on=rows.from_on),
            seen("risk_levels", rows.risk_id, risk=rows.risk),
            seen("excuses", rows.excuse_id, reason=rows.excuse),
        ),
    )
