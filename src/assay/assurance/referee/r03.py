"""R03 once more, in plain Python."""

import datetime as dt

from assay.assurance.referee.base import (
    Row,
    Tables,
    Verdict,
    Verdicts,
    judge,
    months_after,
    number,
    worst,
)
from assay.standards.profile import Profile


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What R03 says of each case on a day."""
    found = []
    for row in tables["reviews"]:
        signed = row["signed_at"]
        if signed is None:
            continue
        back = number(profile, "R03.looks_back", signed.date()) or 0
        if signed.date() <= on <= months_after(signed.date(), back):
            found.append((row["case_id"], row["review_id"], _of(row, on, profile)))
    return worst(found)


def _of(row: Row, on: dt.date, profile: Profile) -> Verdict:
    signed = row["signed_at"].date()
    most = number(profile, "review.same_text_most", signed)
    least = number(profile, "review.new_sources_least", signed)
    same, reason, new = row["same_as_before"], row["no_change_reason"], row["new_sources"]
    excuse = "correction" if row["correction"] else None
    repeats = same is not None and same > (most or 0) and not reason
    stale = new is not None and new < (least or 0)
    blank = None
    if same is None and not reason:
        blank = "reviews.same_as_before"
    elif repeats and reason is None:
        blank = "reviews.no_change_reason"
    elif new is None:
        blank = "reviews.new_sources"
    elif (repeats or stale) and row["correction"] is None:
        blank = "reviews.correction"
    return judge(
        on,
        signed,
        signed,
        right=not repeats and not stale,
        wrong="same text" if repeats else "no new source",
        excuse=excuse,
        blank=blank,
    )
