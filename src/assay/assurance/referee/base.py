"""What every referee needs: rows, values of practice, working days, and how checks are judged.

A referee is a criterion once more, the slow and obvious way, in plain Python over one extract.
It shares no code with the engines, so that the two can be held against each other.
"""

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assay.calendar.working_days import OutsideCalendarError, england_and_wales
from assay.standards.practice import Amount
from assay.standards.profile import NoValueError, Profile, value_on

Row = Mapping[str, Any]
Tables = Mapping[str, list[Row]]
WORST_FIRST = ("not met", "cannot tell", "due", "excused", "met")
LONG_AGO = dt.datetime(1900, 1, 1)  # noqa: DTZ001 - by the clock on the wall
ONE_DAY = dt.timedelta(days=1)
LEVELS = ("low", "medium", "high", "very high")
KEPT = ("attended complied", "attended failed to comply")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state of one check, or of the case, officer or unit it is about."""

    state: str
    due_on: dt.date | None = None
    reason: str | None = None
    severity: str | None = None


Verdicts = dict[str, Verdict]
Referee = Callable[[Tables, dt.date, Profile], Verdicts]


def by(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    """Rows grouped by a column, in their order."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[column]].append(row)
    return grouped


def as_day(at: dt.date | dt.datetime | None) -> dt.date | None:
    """The day of a day or a moment."""
    return at.date() if isinstance(at, dt.datetime) else at


def working_days_after(start: dt.date, count: int) -> dt.date | None:
    """The day so many working days after a day, itself for 0; None where it is not known."""
    try:
        return england_and_wales().after(start, count) if count > 0 else start
    except OutsideCalendarError:
        return None


def working_hours_after(
    start: dt.datetime, hours: int, opens: int, closes: int
) -> dt.datetime | None:
    """The moment so many working hours after a moment; None where it is not known."""
    at, left = start.replace(microsecond=0), dt.timedelta(hours=hours)
    while True:
        day = dt.datetime.combine(at, dt.time())
        try:
            works = england_and_wales().is_working(at.date())
        except OutsideCalendarError:
            return None
        open_at, close_at = (day + dt.timedelta(hours=hour) for hour in (opens, closes))
        at = max(at, open_at)
        if works and at < close_at:
            if at + left <= close_at:
                return at + left
            left -= close_at - at
        at = day + ONE_DAY


def value(profile: Profile, key: str, on: dt.date | None, **known: str | None) -> Amount | None:
    """The value in force on a day; None where nothing is, or something it depends on is blank."""
    if on is None:
        return None
    try:
        return value_on(profile, key, on, **known).amount
    except NoValueError:
        return None


def number(profile: Profile, key: str, on: dt.date | None, **known: str | None) -> int | None:
    """The number in force on a day; None where nothing is, or something it depends on is blank."""
    found = value(profile, key, on, **known)
    return found if isinstance(found, int) else None


