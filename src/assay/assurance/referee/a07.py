"""A07 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import (
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    excuse_of,
    judge,
    number,
    working_days_after,
    worst,
)
from assay.standards.profile import Profile

SOURCES = {
    "police domestic abuse reply": "police domestic abuse",
    "children's services reply": "children's services",
}


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What A07 says of each case on a day."""
    cases = {row["case_id"]: row for row in tables["cases"]}
    asked = sorted(tables["enquiries"], key=lambda row: str(row["enquiry_id"]))
    return worst(
        (row["case_id"], *found)
        for row in asked
        if row["case_id"] in cases
        for found in _of(row, cases[row["case_id"]], tables, on, profile)
    )


def _of(
    asked: Row, case: Row, tables: Tables, on: dt.date, profile: Profile
) -> Iterator[tuple[str, Verdict]]:
    if asked["sent_at"] is not None:
        for verdict in _waits(asked, case, tables, on, profile):
            yield asked["enquiry_id"], verdict
        yield from _used(asked, tables, on)
    elif asked["not_needed_reason"] is None:
        yield asked["enquiry_id"], judge(on, None, None, blank="enquiries.sent_at")


def _waits(
    asked: Row, case: Row, tables: Tables, on: dt.date, profile: Profile
) -> Iterator[Verdict]:
    """From sending, and from each reminder, up to the next one or the reply."""
    sent, reply = asked["sent_at"], asked["received_at"]
    mine = [
        row["chased_at"]
        for row in tables["enquiry_chases"]
        if row["enquiry_id"] == asked["enquiry_id"]
    ]
    chased = sorted(at for at in mine if at and at >= sent and not (reply and at > reply))
    points = [as_day(at) for at in (sent, *chased)]
    ends = [*points[1:], as_day(reply)]
    by_reply = _after(profile, "enquiry.reply_within", points[0])
    for start, done in zip(points, ends, strict=True):
        by_chase = _after(profile, "enquiry.chase_every", start)
        due = max(by_reply, by_chase) if by_reply and by_chase else None
        ended = case["ended_on"]
        over = due and ended and due > ended and on > ended
        if start is None or on < start or over:
            continue
        late = done is None or due is None or done > due
        blank = "enquiry_chases.chased_at" if late and None in mine else None
        excuse, until = None, None
        if case["unit_id"] is not None:
            outage = ("partner outage",)
            excuse, until = excuse_of(tables, case["unit_id"], outage, start, due, of="unit_id")
        yield judge(on, due, done, blank=blank, excuse=excuse, excused_until=until)


def _after(profile: Profile, key: str, start: dt.date | None) -> dt.date | None:
    count = number(profile, key, start)
    return working_days_after(start, count) if start and count is not None else None


def _used(asked: Row, tables: Tables, on: dt.date) -> Iterator[tuple[str, Verdict]]:
    """Whether an assessment signed after the reply cites it, or says why not."""
    reply = asked["received_at"]
    later = sorted(
        (row["signed_at"], row["assessment_id"])
        for row in tables["assessments"]
        if row["case_id"] == asked["case_id"]
        and reply
        and row["signed_at"]
        and reply < row["signed_at"]
        and row["signed_at"].date() <= on
    )
    if not later:
        return
    days = {name: signed.date() for signed, name in later}
    sources = [row for row in tables["assessment_sources"] if row["assessment_id"] in days]
    mine = [row for row in sources if row["enquiry_id"] == asked["enquiry_id"]]
    if any(row["use"] for row in mine):
        return
    blanks = [(days[row["assessment_id"]], "assessment_sources.use") for row in mine]
    blanks += [
        (days[row["assessment_id"]], "assessment_sources.enquiry_id")
        for row in sources
        if _might_be(row, asked)
    ]
    signed = later[0][0].date()
    blank = min(blanks)[1] if blanks else None
    yield later[0][1], judge(on, signed, signed, right=False, wrong="reply not used", blank=blank)


def _might_be(source: Row, asked: Row) -> bool:
    """Whether a source that names no enquiry might be the reply to this one."""
    if source["enquiry_id"] is not None or source["type"] not in (None, *SOURCES):
        return False
    return None in (source["type"], asked["type"]) or SOURCES[source["type"]] == asked["type"]
