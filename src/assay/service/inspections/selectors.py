"""Questions about inspections that the pages ask."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from assay.service.accounts.access import inspections_for
from assay.service.accounts.models import Membership, User
from assay.service.accounts.roles import roles_with
from assay.service.audit.models import Event
from assay.service.inspections.models import Inspection, InspectionStep
from assay.service.providers.models import Provider

PLANNED = "planned"
"""What the filter calls an inspection before its first step."""


def inspections(
    reader: User, *, state: str = "", provider: Provider | None = None
) -> QuerySet[Inspection]:
    """Give the inspections a person may see, their own first, each with `held_steps`.

    Args:
        reader: Whose list it is; each row's `mine` says whether they work on it.
        state: The key of the step reached, PLANNED, or "" for any.
        provider: Only this one's.
    """
    mine = Exists(
        Membership.objects.current().filter(user=reader, inspection=OuterRef("pk"))
    ) | Exists(InspectionStep.objects.filter(holder=reader, inspection=OuterRef("pk")))
    found = Inspection.objects.filter(inspections_for(reader, "inspections.view"))
    if state:
        found = found.filter(reached="" if state == PLANNED else state)
    if provider:
        found = found.filter(provider=provider)
    return (
        found.annotate(mine=mine)
        .select_related("provider")
        .prefetch_related(Prefetch("steps", steps(), to_attr="held_steps"))
        .order_by("-mine", "-id")
    )


def steps() -> QuerySet[InspectionStep]:
    """Give steps with the people in them."""
    return InspectionStep.objects.select_related("holder", "done_by")


def steps_of(inspection: Inspection) -> dict[str, InspectionStep]:
    """Give an inspection's steps by key."""
    return {row.step: row for row in steps().filter(inspection=inspection)}


def providers_seen(reader: User) -> QuerySet[Provider]:
    """Give the providers of the inspections a person may see, for the list's filter."""
    seen = Inspection.objects.filter(inspections_for(reader, "inspections.view"))
    return Provider.objects.filter(pk__in=seen.values("provider"))


def possible_holders(inspection: Inspection) -> QuerySet[User]:
    """Give the people who could hold a step: an active role that sees this inspection."""
    roles = (
        Membership.objects.current()
        .filter(role__in=roles_with("inspections.view"))
        .filter(
            Q(scope=Membership.Scope.SERVICE)
            | Q(inspection=inspection)
            | Q(provider=inspection.provider_id)
        )
    )
    return User.objects.filter(is_active=True, pk__in=roles.values("user"))


def team(inspection: Inspection) -> QuerySet[Membership]:
    """Give the roles in force on one inspection, with their people."""
    held = Membership.objects.current().filter(inspection=inspection, user__is_active=True)
    return held.select_related("user").order_by("user__full_name", "role")


def membership(inspection: Inspection, public_id: UUID) -> Membership:
    """Give one role in force on an inspection, or not found."""
    return get_object_or_404(team(inspection), public_id=public_id)


def history(inspection: Inspection) -> QuerySet[Event]:
    """Give what was done to an inspection itself, newest first; nothing about its cases."""
    return Event.objects.filter(
        object_id=inspection.public_id, action__startswith="inspections."
    ).order_by("-sequence")