def months_after(start: dt.date, months: int) -> dt.date:
    """The same day so many months on, or the last of that month if it has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(start.day, last))


def last_day(
    profile: Profile, key: str, start: dt.date | None, **known: str | None
) -> dt.date | None:
    """The last day of the time that a key gives from a day, in the unit in force that day."""
    count = number(profile, key, start, **known)
    if start is None or count is None:
        return None
    match value_on(profile, key, start, **known).unit:
        case "working days":
            return working_days_after(start, count)
        case "days":
            return start + dt.timedelta(days=count)
        case "weeks":
            return start + dt.timedelta(weeks=count)
        case "months":
            return months_after(start, count)
    raise ValueError(f"{key} is not given in days")


def judge(
    on: dt.date,
    due_on: dt.date | None,
    done_on: dt.date | None,
    *,
    right: bool | None = True,
    wrong: str = "wrong",
    undone: str = "not done",
    excuse: str | None = None,
    excused_until: dt.date | None = None,
    blank: str | None = None,
    severity: str | None = None,
) -> Verdict:
    """The state of one check on a day on which it applies."""
    if blank is None and due_on is None:
        blank = "deadline"
    if blank is not None or due_on is None:
        return Verdict("cannot tell", due_on, f"blank: {blank}", severity)
    settled = due_on + ONE_DAY if done_on is None else min(done_on, due_on + ONE_DAY)
    if on < settled:
        return Verdict("due", due_on, None, severity)
    late = done_on is None or done_on > due_on
    if not late and right:
        return Verdict("met", due_on, None, severity)
    if excuse is not None and (excused_until is None or on <= excused_until):
        return Verdict("excused", due_on, excuse, severity)
    if done_on is not None and done_on > on:
        return Verdict("not met", due_on, "not done", severity)
    reason = undone if done_on is None else "late" if late else wrong
    return Verdict("not met", due_on, reason, severity)


def worst(verdicts: Iterable[tuple[str, str, Verdict]]) -> Verdicts:
    """The worst check of each.

    Args:
        verdicts: Whom each is about, the id of the record that calls for it, and the verdict.

    Returns:
        The worst by whom it is about; of equals, the one due first, then the first by id.
    """

    def order(check: tuple[str, str, Verdict]) -> tuple[int, dt.date, str]:
        _, about, found = check
        return WORST_FIRST.index(found.state), found.due_on or dt.date.max, about

    chosen: Verdicts = {}
    for who, _, verdict in sorted(verdicts, key=order):
        chosen.setdefault(who, verdict)
    return chosen


def excuse_of(
    tables: Tables,
    who: str,
    reasons: tuple[str, ...],
    start: dt.date | None,
    end: dt.date | None,
    *,
    of: str = "case_id",
) -> tuple[str | None, dt.date | None]:
    """The first excuse by id that touches a period, with its last day; (None, None) if none."""
    if start is None:
        return None, None
    for row in sorted(tables["excuses"], key=lambda row: str(row["excuse_id"])):
        begins = row["from_on"] or dt.date.min
        ends = row["until_on"] or dt.date.max
        mine = row[of] == who and row["reason"] in reasons
        if mine and begins <= (end or dt.date.max) and ends >= start:
            return row["reason"], row["until_on"]
    return None, None


def begun(tables: Tables) -> list[Row]:
    """Cases but for those whose person is still in custody and not yet released."""
    inside = {row["case_id"] for row in tables["resettlements"] if row["released_at"] is None}
    return [row for row in tables["cases"] if row["started_on"] or row["case_id"] not in inside]


def as_it_stood(
    rows: Iterable[Row], at: str, key: str, on: dt.date, *, first_counts: bool = True
) -> Row | None:
    """The entry that stood at the end of a day.

    Args:
        rows: Entries of one case of one kind.
        at: Their moment; those without it are left out.
        key: Their key, which settles ties.
        on: The day.
        first_counts: Whether the entries of the first day count for the time before it.

    Returns:
        The last entry up to that day; else, if the first counts, the last of its first day.
    """
    known = sorted((r for r in rows if r[at] is not None), key=lambda r: (r[at], r[key]))
    past = [row for row in known if row[at].date() <= on]
    if past:
        return past[-1]
    if not known or not first_counts:
        return None
    return [row for row in known if row[at].date() == known[0][at].date()][-1]


def signed_last(tables: Tables, table: str, case: str, on: dt.date) -> Row | None:
    """The last assessment or plan of a case signed by a day; None if none is."""
    rows = [row for row in tables[table] if row["case_id"] == case]
    key = {"assessments": "assessment_id", "plans": "plan_id"}[table]
    return as_it_stood(rows, "signed_at", key, on, first_counts=False)


def groups_on(tables: Tables, case: str, on: dt.date) -> list[Row]:
    """The risk level to each group as it stood; a group's first counts before it was set.

    Of an entry without a day nobody can tell whether it stands: it is there without its level.
    """
    mine = [row for row in tables["risk_levels"] if row["case_id"] == case]
    grouped = by(mine, "group").values()
    stood = (as_it_stood(rows, "set_at", "risk_level_id", on) for rows in grouped)
    undated = ({**row, "level": None} for row in mine if row["set_at"] is None)
    return [*(row for row in stood if row is not None), *undated]


def risk_on(tables: Tables, case: str, on: dt.date) -> str | None:
    """The risk of a case as it stood: the highest to any group; None where one is blank.

    What was known at the end of the first day also counts for the time before it.
    """
    rows = [row for row in tables["risk_levels"] if row["case_id"] == case]
    if not rows or any(row["set_at"] is None for row in rows):
        return None
    first = min(row["set_at"].date() for row in rows)
    at = max(on, first)
    known = (row for row in groups_on(tables, case, at) if row["set_at"].date() <= at)
    levels = [row["level"] for row in known]
    return None if None in levels else max(levels, key=LEVELS.index)


def first_kept_on(tables: Tables, case: str) -> dt.date | None:
    """Day of the first appointment a person kept."""
    kept = [
        row["planned_at"]
        for row in tables["contacts"]
        if row["case_id"] == case and row["outcome"] in KEPT and row["planned_at"]
    ]
    return min(kept).date() if kept else None


def maybe_kept(tables: Tables, case: str) -> tuple[bool, dt.datetime | None]:
    """Whether an appointment of no known day may be kept, and the first without an outcome."""
    rows = [row for row in tables["contacts"] if row["case_id"] == case]
    kinds = {None, "appointment", "home visit"}
    unknown = [row for row in rows if row["outcome"] is None and row["type"] in kinds]
    kept = [row for row in rows if row["outcome"] in KEPT]
    undated = any(row["planned_at"] is None for row in (*kept, *unknown))
    opened = (row["planned_at"] for row in unknown if row["planned_at"])
    return undated, min(opened, default=None)


def seen_sooner(tables: Tables, case: str) -> tuple[dt.date | None, str | None]:
    """When the person may have been seen before the first time known, and the blank for it."""
    undated, opened = maybe_kept(tables, case)
    known = [
        row["planned_at"]
        for row in tables["contacts"]
        if row["case_id"] == case and row["outcome"] in KEPT and row["planned_at"]
    ]
    if undated:
        return None, "contacts.planned_at"
    if opened and known and opened < min(known):
        return opened.date(), "contacts.outcome"
    return None, None


def flags_on(tables: Tables, case: str, on: dt.date) -> list[Row]:
    """Warnings that stand on a day."""
    return [
        row
        for row in tables["flags"]
        if row["case_id"] == case
        and (row["raised_at"] is None or row["raised_at"].date() <= on)
        and (row["ended_on"] is None or row["ended_on"] > on)
    ]


def signed_off(tables: Tables, case: str, subject: str, on: dt.date) -> bool:
    """Whether a manager's decision with a reason holds on a day."""
    return any(
        row["case_id"] == case
        and row["subject"] == subject
        and row["reason_given"]
        and row["signed_at"] is not None
        and row["signed_at"].date() <= on
        and (row["ends_on"] is None or row["ends_on"] >= on)
        for row in tables["signoffs"]
    )


