"""Who sees which case. `cases_for` is the only door to cases; nothing else may fetch them.

A restricted case is not there for anybody who is not named: lists, counts, results and
exports all start here. A reading is not there for the person who has yet to make the other
one blind.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from assay.service.accounts.access import Place, Somebody, allowed
from assay.service.accounts.models import Membership, User
from assay.service.accounts.roles import roles_with
from assay.service.cases.models import (
    BreakGlass,
    Case,
    CaseList,
    Difference,
    Draw,
    NamedReader,
    Reading,
)
from assay.service.inspections.models import Inspection


def cases_for(user: User, inspection: Inspection) -> QuerySet[Case]:
    """Give the cases of an inspection's current sample that a person may see.

    Holders of "cases.view" see all of them, others those they have been given to read;
    restricted ones only when they are named, or have broken the glass and its time isn't up.
    """
    cases = Case.objects.filter(inspection=inspection, draw__superseded_at=None)
    if not allowed(user, "cases.view", inspection=inspection):
        given = Reading.objects.filter(case=OuterRef("pk"), reader=user, withdrawn_at=None)
        cases = cases.filter(Exists(given))
    return cases.filter(_not_hidden_from(user))


def case_for(user: User, inspection: Inspection, public_id: UUID) -> Case:
    """Give one case that a person may see, or not found."""
    cases = cases_for(user, inspection).select_related("inspection", "replaces", "replaced_by")
    return get_object_or_404(cases, public_id=public_id)


def hidden_from(user: User, case: Case) -> bool:
    """Say whether a restriction keeps a case from a person."""
    return not Case.objects.filter(_not_hidden_from(user), pk=case.pk).exists()


def sees(user: Somebody, place: Place) -> bool:
    """Say whether a person may see the case a permission is asked about; no case, no bar."""
    if not isinstance(place.subject, Case):
        return True
    return isinstance(user, User) and not hidden_from(user, place.subject)


def own_readings(user: User, inspection: Inspection) -> QuerySet[Reading]:
    """Give the readings a person has been given and may see."""
    return (
        Reading.objects.filter(reader=user, withdrawn_at=None, case__in=cases_for(user, inspection))
        .select_related("case")
        .order_by("case__number", "kind")
    )


def readings_for(user: User, inspection: Inspection) -> QuerySet[Reading]:
    """Give the readings a person may open: their own, and submitted ones they aren't blind to.

    Other people's are for holders of "cases.view".
    """
    readings = Reading.objects.filter(withdrawn_at=None, case__in=cases_for(user, inspection))
    if not allowed(user, "cases.view", inspection=inspection):
        return readings.filter(reader=user)
    others = Q(submitted_at__isnull=False) & ~Q(case__in=blind_cases(user))
    return readings.filter(Q(reader=user) | others)


def blind_cases(user: User) -> QuerySet[Case]:
    """Give the cases of which a person has still to submit a reading of their own."""
    open_readings = Reading.objects.filter(reader=user, withdrawn_at=None, submitted_at=None)
    return Case.objects.filter(pk__in=open_readings.values("case"))


def counted_cases(user: User, inspection: Inspection) -> QuerySet[Case]:
    """Give the cases of the sample whose answers a person may see in results and exports."""
    seen = cases_for(user, inspection).filter(state=Case.State.SAMPLE)
    return seen.exclude(pk__in=blind_cases(user).values("pk"))


def differences_for(user: User, inspection: Inspection) -> QuerySet[Difference]:
    """Give the differences between readings that a person may see, by case."""
    return (
        Difference.objects.filter(case__in=counted_cases(user, inspection))
        .select_related("case", "first__saved_by", "second__saved_by", "decided_by")
        .order_by("case__number", "id")
    )


def current_case_list(inspection: Inspection) -> CaseList | None:
    """Give the latest upload, whatever its state."""
    lists = CaseList.objects.filter(inspection=inspection, superseded_at=None)
    return lists.select_related("uploaded_by", "inspection").first()


def current_draw(inspection: Inspection) -> Draw | None:
    """Give the sample in force, without its certificate's text."""
    draws = Draw.objects.filter(inspection=inspection, superseded_at=None)
    return draws.defer("certificate").select_related("drawn_by", "case_list", "inspection").first()


def people_with(permission: str, inspection: Inspection) -> QuerySet[User]:
    """Give the people who hold a permission on an inspection, by name."""
    held = Membership.objects.current().filter(
        Q(scope=Membership.Scope.SERVICE)
        | Q(inspection=inspection)
        | Q(provider=inspection.provider_id),
        role__in=roles_with(permission),
    )
    return User.objects.filter(pk__in=held.values("user"), is_active=True)


def _not_hidden_from(user: User) -> Q:
    named = NamedReader.objects.filter(case=OuterRef("pk"), user=user, ended_at=None)
    opened = BreakGlass.objects.filter(case=OuterRef("pk"), user=user, ends_at__gt=timezone.now())
    return Q(restricted=False) | Q(Exists(named)) | Q(Exists(opened))
