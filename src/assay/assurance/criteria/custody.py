"""What several criteria ask of the way out of custody: times inside, what is to be ready."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    Value,
    checks,
    day,
    earliest,
    evidence,
    latest,
    one,
    seen,
    union,
)


def inside(record: Record) -> Table:
    """Each time in custody of the cases.

    Returns:
        `resettlements`, with received_on, and over_on: the day of release, or the first day after
        the case ended; blank while neither has come.
    """
    return record.once("custody", _inside)


def _inside(record: Record) -> Table:
    cases = record.cases.select("case_id", _past=shared.day_past(record.cases.ended_on))
    rows = record.resettlements.drop("recorded_at").join(cases, "case_id")
    return rows.mutate(
        received_on=day(rows.received_at), over_on=earliest(day(rows.released_at), rows["_past"])
    ).drop("_past")


def asked_for_release(
    rows: Table, ready_on: Value, shows: Value, wrong: Value, blank: Value
) -> Table:
    """One thing that is to be ready: due, then wrong from the next day until it is, then right.

    Args:
        rows: From `inside`, with from_on, due_on (not before it), until_on, excuse and
            excused_until.
        ready_on: The day it was ready; blank while it is not.
        shows: What it rests on.
        wrong: The reason given while it is missing.
        blank: The field without which nobody can tell whether it is missing.

    Returns:
        The checks.
    """
    rows = rows.mutate(ready_on=ready_on, shows=shows, wrong=wrong, blank=blank)
    after = shared.day_past(rows.due_on)
    missing_until = earliest(rows.until_on, rows.ready_on)
    ready = rows.filter(rows.ready_on.notnull()).mutate(blank=one(None, "string"))
    ready_from = latest(ready.from_on, ready.ready_on)
    return union(
        _check(rows, rows.from_on, earliest(missing_until, after), None, right=False),
        _check(rows, after, missing_until, rows.from_on, right=False),
        _check(ready, ready_from, ready.until_on, ready.from_on, right=True),
    )


def _check(
    rows: Table, from_on: Value, until_on: Value, done_on: Value | None, *, right: bool
) -> Table:
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.resettlement_id,
        from_on=from_on,
        until_on=until_on,
        due_on=rows.due_on,
        done_on=done_on,
        right=one(value=right),
        wrong=rows.wrong,
        blank=rows.blank,
        excuse=rows.excuse,
        excused_until=rows.excused_until,
        evidence=evidence(
            seen("resettlements", rows.resettlement_id, release_on=rows.release_on), rows.shows
        ),
    )
