"""R03: the review is a real review."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    case,
    checks,
    day,
    first_blank,
    first_known,
    one,
    seen,
    yes,
)


def checks_of(record: Record) -> Table:
    """One check for each signed review: little is repeated, and something is new."""
    rows = record.reviews.filter(record.reviews.signed_at.notnull())
    rows = rows.mutate(signed_on=day(rows.signed_at))
    most = record.value("review.same_text_most", rows.signed_on)
    least = record.value("review.new_sources_least", rows.signed_on)
    explained = yes(rows.no_change_reason)
    rows = rows.mutate(
        own_text=(rows.same_as_before <= most) | explained, new=rows.new_sources >= least
    )
    real = rows.own_text & rows.new
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.review_id,
        from_on=rows.signed_on,
        until_on=shared.day_past(record.last_day("R03.looks_back", rows.signed_on)),
        due_on=rows.signed_on,
        done_on=rows.signed_on,
        right=real,
        wrong=case((rows.own_text, "no new source"), otherwise="same text"),
        blank=first_blank(
            {
                "reviews.same_as_before": first_known(rows.same_as_before, case((explained, 0.0))),
                "reviews.no_change_reason": first_known(
                    rows.no_change_reason, case((rows.own_text, one(value=True)))
                ),
                "reviews.new_sources": rows.new_sources,
                "reviews.correction": first_known(rows.correction, case((real, one(value=True)))),
            }
        ),
        excuse=case((rows.correction, "correction")),
        evidence=seen(
            "reviews",
            rows.review_id,
            same_as_before=rows.same_as_before,
            no_change_reason=rows.no_change_reason,
            new_sources=rows.new_sources,
            correction=rows.correction,
        ),
    )
