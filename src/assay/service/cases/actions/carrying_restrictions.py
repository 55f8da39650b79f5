"""Carrying restrictions on to a new sample: a restriction is on a person, not on one draw."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from assay.caseload.case_list import CaseList as Cases
from assay.sampling.duplicates import person_keys, same_person
from assay.service.accounts.models import User
from assay.service.audit.changes import differences, snapshot
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.cases.checking.worker import load
from assay.service.cases.models import Case, CaseList, NamedReader

Places = dict[tuple[int, int], int]
"""Where a row of a list is among the rows of all lists, by the list's key and the row."""


def restrictions_in_force() -> QuerySet[Case]:
    """Give the cases, of whichever draw, whose restriction was neither lifted nor carried on.

    One of an earlier draw is a person's who was not drawn since, and may be drawn again.
    """
    named = NamedReader.objects.filter(case=OuterRef("pk"), ended_at=None)
    return Case.objects.filter(Exists(named), restricted=True).select_related("draw__case_list")


def rows_of_the_same_people(
    restricted: Collection[Case], case_list: CaseList, cases: Cases
) -> dict[int, set[int]]:
    """Find the people of restricted cases on a case list, by the rule that finds duplicates.

    Args:
        restricted: Restricted cases, of any draws of the inspection.
        case_list: The list that is drawn from.
        cases: What it holds.

    Returns:
        Rows of the list, each with the keys of the restricted cases of its person.
    """
    if not restricted:
        return {}
    lists = {case_list.pk: cases}
    for case in restricted:
        if case.draw.case_list_id not in lists:
            lists[case.draw.case_list_id] = load(case.draw.case_list)
    places, groups = _people_on(lists)
    people: dict[int, set[int]] = defaultdict(set)
    for case in restricted:
        place = places[case.draw.case_list_id, case.row]
        people[groups.get(place, place)].add(case.pk)
    found = ((row, places[case_list.pk, row]) for row in cases.rows)
    kept = ((row, groups.get(place, place)) for row, place in found)
    return {row: people[person] for row, person in kept if person in people}


def _people_on(lists: dict[int, Cases]) -> tuple[Places, dict[int, int]]:
    """Number the rows of all lists, and say which are one person: by the first's number."""
    places: Places = {}
    keys: dict[str, list[str]] = defaultdict(list)
    for listed, cases in lists.items():
        for row in cases.rows:
            places[listed, row] = len(places)
        for kind, values in person_keys(cases, range(len(cases.rows))).items():
            keys[kind].extend(values)
    groups = same_person(keys, len(places))
    return places, {one: members[0] for members, _ in groups for one in members}


def carry(*, by: User, drawn: Iterable[Case], same: dict[int, set[int]]) -> None:
    """Restrict the newly drawn cases of restricted people to those who were named before.

    Args:
        by: Who draws.
        drawn: The new cases.
        same: What `rows_of_the_same_people` found.
    """
    before = {old for found in same.values() for old in found}
    named = list(NamedReader.objects.filter(case__in=before, ended_at=None))
    carried: set[int] = set()
    for case in drawn:
        if olds := same.get(case.row):
            readers = [reader for reader in named if reader.case_id in olds]
            _restrict(by, case, readers)
            carried |= {reader.pk for reader in readers}
    NamedReader.objects.filter(pk__in=carried).update(ended_at=timezone.now())


def _restrict(by: User, case: Case, readers: Iterable[NamedReader]) -> None:
    before = snapshot(case)
    case.restricted = True
    case.save(update_fields=["restricted"])
    givers = {reader.user_id: reader.given_by_id for reader in readers}
    NamedReader.objects.bulk_create(
        NamedReader(case=case, user_id=user, given_by_id=giver) for user, giver in givers.items()
    )
    record(
        kind=Kind.ALTERATION,
        action="cases.carry_restriction",
        by=by,
        about=case,
        person=case.public_id,
        inspection=case.inspection,
        reason="the person was restricted in an earlier sample",
        changes=differences(case, before) | {"named": {"changed": True}},
    )
