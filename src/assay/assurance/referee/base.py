"""What every referee needs: rows, values of practice, working days, and how checks are judged.

A referee is a criterion once more, the slow and obvious way, in plain Python over one extract.
It shares no code with the engines, so that the two can be held against each other.
"""

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
ONE_DAY = dt.timedelta(days=1)


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


def value(profile: Profile, key: str, on: dt.date | None, **known: str | None) -> Amount | None:
    """The value in force on a day; None where nothing is, or something it depends on is blank."""
    if on is None:
        return None
    try:
        return value_on(profile, key, on, **known).amount
    except NoValueError:
        return None


def judge(  # noqa: PLR0913 - what a check knows
    on: dt.date,
    due_on: dt.date | None,
    done_on: dt.date | None,
    *,
    right: bool | None = True,
    wrong: str = "wrong",
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
    reason = "not done" if done_on is None else "late" if late else wrong
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


def excuse_of(  # noqa: PLR0913 - whose, which and when
    tables: Tables,
    who: str,
    reasons: tuple[str, ...],
    start: dt.date | None,
    end: dt.date | None,
    of: str = "case_id",
) -> tuple[str | None, dt.date | None]:
    """The excuse that touches a period, with its last day: the first by id; (None, None) if none."""
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
