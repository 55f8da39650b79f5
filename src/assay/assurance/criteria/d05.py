"""D05: safeguarding information is kept fresh."""

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
    first_blank,
    latest,
    one,
    seen,
    union,
    yes,
)

ASKED = {"domestic abuse": "police domestic abuse", "child concern": "children's services"}
"""Whom to ask about what a flag warns of."""
MEETING = "multi-agency meeting"


def checks_of(record: Record) -> Table:
    """Each reply while it is fresh, the times without one, and an enquiry after each trigger."""
    periods = _periods(record)
    replies = _with_replies(record, _known(periods))
    wanted = record.once("safeguarding_wanted", _wanted)
    return union(_unknown(periods), _fresh(replies), _excused(record, wanted))


def _wanted(record: Record) -> Table:
    """What is asked of a case beyond having a fresh reply; worked out once, then cut up."""
    known = _known(_periods(record))
    stale = _stale(_with_replies(record, known))
    rows = union(stale, _never(record, known), _triggers(record, known))
    return rows.filter(rows.from_on < rows.until_on)


def _known(periods: Table) -> Table:
    return periods.filter(periods.started_on.notnull() & periods.type.notnull())


def _periods(record: Record) -> Table:
    """When each flag of abuse or of concern for a child stands on a case under supervision."""
    flags = shared.flags_held(record)
    flags = flags.filter(flags.type.isnull() | flags.type.isin(tuple(ASKED)))
    cases = shared.begun(record).select("case_id", "started_on", ends="until_on")
    rows = flags.join(cases, "case_id")
    kind = case(*((rows.type == flag, enquiry) for flag, enquiry in ASKED.items()))
    rows = rows.select(
        "case_id",
        "flag_id",
        "type",
        "started_on",
        kind=kind,
        begins=latest(rows.from_on, rows.started_on),
        ends=earliest(rows.until_on, rows.ends),
    )
    return rows.filter((rows.ends > record.since) & (rows.begins <= record.as_of))


def _unknown(rows: Table) -> Table:
    rows = rows.filter(rows.started_on.isnull() | rows.type.isnull())
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.flag_id,
        from_on=rows.begins,
        until_on=rows.ends,
        due_on=one(None, "date"),
        done_on=None,
        blank=first_blank({"cases.started_on": rows.started_on, "flags.type": rows.type}),
        evidence=evidence(
            seen("cases", rows.case_id, started_on=rows.started_on),
            seen("flags", rows.flag_id, type=rows.type),
        ),
    )


def _with_replies(record: Record, periods: Table) -> Table:
    """The replies that a flag calls for: each stands until the next."""
    replies = record.once("enquiry_replies", _replies)
    return periods.join(
        replies, [periods.case_id == replies["_case"], periods.kind == replies["_kind"]]
    )


def _replies(record: Record) -> Table:
    held = record.enquiries
    turns = shared.in_turn(held.filter(held.type.notnull()), "received_at", ("case_id", "type"))
    return turns.select(
        "enquiry_id",
        "received_at",
        _case="case_id",
        _kind="type",
        heard_on="from_on",
        next_on="until_on",
        good_until=record.last_day("enquiry.good_for", turns.from_on),
    )


def _fresh(rows: Table) -> Table:
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.flag_id,
        from_on=latest(rows.begins, rows.heard_on),
        until_on=earliest(rows.ends, rows.next_on, shared.day_past(rows.good_until)),
        due_on=rows.good_until,
        done_on=rows.heard_on,
        evidence=_reply(rows),
    )


def _stale(rows: Table) -> Table:
    return rows.select(
        "case_id",
        due_on="good_until",
        about="flag_id",
        asked=one("old ") + rows.flag_id + one(" ") + rows.enquiry_id,
        from_on=latest(rows.begins, shared.day_past(rows.good_until)),
        until_on=earliest(rows.ends, rows.next_on),
        blank=one(None, "string"),
        done_on=one(None, "date"),
        seen=_reply(rows),
    )


