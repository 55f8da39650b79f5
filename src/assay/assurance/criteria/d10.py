"""D10: rising risk is escalated without delay."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    case,
    checks,
    day,
    evidence,
    first_blank,
    first_known,
    seen,
    union,
    yes,
)

PROVIDER = "low and medium risk"
RISING = "risk may be high"


def checks_of(record: Record) -> Table:
    """For each sign that risk may be high: it was escalated, and the decision recorded."""
    rows = _signs(record)
    return union(_sent(record, rows), _decided(rows))


def _signs(record: Record) -> Table:
    events = record.events
    signs = events.filter((events.type == RISING) | events.type.isnull()).select(
        "event_id", "case_id", "type", "happened_at", noted_at=events.recorded_at
    )
    cases = shared.begun(record).select("case_id", "provider", ended_from="until_on")
    rows = signs.join(cases, "case_id")
    rows = rows.filter((rows.provider == PROVIDER) | rows.provider.isnull())
    happened = first_known(day(rows.happened_at), day(rows.noted_at))
    rows = rows.filter(record.value("escalation.within", happened).notnull())
    sent = shared.first_or_blank(record.escalations, "sent_at", "event_id")
    sent = sent.select("event_id", "escalation_id", "sent_at", "decided_at", "held_by")
    return rows.left_join(sent, "event_id").drop("event_id_right")


def _sent(record: Record, rows: Table) -> Table:
    rows = record.with_due(rows, "due_on", rows.happened_at, "escalation.within")
    held_until = record.last_day("escalation.hold", rows.due_on)
    in_hold = yes(day(rows.sent_at) <= held_until)
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.event_id,
        from_on=day(rows.happened_at),
        until_on=rows.ended_from,
        due_on=rows.due_on,
        done_on=day(rows.sent_at),
        blank=first_blank(
            {
                "cases.provider": rows.provider,
                "events.type": rows.type,
                "events.happened_at": rows.happened_at,
            }
        ),
        excuse=case((rows.held_by.notnull(), "held by a senior manager")),
        excused_until=case((~in_hold, held_until)),
        evidence=evidence(
            seen("events", rows.event_id, type=rows.type, happened_at=rows.happened_at),
            seen("cases", rows.case_id, provider=rows.provider),
            seen("escalations", rows.escalation_id, sent_at=rows.sent_at, held_by=rows.held_by),
        ),
    )


def _decided(rows: Table) -> Table:
    sent = rows.filter(rows.provider.notnull() & rows.type.notnull() & rows.sent_at.notnull())
    return checks(
        sent,
        case_id=sent.case_id,
        about=sent.escalation_id,
        from_on=shared.day_past(day(sent.sent_at)),
        until_on=first_known(day(sent.decided_at), sent.ended_from),
        due_on=day(sent.sent_at),
        done_on=day(sent.sent_at),
        right=sent.sent_at.isnull(),
        wrong="no decision recorded",
        evidence=seen(
            "escalations", sent.escalation_id, sent_at=sent.sent_at, decided_at=sent.decided_at
        ),
    )
