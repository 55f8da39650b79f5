"""D12: cases are covered when the officer is away."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    LONG_AGO,
    Table,
    Value,
    case,
    checks,
    day,
    earliest,
    evidence,
    first_blank,
    first_known,
    latest,
    one,
    seen,
    union,
    unless_not,
    yes,
)

VISITS = ("appointment", "home visit")
LEFT = "rescheduled by service"


def checks_of(record: Record) -> Table:
    """For each case of an officer away: cover is named, and before any contact that is due."""
    rows = _away(record)
    return union(_named(record, rows), _contacts(record, rows), _nobodys(record))


def _nobodys(record: Record) -> Table:
    """Cases held by nobody knows whom: nobody can tell whether that officer is away."""
    held = shared.holdings(record).filter(lambda row: row.officer_id.isnull())
    rows = held.join(shared.begun(record).select("case_id", over_on="until_on"), "case_id")
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.allocation_id,
        from_on=rows.from_on,
        until_on=earliest(rows.until_on, rows.over_on),
        due_on=one(None, "date"),
        done_on=None,
        blank=one("allocations.officer_id"),
        evidence=seen("allocations", rows.allocation_id, officer_id=rows.officer_id),
    )


def _away(record: Record) -> Table:
    """Each absence with each case held in it, from the first day of both, and its cover."""
    absences = record.absences.select("absence_id", "staff_id", "from_on", last_on="until_on")
    absences = absences.filter(
        unless_not(absences.from_on <= record.as_of) & unless_not(absences.last_on >= record.since)
    ).rename(away_on="from_on")
    cases = shared.begun(record).select("case_id", over_on="until_on")
    held = shared.holdings(record).rename(held_on="from_on").join(cases, "case_id")
    rows = held.join(absences, held.officer_id == absences.staff_id)
    rows = rows.mutate(
        from_on=first_known(latest(rows.away_on, rows.held_on), one(LONG_AGO)),
        until_on=earliest(shared.day_past(rows.last_on), rows.until_on, rows.over_on),
    )
    rows = rows.filter(rows.until_on.isnull() | (rows.until_on > rows.from_on))
    rows = rows.mutate(start=case((rows.away_on.notnull(), rows.from_on)))
    named = record.covers.filter(record.covers.officer_id.notnull())
    cover = shared.first_or_blank(named, "named_at", ("absence_id", "case_id"))
    cover = cover.select("absence_id", "case_id", "cover_id", "named_at")
    found = rows.left_join(cover, ["absence_id", "case_id"])
    found = found.drop("absence_id_right", "case_id_right", "staff_id")
    return shared.with_risk(record, found, found.start)


def _named(record: Record, rows: Table) -> Table:
    rows = record.with_due(rows, "due_on", rows.start, "cover.named_within", risk=rows.risk)
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.absence_id,
        from_on=rows.from_on,
        until_on=rows.until_on,
        due_on=rows.due_on,
        done_on=day(rows.named_at),
        blank=first_blank(
            {
                "absences.from_on": rows.away_on,
                "risk_levels.level": rows.risk,
                "covers.named_at": _unless_uncovered(rows),
            }
        ),
        severity=_severity(rows),
        evidence=evidence(
            seen("absences", rows.absence_id, from_on=rows.away_on, until_on=rows.last_on),
            seen("allocations", rows.allocation_id, officer_id=rows.officer_id),
            seen("risk_levels", rows.risk_id, risk=rows.risk),
            seen("covers", rows.cover_id, named_at=rows.named_at),
        ),
    )


def _contacts(record: Record, rows: Table) -> Table:
    """Contacts in the absence, or that may be, that are nobody's or still the absent officer's."""
    known = rows.filter(rows.start.notnull())
    contacts = record.contacts
    left = contacts.outcome.isnull() | (contacts.outcome == LEFT)
    contacts = contacts.filter(unless_not(contacts.type.isin(VISITS)) & left)
    contacts = contacts.select(
        "case_id", "contact_id", "type", with_id="officer_id", planned_on=day(contacts.planned_at)
    )
    pairs = known.join(contacts, "case_id")
    # Where there is no end, or no day of the contact, nobody can say that it was outside.
    inside = (pairs.planned_on >= pairs.start) & (pairs.planned_on < pairs.until_on)
    nobody = pairs.with_id.isnull() | (pairs.with_id == pairs.officer_id)
    pairs = pairs.filter(unless_not(inside) & nobody)
    # Cover named by then is in time, whatever is blank.
    unsure = pairs.type.isnull() | pairs.planned_on.isnull()
    named = yes(day(pairs.named_at) <= first_known(pairs.planned_on, pairs.start))
    pairs = pairs.filter(~(unsure & named))
    return checks(
        pairs,
        case_id=pairs.case_id,
        about=pairs.contact_id,
        from_on=pairs.start,
        until_on=pairs.until_on,
        due_on=pairs.planned_on,
        done_on=day(pairs.named_at),
        blank=first_blank(
            {
                "contacts.type": pairs.type,
                "contacts.planned_at": pairs.planned_on,
                "covers.named_at": _unless_uncovered(pairs),
            }
        ),
        severity=_severity(pairs),
        evidence=evidence(
            seen("contacts", pairs.contact_id, planned_on=pairs.planned_on),
            seen("absences", pairs.absence_id, from_on=pairs.away_on, until_on=pairs.last_on),
            seen("covers", pairs.cover_id, named_at=pairs.named_at),
        ),
    )


def _unless_uncovered(rows: Table) -> Value:
    return first_known(day(rows.named_at), case((rows.cover_id.isnull(), one(LONG_AGO))))


def _severity(rows: Table) -> Value:
    """Below high risk it is less grave."""
    return case((rows.risk_rank < shared.RANKS["high"], "major"))
