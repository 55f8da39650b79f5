"""The words criteria are written in: a thin layer over Ibis, so that only this folder knows it.

No as-of join, no division and no rounding: engines differ in them (house rule: engines count).
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import ibis

Table: TypeAlias = Any
"""A table not yet evaluated (an Ibis table; Ibis brings no types)."""
Value: TypeAlias = Any
"""A column or a single value not yet evaluated (an Ibis expression)."""

LONG_AGO = dt.date(1900, 1, 1)
"""Stands for "since ever" where a record does not say since when."""
FAR_OFF = dt.date(9999, 1, 1)
"""Stands for "for good" where a record does not say until when."""
EXACT = "decimal(18, 4)"
"""What amounts are added up in: binary fractions add up to another sum in another order."""
NO_DEADLINE = "deadline"
"""Said to be blank where a deadline can't be worked out: no bank holidays or no value known."""
CHECK = {
    "case_id": "string",
    "staff_id": "string",
    "unit_id": "string",
    "about": "string",
    "from_on": "date",
    "until_on": "date",
    "due_on": "date",
    "done_on": "date",
    "good": "boolean",
    "blank": "string",
    "excuse": "string",
    "excused_until": "date",
    "reason": "string",
    "severity": "string",
    "evidence": "string",
}
"""The columns of a check: one thing that a criterion asks of one case, officer or unit.

`about` is the record that calls for it. It applies from `from_on` to the day before `until_on`
(blank: for good). It may wait until `due_on`, that day included. `done_on` is the day it was
done, `good` whether that was right and in time, `reason` what to say if not. `blank` names the
field without which nobody can tell. `excuse` holds up to `excused_until` (blank: for good).
`severity` is blank where it is the criterion's own.
"""


def day(at: Value) -> Value:
    """The day of a moment, by the clock on the wall."""
    return at.cast("date")


def _whole(sum_of_days: Value) -> Value:
    """A day again: DuckDB makes a moment of a day and an interval, and Ibis does not know."""
    return sum_of_days.cast("timestamp").cast("date")


def midnight(on: Value) -> Value:
    """The first moment of a day."""
    return on.cast("timestamp")


def days_after(start: Value, days: Value | int) -> Value:
    """The day so many days after a day; before it, if below 0."""
    if isinstance(days, int):
        return _whole(start + ibis.interval(days=days))
    return _whole(start + days.cast("int32").as_interval("D"))


def months_after(start: Value, months: Value | int) -> Value:
    """The same day so many months on, or the last of that month if it has no such day."""
    if isinstance(months, int):
        return _whole(start + ibis.interval(months=months))
    return _whole(start + months.cast("int32").as_interval("M"))


def hours_after(at: Value, hours: Value | int) -> Value:
    """The moment so many hours after a moment."""
    if isinstance(hours, int):
        return at + ibis.interval(hours=hours)
    return at + hours.cast("int32").as_interval("h")


def seconds_after(at: Value, seconds: Value) -> Value:
    """The moment so many seconds after a moment."""
    return at + seconds.cast("int32").as_interval("s")


def second_of_day(at: Value) -> Value:
    """How many whole seconds a moment is past midnight."""
    return at.hour().cast("int64") * 3600 + at.minute().cast("int64") * 60 + at.second()


def together(**values: Value) -> Value:
    """Several values as one, compared by the first, then the second; none of them blank."""
    return ibis.struct(values)


def days_between(start: Value, end: Value) -> Value:
    """How many days one day is after another; below 0 if it is before."""
    return end.delta(start, unit="day")


def floor(number: Value) -> Value:
    """The greatest whole number that is not above a number."""
    return number.floor().cast("int64")


def monday(on: Value) -> Value:
    """The Monday of a day's week."""
    return days_after(on, -on.day_of_week.index())


