"""T04: the handover and the day of release are ready."""

from assay.assurance.criteria import shared
from assay.assurance.criteria.custody import asked_for_release, inside
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    Value,
    case,
    day,
    days_after,
    earliest,
    evidence,
    first_blank,
    first_known,
    latest,
    not_before,
    one,
    seen,
    union,
    yes,
)

APPOINTMENTS = ("appointment", "home visit")
NO_HOME = "no fixed address"


def checks_of(record: Record) -> Table:
    """Four checks for each release: handover, address, first appointment, treatment and money."""
    rows = _releases(record)
    return union(
        _handed_over(rows), _housed(record, rows), _booked(record, rows), _carried_on(rows)
    )


def _releases(record: Record) -> Table:
    """Releases from the day they come near; from then on they are to be ready."""
    rows = inside(record)
    rows = rows.filter(rows.release_on.notnull())
    ahead = record.value("T04.looks_ahead", rows.release_on)
    rows = rows.mutate(
        from_on=latest(days_after(rows.release_on, -ahead), rows.received_on),
        until_on=earliest(shared.day_past(rows.release_on), rows.over_on),
    )
    return shared.with_excuse(
        record,
        rows,
        ("released without notice",),
        rows.from_on,
        rows.release_on,
        key="resettlement_id",
    )


def _asked(rows: Table, ready_on: Value, shows: Value, wrong: str, blank: Value) -> Table:
    """One thing asked, due on the first day."""
    excused = seen("excuses", rows.excuse_id, reason=rows.excuse)
    rows = rows.mutate(due_on=rows.from_on)
    return asked_for_release(rows, ready_on, evidence(shows, excused), one(wrong), blank)


def _handed_over(rows: Table) -> Table:
    both = rows.handover_sent_at.notnull() & rows.handover_accepted_at.notnull()
    done_on = latest(day(rows.handover_sent_at), day(rows.handover_accepted_at))
    shows = seen(
        "resettlements",
        rows.resettlement_id,
        handover_sent_at=rows.handover_sent_at,
        handover_accepted_at=rows.handover_accepted_at,
    )
    wrong = "handover not confirmed"
    return _asked(rows, case((both, done_on)), shows, wrong, one(None, "string"))


def _housed(record: Record, rows: Table) -> Table:
    """An address for the day of release; the record can't say since when it was known."""
    homes = record.addresses.select("address_id", "case_id", "kind", "from_on", "until_on")
    homes = homes.rename(home_from="from_on", home_until="until_on")
    pairs = rows.select("resettlement_id", "case_id", "release_on").join(homes, "case_id")
    pairs = pairs.filter(~yes(pairs.kind == NO_HOME))
    pairs = pairs.filter(~yes(pairs.home_from > pairs.release_on))
    pairs = pairs.filter(pairs.home_until.isnull() | (pairs.home_until > pairs.release_on))
    known = pairs.kind.notnull() & pairs.home_from.notnull()
    found = pairs.group_by("resettlement_id").agg(
        address_id=case((known, pairs.address_id)).min(),
        loose=case(
            (pairs.home_from.isnull(), "addresses.from_on"), (pairs.kind.isnull(), "addresses.kind")
        ).min(),
    )
    rows = rows.left_join(found, "resettlement_id").drop("resettlement_id_right")
    return _asked(
        rows,
        case((rows.address_id.notnull(), rows.from_on)),
        seen("addresses", rows.address_id),
        "no address for the day of release",
        rows.loose,
    )


def _booked(record: Record, rows: Table) -> Table:
    held = not_before(record.contacts, "planned_at", record.since)
    held = held.filter(yes(held.type.isin(APPOINTMENTS)))
    held = held.select("contact_id", "case_id", "planned_at", "arranged_at")
    pairs = rows.select("resettlement_id", "case_id", "release_on").join(held, "case_id")
    pairs = pairs.filter(~yes(day(pairs.planned_at) < pairs.release_on))
    known = pairs.filter(pairs.planned_at.notnull())
    first = shared.first_of(
        known.select("contact_id", "resettlement_id", "arranged_at"),
        "arranged_at",
        by="resettlement_id",
    )
    loose = pairs.group_by("resettlement_id").agg(
        loose=case(
            (pairs.planned_at.isnull(), "contacts.planned_at"),
            (pairs.arranged_at.isnull(), "contacts.arranged_at"),
        ).min()
    )
    for table in (first, loose):
        rows = rows.left_join(table, "resettlement_id").drop("resettlement_id_right")
    shows = seen("contacts", rows.contact_id, arranged_at=rows.arranged_at)
    return _asked(rows, day(rows.arranged_at), shows, "no appointment booked", rows.loose)


def _carried_on(rows: Table) -> Table:
    """Treatment and money, where they are needed; the record can't say since when."""
    rows = rows.filter(first_known(rows.continuity_needed, one(value=True)))
    shows = seen(
        "resettlements",
        rows.resettlement_id,
        continuity_needed=rows.continuity_needed,
        continuity_booked=rows.continuity_booked,
    )
    return _asked(
        rows,
        case((yes(rows.continuity_booked), rows.from_on)),
        shows,
        "treatment or money not booked",
        first_blank(
            {
                "resettlements.continuity_needed": rows.continuity_needed,
                "resettlements.continuity_booked": rows.continuity_booked,
            }
        ),
    )
