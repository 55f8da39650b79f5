"""I01: entries were made when they say."""

from assay.assurance.criteria import shared
from assay.assurance.criteria.excuses import with_excuse_of_any, with_units
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

SIGNED = ("assessments", "plans", "reviews")
SPOKEN = ("call", "message", "note")
"""Contacts that took place, though they have no outcome."""
EXCUSES = ("system outage", "field work")
UNSAID = "contacts.outcome"


def checks_of(record: Record) -> Table:
    """One check for each case while it runs, and one for each entry that was not in time."""
    cases = shared.begun(record)
    plain = checks(
        cases,
        case_id=cases.case_id,
        about=cases.case_id,
        from_on=cases.started_on,
        until_on=cases.until_on,
        due_on=cases.started_on,
        done_on=cases.started_on,
        blank=first_blank({"cases.started_on": cases.started_on}),
        evidence=seen("cases", cases.case_id, started_on=cases.started_on),
    )
    # They are few, and much is asked of them: they are worked out once.
    return union(plain, _late(record, record.once("untimely_entries", _untimely)))


def _untimely(record: Record) -> Table:
    """Entries of the days that matter that were not made in time, and those that may be such."""
    papers = [_papers(record, table) for table in SIGNED]
    rows = union(*papers, _contacts(record))
    # An entry is there from the day it was made, or of which it speaks.
    rows = rows.mutate(from_on=latest(rows.happened_on, rows.entered_on))
    # Nobody knows how long ago one was made that does not say when.
    last_on = record.last_day("I01.looks_back", rows.from_on)
    known = rows.entered_on.notnull() | (rows.unsure == UNSAID)
    rows = rows.mutate(last_on=case((known, last_on)))
    near = (rows.from_on <= one(record.as_of)) & ~yes(rows.last_on < one(record.since))
    # Most are made the same day, which is in time whatever the profile says.
    at_once = rows.unsure.isnull() & yes(rows.entered_on <= rows.happened_on)
    rows = rows.filter(~at_once & (rows.from_on.isnull() | near))
    rows = record.with_due(rows, "due_on", rows.happened_on, "entry.recorded_within")
    # What came of an appointment may wait as long.
    waits = yes(rows.unsure == UNSAID)
    rows = rows.mutate(
        from_on=first_known(case((waits, shared.day_past(rows.due_on))), rows.from_on)
    )
    return rows.filter(rows.unsure.notnull() | ~yes(rows.entered_on <= rows.due_on))


def _papers(record: Record, table: str) -> Table:
    rows = getattr(record, table)
    rows = rows.filter(rows.signed_at.notnull())
    key = rows[rows.columns[0]]
    return rows.select(
        "case_id",
        about=key,
        entry=one(f"{table}/") + key,
        staff_id="signed_by",
        happened_on=day(rows.signed_at),
        entered_on=day(rows.recorded_at),
        unsure=case((rows.recorded_at.isnull(), f"{table}.recorded_at")),
        shows=seen(table, key, signed_at=rows.signed_at, recorded_at=rows.recorded_at),
    )


def _contacts(record: Record) -> Table:
    """Contacts that took place: with an outcome, or of a kind that has none."""
    rows = record.contacts
    kept = rows.outcome.notnull() | ~(rows.type.isin(SPOKEN) | rows.type.isnull())
    unsaid = rows.outcome.isnull() & rows.outcome_recorded_at.isnull()
    entered_at = case((kept, rows.outcome_recorded_at), otherwise=rows.recorded_at)
    return rows.select(
        "case_id",
        about="contact_id",
        entry=one("contacts/") + rows.contact_id,
        staff_id="officer_id",
        happened_on=day(rows.planned_at),
        entered_on=day(entered_at),
        unsure=case(
            (rows.planned_at.isnull(), "contacts.planned_at"),
            (kept & unsaid, UNSAID),
            (kept & rows.outcome_recorded_at.isnull(), "contacts.outcome_recorded_at"),
            (~kept & rows.recorded_at.isnull(), "contacts.recorded_at"),
            # A visit that did not take place has no outcome either.
            (~kept & rows.type.isnull(), "contacts.type"),
        ),
        shows=seen("contacts", rows.contact_id, planned_at=rows.planned_at, entered_at=entered_at),
    )


def _late(record: Record, rows: Table) -> Table:
    rows = with_units(record, rows)
    rows = with_excuse_of_any(
        record,
        rows,
        EXCUSES,
        rows.happened_on,
        rows.due_on,
        key="entry",
        whose=("case_id", "staff_id", "unit_id"),
    )
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.about,
        from_on=rows.from_on,
        until_on=shared.day_past(rows.last_on),
        due_on=rows.due_on,
        done_on=rows.entered_on,
        blank=rows.unsure,
        excuse=rows.excuse,
        evidence=evidence(rows.shows, seen("excuses", rows.excuse_id, reason=rows.excuse)),
    )
