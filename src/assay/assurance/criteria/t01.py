"""T01: screening and the resettlement plan in time."""

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
    first_known,
    one,
    seen,
    union,
    yes,
)

MOVED = "transferred out"


def checks_of(record: Record) -> Table:
    """For each reception: the first part; from that, the second part and the plan."""
    rows = _receptions(record)
    return union(
        _first_part(record, rows),
        _next(record, rows, rows.plan_at, "plan_at"),
        _next(record, rows, rows.screening_2_at, "screening_2_at"),
    )


def _receptions(record: Record) -> Table:
    """Receptions that are in scope, or may be, and until when they are looked at."""
    rows = record.resettlements.filter(first_known(record.resettlements.in_scope, one(value=True)))
    rows = rows.mutate(start_on=first_known(day(rows.received_at), day(rows.recorded_at)))
    return rows.mutate(
        old_on=shared.day_past(record.last_day("T01.looks_back", rows.start_on)),
        released_on=day(rows.released_at),
    )


def _first_part(record: Record, rows: Table) -> Table:
    # The rule ended in June 2021: later receptions are not asked.
    rows = rows.filter(record.value("screening.part1_within", rows.start_on).notnull())
    rows = record.with_due(rows, "by_at", rows.received_at, "screening.part1_within")
    # The second part without the first: nobody can tell when that was.
    lost = rows.screening_1_at.isnull() & rows.screening_2_at.notnull()
    return _asked(
        record,
        rows.mutate(due_on=day(rows.by_at), done_on=day(rows.screening_1_at)),
        from_on=rows.start_on,
        right=rows.screening_1_at <= rows.by_at,
        blank={"resettlements.screening_1_at": case((~lost, one(value=True)))},
        shows=seen(
            "resettlements",
            rows.resettlement_id,
            received_at=rows.received_at,
            screening_1_at=rows.screening_1_at,
            in_scope=rows.in_scope,
        ),
    )


def _next(record: Record, rows: Table, done_at: Value, name: str) -> Table:
    """What follows the first part within some working days."""
    rows = rows.mutate(done_on=day(done_at))
    rows = rows.filter(record.value("screening.part2_within", day(rows.screening_1_at)).notnull())
    rows = record.with_due(rows, "due_on", rows.screening_1_at, "screening.part2_within")
    return _asked(
        record,
        rows,
        from_on=day(rows.screening_1_at),
        right=None,
        blank={},
        shows=seen(
            "resettlements",
            rows.resettlement_id,
            screening_1_at=rows.screening_1_at,
            **{name: rows.done_on},
        ),
    )


def _asked(
    record: Record,
    rows: Table,
    *,
    from_on: Value,
    right: Value | None,
    blank: dict[str, Value],
    shows: Value,
) -> Table:
    rows = rows.mutate(
        from_on=from_on,
        right=one(value=True) if right is None else right,
        blank=first_blank(
            {
                "resettlements.in_scope": rows.in_scope,
                "resettlements.received_at": case((rows.received_at.notnull(), one(value=True))),
                **blank,
            }
        ),
        shows=shows,
    )
    rows = shared.with_excuse(
        record, rows, (MOVED,), rows.from_on, rows.due_on, key="resettlement_id"
    )
    moved = yes(rows.transferred_out_on <= rows.due_on)
    # Nothing more is asked of who was released before it was due.
    gone = yes(rows.released_on <= rows.due_on) & ~yes(rows.done_on <= rows.due_on)
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.resettlement_id,
        from_on=rows.from_on,
        until_on=earliest(rows.old_on, case((gone, rows.released_on))),
        due_on=rows.due_on,
        done_on=rows.done_on,
        right=rows.right,
        wrong="late",
        blank=rows.blank,
        excuse=case((moved, MOVED), otherwise=rows.excuse),
        excused_until=case((~moved, rows.excused_until)),
        evidence=evidence(rows.shows, seen("excuses", rows.excuse_id, reason=rows.excuse)),
    )
