"""M02: the officer had supervision in the last six weeks."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    FAR_OFF,
    LONG_AGO,
    Table,
    case,
    checks,
    day,
    days_after,
    days_between,
    earliest,
    evidence,
    first_known,
    latest,
    one,
    row_number,
    seen,
    yes,
)


def checks_of(record: Record) -> Table:
    """One check for each day to judge and each officer who holds a case on it."""
    rows = _with_last_meeting(record, _officers(record))
    since = first_known(rows.held_on, rows.in_post_from_on)
    rows = rows.mutate(due_on=record.last_day("supervision.every", since))
    rows = _with_days_away(record, rows)
    undated = record.supervisions.filter(record.supervisions.held_at.isnull())
    undated = undated.group_by("staff_id").agg(undated_id=undated.supervision_id.min())
    rows = rows.left_join(undated, "staff_id").drop("staff_id_right")
    overdue = rows.due_on < rows.day
    soon = days_after(rows.due_on, -record.value("M02.warns", rows.day)) <= rows.day
    most = record.value("supervision.absent_over", rows.day)
    mostly_away = rows.away * PER_CENT > most * rows.period
    return checks(
        rows,
        staff_id=rows.staff_id,
        about=rows.staff_id,
        from_on=rows.day,
        until_on=rows.until,
        due_on=rows.due_on,
        done_on=case((~soon, rows.held_on)),
        blank=case(
            (rows.in_post_from_on.isnull(), "staff.in_post_from_on"),
            (overdue & rows.undated_id.notnull(), "supervisions.held_at"),
        ),
        excuse=case((yes(mostly_away), "away")),
        evidence=evidence(
            seen("staff", rows.staff_id, in_post_from_on=rows.in_post_from_on),
            seen("supervisions", rows.supervision_id, held_at=rows.held_at),
            seen("supervisions", rows.undated_id),
            seen("absences", rows.absence_id),
        ),
    )


PER_CENT = 100


def _officers(record: Record) -> Table:
    """Officers who hold a running case on a day and have been in post for long enough."""
    cases = shared.begun(record).select("case_id", over_on="until_on")
    held = shared.holdings(record).join(cases, "case_id")
    held = held.select(
        staff_id="officer_id",
        _from=first_known(held.from_on, one(LONG_AGO)),
        _until=first_known(earliest(held.until_on, held.over_on), one(FAR_OFF)),
    ).distinct()
    judged = record.judged
    pairs = judged.join(held, [held["_from"] <= judged.day, held["_until"] > judged.day])
    holding = pairs.select("staff_id", "day", "until").distinct()
    staff = record.staff.select("staff_id", "in_post_from_on", "in_post_until_on")
    rows = holding.join(staff, "staff_id")
    new_until = record.last_day("supervision.in_post_over", rows.in_post_from_on)
    gone = yes(rows.in_post_until_on < rows.day)
    return rows.filter(~gone & ~yes(new_until >= rows.day))


def _with_last_meeting(record: Record, rows: Table) -> Table:
    meetings = record.supervisions.select("staff_id", "supervision_id", "held_at")
    pairs = rows.select("staff_id", "day").join(meetings, "staff_id")
    pairs = pairs.filter(day(pairs.held_at) <= pairs.day)
    order = [pairs.held_at.desc(), pairs.supervision_id.desc()]
    last = pairs.mutate(place=row_number(("staff_id", "day"), order))
    last = last.filter(last.place == 0).select("staff_id", "day", "supervision_id", "held_at")
    found = rows.left_join(last, ["staff_id", "day"]).drop("staff_id_right", "day_right")
    return found.mutate(held_on=day(found.held_at))


def _with_days_away(record: Record, rows: Table) -> Table:
    """Add `away`: days away in the `period` of days up to the day judged."""
    rows = rows.mutate(period=record.value("supervision.every", rows.day))
    absences = record.absences
    gone = absences.select(
        "staff_id",
        "absence_id",
        _from=absences.from_on,
        _until=absences.until_on,
    )
    pairs = rows.select("staff_id", "day", "period").join(gone, "staff_id")
    first = latest(pairs["_from"], days_after(pairs.day, 1 - pairs.period))
    count = days_between(first, earliest(pairs["_until"], pairs.day)) + 1
    pairs = pairs.mutate(count=case((pairs["_from"].notnull(), count)))
    pairs = pairs.filter(pairs["count"] > 0)
    total = pairs.group_by("staff_id", "day").agg(
        away=pairs["count"].sum(), absence_id=pairs.absence_id.min()
    )
    return rows.left_join(total, ["staff_id", "day"]).drop("staff_id_right", "day_right")
