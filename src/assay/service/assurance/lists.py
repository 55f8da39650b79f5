"""One list of what is to do: what is new in it, what was put off, and how much comes first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils import timezone

from assay.assurance.catalogue import catalogue
from assay.assurance.evidence import Rests, rests_on
from assay.assurance.snooze import holds, last_day
from assay.assurance.worklist import Entry, Item, worklist
from assay.service.assurance.keys import CASE, key_of
from assay.service.assurance.models import Snooze
from assay.service.assurance.selectors import CaseHeld, Row, Seen, seen_before
from assay.service.assurance.words import words
from assay.service.project.words import date as say_day

Place = tuple[str | None, str | None, str]
"""A case, or an officer for their own standing, and a criterion."""
Held = tuple[str | None, Entry]
"""What is to do in a case, or about an officer, and who holds it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do, as a page shows it.

    Attributes:
        item: What it is.
        key: Of the case in addresses; "" for what is about the officer.
        new: Whether it was not so in the run of an earlier day.
        can_wait: Whether it may be put off.
    """

    item: Item
    key: str
    new: bool
    can_wait: bool

    @property
    def harm(self) -> bool:
        """Whether somebody could be hurt, or the law broken."""
        return self.item.severity == "critical"

    @property
    def rests(self) -> tuple[Rests, ...]:
        """The records it rests on."""
        return rests_on(self.item.evidence)


@dataclass(frozen=True, slots=True)
class Group:
    """A case with what is to do in it and who holds it, or the officer's own standing."""

    case_id: str | None
    key: str
    officer_id: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that was put off."""

    snooze: Snooze
    group: Group
    line: Line

    @property
    def because(self) -> str:
        """Why it can wait."""
        return words().snooze[self.snooze.reason]


@dataclass(frozen=True, slots=True)
class Listed:
    """A whole list.

    Attributes:
        groups: By case, the worst first.
        waiting: What was put off.
        since: The day of the earlier run that "new" is told from; None if none is kept.
    """

    groups: tuple[Group, ...]
    waiting: tuple[Waiting, ...] = field(default=())
    since: date | None = None

    @property
    def count(self) -> int:
        """How many things there are to do."""
        return sum(len(group.lines) for group in self.groups)

    @property
    def harm(self) -> int:
        """How many of them could hurt somebody."""
        return sum(line.harm for group in self.groups for line in group.lines)

    @property
    def new(self) -> int:
        """How many of them are new."""
        return sum(line.new for group in self.groups for line in group.lines)

    @property
    def heading(self) -> str:
        """How much there is, in words: "Six things, two could hurt someone"."""
        things = f"{_number(self.count).capitalize()} thing{'' if self.count == 1 else 's'}"
        harm = f", {_number(self.harm)} could hurt someone" if self.harm else ""
        return f"{things}{harm}"

    @property
    def new_words(self) -> str:
        """How much of it is new, in words: "One new since 5 March 2027"."""
        return f"{_number(self.new).capitalize()} new since {say_day(self.since)}"

    @property
    def cases(self) -> list[str]:
        """The keys of the cases it names."""
        groups = [*self.groups, *(one.group for one in self.waiting)]
        return list(dict.fromkeys(group.key for group in groups if group.key))

    def first(self, most: int) -> "Listed":
        """Give its beginning: so many things, a case not torn apart unless it is the first."""
        chosen: list[Group] = []
        left = most
        for group in self.groups:
            if left <= 0 or (chosen and len(group.lines) > left):
                break
            chosen.append(replace(group, lines=group.lines[:left]))
            left -= len(group.lines)
        return Listed(tuple(chosen), (), self.since)


def list_of(seen: Seen, staff_ids: Iterable[str]) -> Listed:
    """Make the list of officers from what a person may see of them."""
    wanted = set(staff_ids)
    entries = _by_officer(seen.rows_of(wanted))
    before = seen_before(seen)
    then = _states(before.rows_of(wanted)) if before else None
    return _listed(seen, entries, then, before)


def _listed(
    seen: Seen, entries: Sequence[Held], then: dict[Place, str] | None, before: Seen | None
) -> Listed:
    today = timezone.localdate()
    groups = [_group(seen, held, then, today) for held in entries]
    off = {(one.case_ref, one.criterion): one for one in seen.snoozes(_case_ids(entries))}
    waiting = _waiting(groups, off, today)
    away = {_place(one.group, one.line) for one in waiting}
    return Listed(
        tuple(_without(groups, away)),
        tuple(waiting),
        before.caseload.as_of if before else None,
    )


def list_of_case(seen: Seen, case: CaseHeld, rows: Iterable[Row]) -> Listed:
    """Make the list of one case from its results, with what was put off."""
    before = seen_before(seen)
    then = _states(before.rows_of_case(case)) if before else None
    entries = [(case.officer_id, entry) for entry in worklist(rows, catalogue())]
    return _listed(seen, entries, then, before)


def rows_as_table(listed: Listed) -> list[Sequence[Any]]:
    """Give a list as rows of a file: what is to do, then what was put off."""
    put_off = [(one.group, one.line, one.snooze.until) for one in listed.waiting]
    open_now = [(group, line, None) for group in listed.groups for line in group.lines]
    return [
        (
            group.case_id or "",
            line.item.criterion.id,
            line.item.criterion.name,
            line.item.severity,
            line.item.state,
            line.item.due_on and line.item.due_on.isoformat(),
            line.item.says,
            line.item.criterion.do_next,
            line.item.evidence,
            "yes" if line.new else "no",
            until and until.isoformat(),
        )
        for group, line, until in [*open_now, *put_off]
    ]


HEADERS = (
    *("case", "criterion", "what", "harm", "state", "due_on", "because", "do_next"),
    *("records", "new", "put_off_until"),
)


def short(listed: Listed) -> Listed:
    """Give as much of a list as one screen holds."""
    return listed.first(words().list.first)


NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def _number(value: int) -> str:
    """Write a number under ten in words."""
    return NUMBERS[value] if value < len(NUMBERS) else f"{value:,}"


def _by_officer(rows: Iterable[Row]) -> list[Held]:
    """Make the list of each officer: what is about an officer is theirs, not the team's."""
    of: dict[str | None, list[Row]] = {}
    for row in rows:
        of.setdefault(row["officer_id"], []).append(row)
    return [(who, entry) for who, rows in of.items() for entry in worklist(rows, catalogue())]


