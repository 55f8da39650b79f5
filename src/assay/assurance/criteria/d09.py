"""D09: recall is considered and sent on time."""

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
    latest,
    one,
    seen,
    union,
    yes,
)

REFUSED = "no recall, with reason"


def checks_of(record: Record) -> Table:
    """Each trigger is considered; each recall that a manager agreed to is endorsed and sent."""
    triggers = _triggers(record)
    return union(_considered(record, triggers), _sent(record, triggers))


def _triggers(record: Record) -> Table:
    events = record.events
    words = record.words("recall.triggers")
    events = events.filter(events.type.isin(words) | events.type.isnull())
    cases = shared.begun(record).select("case_id", "sentence_type", ended_from="until_on")
    rows = events.select("event_id", "case_id", "type", "happened_at").join(cases, "case_id")
    return rows.filter((rows.sentence_type == "licence") | rows.sentence_type.isnull())


def _considered(record: Record, triggers: Table) -> Table:
    first = shared.first_or_blank(record.recalls, "considered_at", "event_id")
    rows = triggers.left_join(first.drop("recorded_at"), "event_id").drop("event_id_right")
    rows = record.with_due(rows, "due_on", rows.happened_at, "recall.considered_within")
    idle = rows.decision.isnull() & rows.agreed_at.isnull() & rows.sent_at.isnull()
    unknown = rows.considered_at.isnull() & ~idle
    noted = first_known(
        rows.alternatives_noted, case((rows.considered_at.isnull(), one(value=False)))
    )
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.event_id,
        from_on=day(rows.happened_at),
        until_on=rows.ended_from,
        due_on=rows.due_on,
        done_on=day(rows.considered_at),
        right=rows.alternatives_noted,
        wrong="no alternatives noted",
        blank=first_blank(
            {
                "cases.sentence_type": rows.sentence_type,
                "events.type": rows.type,
                "events.happened_at": rows.happened_at,
                "recalls.considered_at": case((~unknown, one(value=True))),
                "recalls.alternatives_noted": noted,
            }
        ),
        excuse=case((yes(rows.decision == REFUSED) & rows.signed_by.notnull(), REFUSED)),
        evidence=evidence(
            seen("events", rows.event_id, type=rows.type, happened_at=rows.happened_at),
            seen(
                "recalls",
                rows.recall_id,
                considered_at=rows.considered_at,
                alternatives_noted=rows.alternatives_noted,
                decision=rows.decision,
                signed_by=rows.signed_by,
            ),
        ),
    )


def _sent(record: Record, triggers: Table) -> Table:
    known = triggers.filter(triggers.sentence_type.notnull() & triggers.type.notnull())
    rows = known.join(record.recalls.drop("recorded_at"), "event_id")
    rows = rows.filter(rows.agreed_at.notnull() | rows.sent_at.notnull())
    rows = record.with_due(rows, "last_at", rows.agreed_at, "recall.sent_within")
    sent_on, endorsed_on = day(rows.sent_at), day(rows.endorsed_at)
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.recall_id,
        from_on=first_known(day(rows.agreed_at), sent_on),
        until_on=rows.ended_from,
        due_on=day(rows.last_at),
        done_on=case((rows.sent_at.notnull(), latest(sent_on, endorsed_on))),
        right=(rows.sent_at <= rows.last_at) & (rows.endorsed_at <= rows.last_at),
        wrong=case((rows.endorsed_at.isnull(), "not endorsed"), otherwise="late"),
        blank=first_blank({"recalls.agreed_at": rows.agreed_at}),
        evidence=seen(
            "recalls",
            rows.recall_id,
            agreed_at=rows.agreed_at,
            endorsed_at=rows.endorsed_at,
            sent_at=rows.sent_at,
        ),
    )
