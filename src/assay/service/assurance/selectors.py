"""Who sees what of a caseload. This is the only door to its results; nothing else reads them.

Officers see their own cases, managers those of their team, quality leads all, and a head of
service counts by unit alone. A restricted case is not there for anybody who is not named: not
in a list, a count, a file or a page. What a visitor may not see answers "not found".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from assay.service.accounts.access import allowed, providers_for
from assay.service.accounts.models import User
from assay.service.assurance.keys import CASE, NO_UNIT, UNIT, key_of
from assay.service.assurance.models import (
    Caseload,
    NamedPerson,
    RestrictedCase,
    Snooze,
    StaffLink,
)
from assay.service.assurance.places import folder_of
from assay.service.providers.models import Provider

if TYPE_CHECKING:  # they need the extra, without which the service runs too
    from assay.assurance.shelf import Shelf

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Officer:
    """A member of staff in a record: their key, reference, team and grade, and name if known."""

    key: str
    staff_id: str
    unit_id: str | None
    grade: str | None
    name: str

    def __str__(self) -> str:
        return self.name or self.staff_id


@dataclass(frozen=True, slots=True)
class CaseHeld:
    """A case of a run: its key, its reference and who holds it."""

    key: str
    case_id: str
    officer_id: str | None
    unit: str | None


class Seen:
    """What one person may see of one provider's newest run.

    Args:
        user: Who looks.
        caseload: A run that is kept.
    """

    def __init__(self, user: User, caseload: Caseload) -> None:
        self.user, self.caseload = user, caseload
        self.provider = caseload.provider

    @cached_property
    def _shelf(self) -> "Shelf":
        from assay.assurance.shelf import Shelf  # noqa: PLC0415 - needs the extra

        return Shelf(self.folder)

    @property
    def folder(self) -> Path:
        """Where the run lies."""
        return folder_of(self.caseload.folder)

    @cached_property
    def own_id(self) -> str | None:
        """Who the visitor is in the record; None if nobody has said."""
        return staff_id_of(self.user, self.provider)

    @cached_property
    def officers(self) -> dict[str, Officer]:
        """The officers whose lists the visitor may see, by reference, in order of reference."""
        names = _names(self.provider)
        return {
            row["staff_id"]: Officer(
                row["key"],
                row["staff_id"],
                row["unit_id"],
                row["grade"],
                names.get(row["staff_id"], ""),
            )
            for row in sorted(self._staff(), key=lambda row: str(row["staff_id"]))
        }

    @property
    def team(self) -> dict[str, Officer]:
        """The officers a manager manages, without themself."""
        if self.own_id is None or not self.may("caseload.team"):
            return {}
        under = {row["staff_id"] for row in self._shelf.staff_under(self.own_id)} - {self.own_id}
        return {name: one for name, one in self.officers.items() if name in under}

    @cached_property
    def units(self) -> dict[str, Row]:
        """The units of the record by reference: key, name, level, parent_id."""
        return {row["unit_id"]: row for row in self._shelf.units()}

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The cases that a restriction keeps from the visitor."""
        named = NamedPerson.objects.filter(restricted=OuterRef("pk"), user=self.user)
        kept = RestrictedCase.objects.filter(~Q(Exists(named)), provider=self.provider)
        return frozenset(kept.filter(ended_at=None).values_list("case_ref", flat=True))

    def may(self, permission: str) -> bool:
        """Say whether the visitor holds a permission here."""
        return allowed(self.user, permission, provider=self.provider)

    def officer(self, key: UUID) -> Officer:
        """Give an officer whose list the visitor may see, or not found."""
        for found in self.officers.values():
            if found.key == str(key):
                return found
        raise Http404

    def rows_of(self, staff_ids: Iterable[str]) -> list[Row]:
        """Give the results of officers whose lists the visitor may see, and of their cases."""
        wanted = set(staff_ids) & set(self.officers)
        return self._not_hidden(self._shelf.of_officers(wanted)) if wanted else []

    def case(self, key: UUID) -> CaseHeld:
        """Give a case whose officer's list the visitor may see, or not found."""
        row = self._shelf.case_with(str(key))
        if row is None:
            raise Http404
        found = CaseHeld(row["key"], row["case_id"], row["officer_id"], row["unit"])
        if found.case_id in self.hidden or not self._sees_case(found):
            raise Http404
        return found

    def case_called(self, reference: str) -> CaseHeld | None:
        """Give the case with a reference, if the visitor may see it."""
        try:
            return self.case(key_of(self.provider, CASE, reference))
        except Http404:
            return None

    def rows_of_case(self, case: CaseHeld) -> list[Row]:
        """Give the results of a case that `case` gave."""
        return self._shelf.of_case(case.case_id, case.officer_id)

    def counts(self) -> list[Row]:
        """Give how many are in each state by criterion, unit and reason, without hidden cases."""
        counts = {_place(row): row["number"] for row in self._shelf.counts()}
        for case in self._shelf.cases(set(self.hidden)) if self.hidden else []:
            for row in self._shelf.of_case(case["case_id"], case["officer_id"]):
                counts[_place(row)] -= 1
        names = ("criterion", "unit", "state", "reason", "number")
        rows = ((*place, number) for place, number in counts.items() if number)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def weeks(self, criterion: str) -> list[Row]:
        """Give how a criterion stood each week in each unit, if that was worked out."""
        return self._shelf.weeks(criterion)

    def unit_id(self, key: UUID) -> str | None:
        """Give the unit that a key stands for, None for what belongs to no unit; or not found."""
        if key == key_of(self.provider, UNIT, NO_UNIT):
            return None
        for unit_id, row in self.units.items():
            if row["key"] == str(key):
                return unit_id
        raise Http404

    def rows_of_unit(self, unit: str | None, criterion: str, states: Sequence[str]) -> list[Row]:
        """Give a criterion's rows in one unit, to whoever may see all of them."""
        if not self._all:
            return []
        return self._not_hidden(self._shelf.of_unit(unit, criterion, states))

    def snoozes(self, case_ids: Iterable[str]) -> QuerySet[Snooze]:
        """Give what was put off of cases, and not undone."""
        held = Snooze.objects.filter(provider=self.provider, undone_at=None)
        return held.filter(case_ref__in=set(case_ids) - self.hidden).select_related("by")

    def _staff(self) -> list[Row]:
        """Give those whose lists the visitor may see: all, or themself and whom they manage."""
        if self._all:
            return self._shelf.staff()
        if self.own_id is None:
            return []
        own, team = self.may("caseload.own"), self.may("caseload.team")
        under = self._shelf.staff_under(self.own_id)
        return [row for row in under if (own if row["staff_id"] == self.own_id else team)]

    def _sees_case(self, case: CaseHeld) -> bool:
        return self._all or case.officer_id in self.officers

    def _not_hidden(self, rows: list[Row]) -> list[Row]:
        return [row for row in rows if row["case_id"] not in self.hidden]

    @cached_property
    def _all(self) -> bool:
        return self.may("caseload.quality")


