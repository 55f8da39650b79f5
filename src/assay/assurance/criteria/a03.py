"""A03: people on community and suspended sentences are seen within days of sentence."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    case,
    checks,
    day,
    days_after,
    earliest,
    evidence,
    first_blank,
    first_known,
    not_before,
    one,
    seen,
    union,
    yes,
)

ORDERS = ("community order", "suspended sentence order")
OFFERED = ("appointment", "home visit")
NO_ANSWER = (*shared.KEPT, "rescheduled by service", "attended sent home (service issue)")
"""Outcomes that excuse nothing: the person was seen, or the service itself failed."""


def checks_of(record: Record) -> Table:
    """One check for each sentence: up to the first appointment kept, or only arranged."""
    rows = _started(record)
    rows = record.with_due(rows, "due_on", rows.start, "first_contact.within", tier=rows.tier)
    rows = _with_meetings(record, rows)
    rows = shared.with_excuse(record, rows, ("hospital", "custody"), rows.start, rows.due_on)
    arranged = yes(rows.counts == "arranged")
    done_on = case((arranged, rows.offered_on), otherwise=rows.kept_on)
    in_time = yes(done_on <= rows.due_on)
    excused = case(
        (rows.excuse.notnull(), rows.excuse), (rows.answered_id.notnull(), "outcome recorded")
    )
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.case_id,
        from_on=rows.started_on,
        until_on=earliest(rows.until_on, rows.looked_back),
        due_on=rows.due_on,
        done_on=done_on,
        blank=first_known(
            first_blank(
                {
                    "cases.started_on": rows.started_on,
                    "cases.sentence_type": rows.sentence_type,
                    "allocations.allocated_at": rows.start,
                }
            ),
            case((~in_time & ~arranged, rows.unclear)),
        ),
        excuse=excused,
        excused_until=case((rows.excuse.notnull(), rows.excused_until)),
        evidence=evidence(
            seen("cases", rows.case_id, started_on=rows.started_on),
            seen("tiers", rows.tier_id, tier=rows.tier),
            seen("contacts", rows.offered_id, planned_at=rows.offered_at),
            seen("contacts", rows.kept_id, planned_at=rows.kept_at),
            seen("contacts", rows.answered_id),
            seen("excuses", rows.excuse_id, reason=rows.excuse),
        ),
    )


def _started(record: Record) -> Table:
    """Sentences with the day the clock starts; only those a day to judge can still look back to."""
    cases = shared.begun(record)
    cases = cases.filter(cases.sentence_type.isin(ORDERS) | cases.sentence_type.isnull())
    cases = cases.mutate(
        looked_back=days_after(
            cases.started_on, record.value("A03.looks_back", one(record.as_of)) + 1
        ),
        counts=record.value("first_contact.counts", cases.started_on),
    )
    cases = cases.filter(~yes(cases.looked_back <= record.since))
    given = shared.first_of(
        record.allocations.filter(record.allocations.officer_id.notnull()), "allocated_at"
    )
    rows = cases.left_join(given.select("case_id", "allocated_at"), "case_id").drop("case_id_right")
    from_allocation = yes(record.value("first_contact.clock", rows.started_on) == "allocation")
    rows = rows.mutate(
        start=case((from_allocation, day(rows.allocated_at)), otherwise=rows.started_on)
    )
    return shared.with_tier(record, rows, rows.started_on)


def _with_meetings(record: Record, rows: Table) -> Table:
    """Add the first appointment offered, kept, and missed in time, and what is unclear."""
    held = record.once("a03_contacts", lambda held: _meetings(held, rows))
    known = held.filter(held.on >= held.started_on)
    in_time = known.on <= known.due_on
    offered = known.filter(known.type.isin(OFFERED))
    answered = known.filter(
        in_time & known.type.isin(OFFERED) & yes(~known.outcome.isin(NO_ANSWER))
    )
    unclear = union(
        held.filter(held.on.isnull() & held.kept).select(
            "case_id", field=one("contacts.planned_at")
        ),
        known.filter(in_time & known.kept & known["mode"].isnull()).select(
            "case_id", field=one("contacts.mode")
        ),
    )
    for table in (
        _first(offered, "offered"),
        _first(known.filter(known.kept & yes(known["mode"] == "face to face")), "kept"),
        _first(answered, "answered"),
        unclear.group_by("case_id").agg(unclear=unclear.field.min()),
    ):
        rows = rows.left_join(table, "case_id").drop("case_id_right")
    return rows


def _meetings(record: Record, rows: Table) -> Table:
    """What was planned or came about for these sentences."""
    # Nothing counts from before a sentence.
    held = not_before(record.contacts, "planned_at", record.reached_back("A03.looks_back"))
    held = held.filter(held.outcome.notnull() | held.type.isin(OFFERED))
    held = held.select("contact_id", "case_id", "type", "mode", "planned_at", "outcome")
    held = held.join(rows.select("case_id", "started_on", "due_on"), "case_id")
    return held.mutate(on=day(held.planned_at), kept=yes(held.outcome.isin(shared.KEPT)))


def _first(held: Table, name: str) -> Table:
    first = shared.first_of(held, "planned_at")
    return first.select(
        "case_id", **{f"{name}_id": "contact_id", f"{name}_at": "planned_at", f"{name}_on": "on"}
    )