def _group(seen: Seen, held: Held, then: dict[Place, str] | None, today: date) -> Group:
    officer, entry = held
    key = "" if entry.case_id is None else str(key_of(seen.provider, CASE, entry.case_id))
    lines = (
        Line(
            item,
            key,
            then is not None
            and then.get(_named(entry.case_id, officer, item.criterion.id)) != item.state,
            bool(key) and last_day(item, today) is not None,
        )
        for item in entry.items
    )
    return Group(entry.case_id, key, officer, tuple(lines))


def _states(rows: Iterable[Row]) -> dict[Place, str]:
    return {
        _named(row["case_id"], row["officer_id"], row["criterion"]): row["state"] for row in rows
    }


def _named(case_id: str | None, officer_id: str | None, criterion: str) -> Place:
    """Give the place of a criterion; a case is the same whoever holds it."""
    return case_id, None if case_id else officer_id, criterion


def _place(group: Group, line: Line) -> Place:
    return _named(group.case_id, group.officer_id, line.item.criterion.id)


def _case_ids(entries: Iterable[Held]) -> list[str]:
    return [entry.case_id for _, entry in entries if entry.case_id is not None]


def _waiting(
    groups: Iterable[Group], off: dict[tuple[str, str], Snooze], today: date
) -> list[Waiting]:
    found = []
    for group in groups:
        for line in group.lines:
            snooze = off.get((group.case_id or "", line.item.criterion.id))
            if snooze and holds(line.item, snooze.state, snooze.until, today):
                found.append(Waiting(snooze, group, line))
    return found


def _without(groups: Iterable[Group], away: set[Place]) -> list[Group]:
    left = []
    for group in groups:
        lines = tuple(line for line in group.lines if _place(group, line) not in away)
        if lines:
            left.append(replace(group, lines=lines))
    return sorted(left, key=lambda group: (group.lines[0].item.order, group.case_id or ""))