def seen_by(user: User, provider: Provider) -> Seen | None:
    """Give what a person may see of a provider's newest run; None if none is kept."""
    newest = kept_runs(provider).first()
    return None if newest is None else Seen(user, newest)


def seen_before(seen: Seen) -> Seen | None:
    """Give what the same person may see of the last run of an earlier day; None if none is kept."""
    earlier = kept_runs(seen.provider).filter(as_of__lt=seen.caseload.as_of).first()
    before = None if earlier is None else Seen(seen.user, earlier)
    return before if before and before.folder.is_dir() else None


def caseloads_for(user: User) -> QuerySet[Provider]:
    """Give the providers whose caseload a person may open."""
    return Provider.objects.filter(providers_for(user, "caseload.view"))


def staff_id_of(user: User, provider: Provider) -> str | None:
    """Give who a person is in a provider's record."""
    held = StaffLink.objects.filter(user=user, provider=provider, ended_at=None)
    found: str | None = held.values_list("staff_id", flat=True).first()
    return found


def restricted_seen_by(user: User, provider: Provider) -> QuerySet[RestrictedCase]:
    """Give the restricted cases of a provider on which a person is named."""
    named = NamedPerson.objects.filter(restricted=OuterRef("pk"), user=user)
    held = RestrictedCase.objects.filter(Exists(named), provider=provider, ended_at=None)
    return held.prefetch_related("named__user")


def kept_runs(provider: Provider) -> QuerySet[Caseload]:
    """Give the runs of a provider that are kept, the newest first."""
    return Caseload.objects.filter(provider=provider, erased_at=None).select_related("provider")


def _names(provider: Provider) -> dict[str, str]:
    held = StaffLink.objects.filter(provider=provider, ended_at=None)
    return dict(held.values_list("staff_id", "user__full_name"))


def _place(row: Row) -> tuple[Any, ...]:
    return row["criterion"], row["unit"], row["state"], row["reason"]