def _reply(rows: Table) -> Value:
    return evidence(
        seen("flags", rows.flag_id, type=rows.type),
        seen("enquiries", rows.enquiry_id, received_at=rows.received_at),
    )


def _never(record: Record, rows: Table) -> Table:
    """From the start until the first reply, which is wanted as soon as one grows old."""
    held = record.enquiries
    first = held.group_by(_case=held.case_id, _kind=held.type).agg(
        heard_on=day(held.received_at).min()
    )
    rows = rows.left_join(first, [rows.case_id == first["_case"], rows.kind == first["_kind"]])
    return rows.select(
        "case_id",
        about="flag_id",
        asked=one("never ") + rows.flag_id,
        from_on="begins",
        until_on=earliest(rows.ends, rows.heard_on),
        due_on=record.last_day("enquiry.good_for", rows.begins),
        done_on=one(None, "date"),
        blank=one(None, "string"),
        seen=seen("flags", rows.flag_id, type=rows.type),
    )


def _triggers(record: Record, periods: Table) -> Table:
    """A new enquiry after each trigger; a late one puts it right from its day on."""
    events = record.events
    events = events.filter(
        events.type.isnull() | events.type.isin(record.words("enquiry.triggers"))
    )
    events = events.select("event_id", "happened_at", _case="case_id", event="type")
    rows = periods.join(events, periods.case_id == events["_case"])
    on = day(rows.happened_at)
    rows = rows.filter(rows.happened_at.isnull() | ((on >= rows.begins) & (on < rows.ends)))
    rows = rows.mutate(asked=one("after ") + rows.flag_id + one(" ") + rows.event_id)
    rows = record.with_due(rows, "due_on", rows.happened_at, "enquiry.after_trigger_within")
    sent = record.enquiries.select(_whose="case_id", _kind="type", _sent="sent_at")
    pairs = rows.join(
        sent,
        [
            rows.case_id == sent["_whose"],
            rows.kind == sent["_kind"],
            rows.happened_at <= sent["_sent"],
        ],
    )
    first = pairs.group_by(_of=pairs.asked).agg(sent_on=day(pairs["_sent"]).min())
    rows = rows.left_join(first, rows.asked == first["_of"])
    # One not known to be in time puts it right as well, from its day on.
    late = ~yes(rows.sent_on <= rows.due_on)
    settled = case((rows.event.isnull() | late, rows.sent_on))
    return rows.select(
        "case_id",
        "asked",
        "due_on",
        about="event_id",
        from_on=latest(rows.begins, day(rows.happened_at)),
        until_on=earliest(rows.ends, settled),
        done_on="sent_on",
        blank=first_blank({"events.type": rows.event, "events.happened_at": rows.happened_at}),
        seen=evidence(
            seen("flags", rows.flag_id, type=rows.type),
            seen("events", rows.event_id, type=rows.event, happened_at=rows.happened_at),
        ),
    )


def _excused(record: Record, rows: Table) -> Table:
    """Excused for as long as what a live meeting shared would itself be fresh."""
    held = record.agencies
    meetings = held.filter(held.last_shared_on.notnull())
    meetings = meetings.select(
        "case_id",
        cover_id="agency_id",
        from_on=latest(meetings.from_on, meetings.last_shared_on),
        until_on=earliest(
            meetings.closed_on,
            shared.day_past(record.last_day("enquiry.good_for", meetings.last_shared_on)),
        ),
    )
    rows = shared.split(rows, meetings, "asked")
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.about,
        from_on=rows.from_on,
        until_on=rows.until_on,
        due_on=rows.due_on,
        done_on=rows.done_on,
        blank=rows.blank,
        excuse=case((rows.cover_id.notnull(), MEETING)),
        evidence=evidence(rows.seen, seen("agencies", rows.cover_id)),
    )