def first_or_blank(rows: Iterable[Row], at: str, key: str) -> Row | None:
    """The first row by a moment; one without it only where none has it."""
    order = sorted(rows, key=lambda row: (row[at] is None, row[at] or LONG_AGO, row[key]))
    return next(iter(order), None)


def suspended_on(tables: Tables, case: Row, on: dt.date, profile: Profile) -> bool:
    """Whether contact may be suspended: in the last third of the order, unless excluded."""
    name, start, end = case["case_id"], case["started_on"], case["ends_on"]
    thirds = number(profile, "contact.suspended_after_thirds", on)
    if start is None or end is None or thirds is None:
        return False
    if 3 * (on - start).days < thirds * (end - start).days:
        return False
    words = value(profile, "contact.never_suspended_for", on)
    assert isinstance(words, tuple)  # noqa: S101 - the key holds several words
    return not set(words) & _exclusions(tables, name, on)


def _exclusions(tables: Tables, case: str, on: dt.date) -> set[str]:
    """What speaks against suspending contact, in the words of practice."""
    signs = {row["type"] for row in flags_on(tables, case, on)}
    signs |= {
        row["arrangement"]
        for row in tables["agencies"]
        if row["case_id"] == case
        and (row["from_on"] is None or row["from_on"] <= on)
        and (row["closed_on"] is None or row["closed_on"] > on)
    }
    found = {f"{risk_on(tables, case, on)} risk"}
    if "child protection plan" in signs:
        found.add("live child protection")
    levels = {f"multi-agency public protection level {level}" for level in (2, 3)}
    if signs & (levels | {"registered sexual offence"}):
        found.add("public protection")
    return found
