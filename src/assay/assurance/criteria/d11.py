"""D11: a change of officer is handed over."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    case,
    checks,
    day,
    earliest,
    evidence,
    first_blank,
    first_known,
    latest,
    one,
    row_number,
    seen,
    union,
    yes,
)

UNPLANNED, EMERGENCY = "unplanned change", "emergency absence"
CHANGES = ("planned change", UNPLANNED, EMERGENCY)
VISITS = ("appointment", "home visit")


def checks_of(record: Record) -> Table:
    """For each change of officer: a note, a first contact, and not too many before it."""
    rows = _changes(record)
    return union(_note(record, rows), _contact(record, rows), _too_many(record, rows))


def _changes(record: Record) -> Table:
    given = record.allocations
    changed = given.filter(given.reason.isin(CHANGES) | given.reason.isnull())
    changed = changed.mutate(changed_on=day(changed.allocated_at)).drop("recorded_at")
    cases = shared.begun(record).select("case_id", over_on="until_on")
    rows = changed.join(cases, "case_id")
    old_on = shared.day_past(record.last_day("D11.looks_back", rows.changed_on))
    return rows.mutate(until_on=earliest(old_on, rows.over_on))


def _note(record: Record, rows: Table) -> Table:
    days = rows.changed_on, rows.changed_on
    rows = shared.with_excuse(record, rows, (EMERGENCY,), *days, key="allocation_id")
    emergency = yes(rows.reason == EMERGENCY) | rows.excuse.notnull()
    last = record.last_day("handover.emergency_note_within", rows.changed_on)
    soon = yes(day(rows.handover_note_at) <= last)
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.allocation_id,
        from_on=rows.changed_on,
        until_on=rows.until_on,
        due_on=rows.changed_on,
        done_on=day(rows.handover_note_at),
        right=rows.handover_note_at <= rows.allocated_at,
        wrong="late",
        blank=first_blank(
            {"allocations.reason": rows.reason, "allocations.allocated_at": rows.allocated_at}
        ),
        excuse=case((emergency, EMERGENCY)),
        excused_until=case((~soon, last)),
        evidence=evidence(
            seen(
                "allocations",
                rows.allocation_id,
                allocated_at=rows.allocated_at,
                reason=rows.reason,
                handover_note_at=rows.handover_note_at,
            ),
            seen("excuses", rows.excuse_id),
        ),
    )


def _contact(record: Record, rows: Table) -> Table:
    known = rows.filter(rows.reason.notnull() & rows.changed_on.notnull())
    known = record.with_due(known, "due_on", known.changed_on, "handover.first_contact_within")
    found = known.left_join(_after(record, known), "allocation_id").drop("allocation_id_right")
    seen_on, booked = day(found.seen_at), yes(found.booked_on <= found.due_on)
    soon = yes(seen_on <= found.due_on)
    somebody = yes(day(found.unknown_at) <= found.due_on) & ~soon
    unsure = soon & ~booked & found.loose_id.notnull()
    return checks(
        found,
        case_id=found.case_id,
        about=found.allocation_id,
        from_on=found.changed_on,
        until_on=found.until_on,
        due_on=found.due_on,
        done_on=case((seen_on.notnull(), latest(seen_on, case((booked, found.booked_on))))),
        right=booked,
        wrong="next appointment not booked",
        blank=first_blank(
            {
                "allocations.officer_id": found.officer_id,
                "contacts.officer_id": case((~somebody, one("known"))),
                "contacts.arranged_at": case((~unsure, one("known"))),
            }
        ),
        evidence=evidence(
            seen("allocations", found.allocation_id, officer_id=found.officer_id),
            seen("contacts", found.contact_id, planned_at=found.seen_at, booked_on=found.booked_on),
        ),
    )


def _after(record: Record, rows: Table) -> Table:
    """Of each change: the new officer's first contact, and when an appointment was booked."""
    contacts = record.contacts
    contacts = contacts.select(
        "case_id",
        "contact_id",
        "planned_at",
        with_id="officer_id",
        kept=contacts.outcome.isin(shared.KEPT),
        visit=contacts.type.isin(VISITS),
        loose=contacts.arranged_at.isnull(),
        # It was entered after it was arranged, and arranged before it took place.
        booked_at=first_known(contacts.arranged_at, contacts.recorded_at, contacts.planned_at),
    )
    asked = rows.select("case_id", "allocation_id", "officer_id", "changed_on")
    pairs = asked.join(contacts, "case_id")
    pairs = pairs.filter(day(pairs.planned_at) >= pairs.changed_on)
    theirs = pairs.filter(pairs.kept & (pairs.with_id == pairs.officer_id))
    first = shared.first_of(
        theirs.select("contact_id", "allocation_id", seen_at="planned_at"),
        "seen_at",
        "allocation_id",
    )
    others = pairs.group_by("allocation_id").agg(
        unknown_at=case((pairs.kept & pairs.with_id.isnull(), pairs.planned_at)).min(),
        booked_on=case((pairs.visit, day(pairs.booked_at))).min(),
        loose_id=case((pairs.visit & pairs.loose, pairs.contact_id)).min(),
    )
    return others.left_join(first, "allocation_id").drop("allocation_id_right")


def _too_many(record: Record, rows: Table) -> Table:
    """From each unplanned change that is one too many, until the first of them is old."""
    turns = rows.filter((rows.reason == UNPLANNED) & rows.changed_on.notnull())
    order = [turns.allocated_at, turns.allocation_id]
    turns = turns.mutate(place=row_number("case_id", order))
    turns = turns.mutate(
        first_place=turns.place - record.value("handover.unplanned_most", turns.changed_on)
    )
    first = turns.select(
        _case="case_id", _place="place", first_id="allocation_id", first_on="changed_on"
    )
    many = turns.join(
        first, [turns.case_id == first["_case"], turns.first_place == first["_place"]]
    )
    old_on = shared.day_past(record.last_day("D11.looks_back", many.first_on))
    return checks(
        many,
        case_id=many.case_id,
        about=many.allocation_id,
        from_on=many.changed_on,
        until_on=earliest(old_on, many.over_on),
        due_on=many.changed_on,
        done_on=many.changed_on,
        right=many.changed_on.isnull(),
        wrong="too many changes",
        evidence=evidence(
            seen("allocations", many.allocation_id, unplanned_on=many.changed_on),
            seen("allocations", many.first_id, unplanned_on=many.first_on),
        ),
    )
