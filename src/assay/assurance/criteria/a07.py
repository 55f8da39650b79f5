"""A07: replies of the police and of children's services are chased, and used."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    Value,
    case,
    checks,
    day,
    earliest,
    evidence,
    first_known,
    following,
    latest,
    one,
    seen,
    together,
    union,
    yes,
)

REPLIES = {
    "police domestic abuse reply": "police domestic abuse",
    "children's services reply": "children's services",
}
"""The enquiry that each kind of source is the reply to."""


def checks_of(record: Record) -> Table:
    """Each wait for a reply ends in time, and each reply is used by the next assessment."""
    return union(_waits(record), _unsent(record), *_unused(record))


def _waits(record: Record) -> Table:
    """One check from sending, and from each reminder, up to the next or the reply."""
    rows = _points(record)
    rows = record.with_due(rows, "chase_by", rows.at, "enquiry.chase_every")
    both = rows.chase_by.notnull() & rows.reply_by.notnull()
    rows = rows.mutate(due_on=case((both, latest(rows.chase_by, rows.reply_by))))
    rows = shared.with_excuse(
        record, rows, ("partner outage",), rows.at, rows.due_on, key="row_id", of="unit_id"
    )
    in_time = yes(rows.done_on <= rows.due_on)
    over = case((yes(rows.due_on > rows.ended_on), shared.day_past(rows.ended_on)))
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.enquiry_id,
        from_on=day(rows.at),
        until_on=over,
        due_on=rows.due_on,
        done_on=rows.done_on,
        blank=case((~in_time & rows.undated.notnull(), "enquiry_chases.chased_at")),
        excuse=rows.excuse,
        excused_until=rows.excused_until,
        evidence=evidence(
            seen("enquiries", rows.enquiry_id, sent_at=rows.sent_at, received_at=rows.received_at),
            rows.row_id + one(" at=") + rows.at.cast("string"),
            seen("excuses", rows.excuse_id, reason=rows.excuse),
        ),
    )


def _points(record: Record) -> Table:
    """The moments a wait begins: an enquiry sent, a reminder before the reply."""
    cases = record.cases.select("case_id", "unit_id", "ended_on")
    sent = record.enquiries.select("enquiry_id", "case_id", "sent_at", "received_at")
    sent = sent.filter(sent.sent_at.notnull()).join(cases, "case_id")
    sent = record.with_due(sent, "reply_by", sent.sent_at, "enquiry.reply_within")
    chases = record.enquiry_chases.select("chase_id", "enquiry_id", "chased_at")
    undated = chases.filter(chases.chased_at.isnull()).group_by("enquiry_id")
    undated = undated.agg(undated=lambda row: row.chase_id.min())
    sent = sent.left_join(undated, "enquiry_id").drop("enquiry_id_right")
    again = sent.join(chases, "enquiry_id")
    again = again.filter(
        (again.chased_at >= again.sent_at) & ~yes(again.chased_at > again.received_at)
    )
    rows = union(
        sent.mutate(row_id=one("enquiries/") + sent.enquiry_id, at=sent.sent_at),
        again.mutate(row_id=one("enquiry_chases/") + again.chase_id, at=again.chased_at).drop(
            "chase_id", "chased_at"
        ),
    )
    after = following(rows.at, "enquiry_id", [rows.at, rows.row_id.desc()])
    return rows.mutate(done_on=first_known(day(after), day(rows.received_at)))


def _unsent(record: Record) -> Table:
    """Of an enquiry neither sent nor said to be needless nobody can tell."""
    held = record.enquiries
    rows = held.filter(held.sent_at.isnull() & held.not_needed_reason.isnull())
    rows = rows.semi_join(record.cases, "case_id")
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.enquiry_id,
        from_on=one(None, "date"),
        due_on=one(None, "date"),
        done_on=None,
        blank=one("enquiries.sent_at"),
        evidence=evidence(seen("enquiries", rows.enquiry_id, sent_at=rows.sent_at)),
    )


def _unused(record: Record) -> tuple[Table, Table]:
    """While the assessments signed after a reply neither cite it nor say why not."""
    rows = record.once("replies_to_use", _replies)
    doubtful = rows.filter(rows.unclear_on.notnull())
    return (
        _use(rows, rows.signed_on, earliest(rows.cited_on, rows.unclear_on), one(None, "string")),
        _use(doubtful, doubtful.unclear_on, doubtful.cited_on, doubtful.unclear),
    )


def _replies(record: Record) -> Table:
    """Each reply before an assessment: the first one signed after it, and the first to cite it.

    `unclear` is the blank of the first that may have cited it, so that it is the same on any day.
    """
    signed = _signed_after(record)
    pairs = _with_sources(record, signed)
    rows = pairs.group_by("enquiry_id", "case_id").agg(
        signed_on=pairs.signed_on.min(), cited_on=pairs.signed_on.min(where=pairs.cited)
    )
    unclear = pairs.filter(pairs.unclear.notnull())
    unclear = unclear.group_by("enquiry_id").agg(
        first=together(on=unclear.signed_on, field=unclear.unclear).min()
    )
    unclear = unclear.select(
        "enquiry_id", unclear_on=unclear["first"]["on"], unclear=unclear["first"]["field"]
    )
    rows = rows.left_join(unclear, "enquiry_id").drop("enquiry_id_right")
    first = shared.first_of(signed, "signed_at", by="enquiry_id")
    first = first.select("enquiry_id", "assessment_id", "received_at")
    return rows.join(first, "enquiry_id")


def _use(rows: Table, from_on: Value, until_on: Value, blank: Value) -> Table:
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.assessment_id,
        from_on=from_on,
        until_on=until_on,
        due_on=rows.signed_on,
        done_on=rows.signed_on,
        right=one(value=False),
        wrong="reply not used",
        blank=blank,
        evidence=evidence(
            seen("assessments", rows.assessment_id, signed_on=rows.signed_on),
            seen("enquiries", rows.enquiry_id, received_at=rows.received_at),
        ),
    )


def _signed_after(record: Record) -> Table:
    """Each reply with each assessment signed after it."""
    held = record.enquiries.select("enquiry_id", "case_id", "sent_at", "received_at", kind="type")
    held = held.filter(held.sent_at.notnull()).semi_join(record.cases, "case_id")
    signed = record.assessments.select("assessment_id", "case_id", "signed_at")
    pairs = signed.join(held, "case_id")
    return pairs.filter(pairs.signed_at > pairs.received_at)


def _with_sources(record: Record, pairs: Table) -> Table:
    """Each reply with each source of each assessment signed after it, or none where it has none."""
    sources = record.assessment_sources.select(
        "use", "type", _assessment="assessment_id", _enquiry="enquiry_id"
    )
    replies = sources.type.isin(tuple(REPLIES)) | sources.type.isnull()
    sources = sources.filter(sources["_enquiry"].notnull() | replies)
    sources = sources.mutate(
        answers=case(*((sources.type == source, kind) for source, kind in REPLIES.items()))
    )
    pairs = pairs.left_join(sources, pairs.assessment_id == sources["_assessment"])
    same = yes(pairs["_enquiry"] == pairs.enquiry_id)
    nameless = pairs["_assessment"].notnull() & pairs["_enquiry"].isnull()
    might = nameless & ~yes(pairs.answers != pairs.kind)
    return pairs.mutate(
        signed_on=day(pairs.signed_at),
        cited=same & pairs["use"].notnull(),
        unclear=case(
            (same & pairs["use"].isnull(), "assessment_sources.use"),
            (might, "assessment_sources.enquiry_id"),
        ),
    )