def part_over(start: Value, end: Value, parts: Value, whole: int) -> Value:
    """The first day on which so many parts of the whole from one day to another are over.

    The quotient of two small whole numbers, rounded up, is the same on every engine.
    """
    days = end.delta(start, unit="day").cast("int64")
    return days_after(start, (days * parts + (whole - 1)) // whole)


def case(*branches: tuple[Value, object], otherwise: object = None) -> Value:
    """The value of the first branch that is true."""
    return ibis.cases(*branches, else_=otherwise)


def first_known(*values: object) -> Value:
    """The first value that is not blank."""
    return ibis.coalesce(*values)


def earliest(*values: object) -> Value:
    """The smallest of the values that are not blank."""
    return ibis.least(*values)


def latest(*values: object) -> Value:
    """The greatest of the values that are not blank."""
    return ibis.greatest(*values)


def one(value: object, kind: str | None = None) -> Value:
    """A constant; `kind` is an Ibis type, needed for None."""
    return ibis.literal(value, type=kind)


def union(*tables: Table) -> Table:
    """All rows of tables with the same columns."""
    return ibis.union(*tables)


def yes(value: Value) -> Value:
    """Whether a yes-or-no field says yes; a blank one does not.

    In a filter of a large table, put it round an `isin` too: DuckDB then skips the other columns
    of rows that do not fit, which it does not for a bare one.
    """
    return value.fill_null(False)  # noqa: FBT003 - Ibis takes it by place


def unless_not(value: Value) -> Value:
    """Whether a yes-or-no field does not say no; a blank one does not. For filters, as `yes`."""
    return value.fill_null(True)  # noqa: FBT003 - Ibis takes it by place


def row_number(by: str | Sequence[str], order: Sequence[Value]) -> Value:
    """The place of each row, from 0, among those with the same `by`."""
    return ibis.row_number().over(ibis.window(group_by=by, order_by=order))


def following(value: Value, by: str | Sequence[str], order: Sequence[Value]) -> Value:
    """The value of the next row among those with the same `by`; blank for the last."""
    return value.lead().over(ibis.window(group_by=by, order_by=order))


def before(value: Value, by: str | Sequence[str], order: Sequence[Value]) -> Value:
    """The value of the row before among those with the same `by`; blank for the first."""
    return value.lag().over(ibis.window(group_by=by, order_by=order))


def greatest_before(value: Value, by: str | Sequence[str], order: Sequence[Value]) -> Value:
    """The greatest value of the rows before each among those with the same `by`; blank if none."""
    rows_before = ibis.window(group_by=by, order_by=order, preceding=(None, 1))
    return value.max().over(rows_before)


def total(amount: Value) -> Value:
    """The sum of an amount: in decimals, which add up alike in any order."""
    return amount.cast(EXACT).sum().cast("float64")


def kinds(word: Value, words: Iterable[str]) -> Value:
    """How many of a few words there are: engines take much longer to count distinct texts."""
    return sum(first_known(case((word == each, 1)).max(), 0) for each in words)


def running(amount: Value, by: str | Sequence[str], order: Sequence[Value]) -> Value:
    """The total of an amount over each row and those before it among those with the same `by`."""
    window = ibis.window(group_by=by, order_by=order, preceding=None, following=0)
    return amount.cast(EXACT).sum().over(window).cast("float64")


def not_before(rows: Table, at: str, first: dt.date) -> Table:
    """Rows of a day or later, and those of no known moment.

    Said plainly, of one column: an engine then skips the others of the rows it need not read.
    """
    moment = rows[at]
    opens = dt.datetime.combine(first, dt.time())
    return rows.filter(moment.isnull() | (moment >= one(opens, "timestamp")))


def first_blank(fields: Mapping[str, Value]) -> Value:
    """The name of the first field that is blank, as "table.field"; blank if none is."""
    return case(
        *((value.isnull(), name) for name, value in fields.items()), otherwise=one(None, "string")
    )


def seen(table: str, record_id: Value, **fields: Value) -> Value:
    """One record as evidence: its table, its id and the values used."""
    values = [
        part
        for name, value in fields.items()
        for part in (one(f" {name}="), value.cast("string").fill_null("blank"))
    ]
    # In one go: with "+" every part would be copied once more for each that follows.
    text = one("").join([one(f"{table}/"), record_id.cast("string"), *values])
    return case((record_id.isnull(), one(f"{table}: none")), otherwise=text)


def evidence(*records: Value) -> Value:
    """Several records as the evidence of a check."""
    first, *others = records
    for each in others:
        first = first + one("; ") + each
    return first


def checks(
    rows: Table,
    *,
    about: Value,
    from_on: Value,
    due_on: Value,
    done_on: Value | None,
    evidence: Value,
    case_id: Value | None = None,
    staff_id: Value | None = None,
    unit_id: Value | None = None,
    until_on: Value | None = None,
    right: Value | None = None,
    wrong: Value | str = "wrong",
    undone: Value | str = "not done",
    blank: Value | None = None,
    excuse: Value | None = None,
    excused_until: Value | None = None,
    severity: Value | None = None,
) -> Table:
    """Lay rows out as checks.

    Args:
        rows: The rows the expressions are of; each becomes one check.
        about: Id of the record that calls for the check.
        from_on: First day it applies; a blank one means since ever.
        due_on: Last day in time. Where nothing may wait, `from_on` itself.
        done_on: Day it was done; None where nothing can ever be done.
        evidence: From `evidence`.
        case_id: The case, where it is about one; else `staff_id` or `unit_id`.
        staff_id: The member of staff.
        unit_id: The unit.
        until_on: First day it no longer applies.
        right: Whether what was done is right, apart from the time; a blank is not.
        wrong: The reason given when it is not; a word of the criterion's `reasons`.
        undone: The reason given when it was not done.
        blank: From `first_blank`.
        excuse: Word of the excuse.
        excused_until: Last day the excuse holds.
        severity: Where it differs from the criterion's own.

    Returns:
        A table with the columns of `CHECK`. The reason is `undone`, "late" or `wrong`.
    """
    none = one(None, "string")
    never = one(None, "date")
    done = never if done_on is None else done_on
    in_time = done.notnull() & yes(done <= due_on)
    content = one(value=True) if right is None else yes(right)
    reason = case((done.isnull(), undone), (~in_time, "late"), otherwise=wrong)
    columns = {
        "case_id": case_id,
        "staff_id": staff_id,
        "unit_id": unit_id,
        "about": about,
        "from_on": first_known(from_on, one(LONG_AGO)),
        "until_on": until_on,
        "due_on": due_on,
        "done_on": done,
        "good": in_time & content,
        "blank": first_known(
            none if blank is None else blank, case((due_on.isnull(), NO_DEADLINE))
        ),
        "excuse": excuse,
        "excused_until": excused_until,
        "reason": reason,
        "severity": severity,
        "evidence": evidence,
    }
    filled = {
        name: (none if value is None else value).cast(CHECK[name])
        for name, value in columns.items()
    }
    return rows.select(**filled)
