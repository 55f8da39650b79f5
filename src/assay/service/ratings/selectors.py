"""What there is of a panel, and who may take part."""

from typing import TypeVar

from django.db.models import Q, QuerySet

from assay.service.accounts.access import inspections_for
from assay.service.accounts.models import Membership, User
from assay.service.accounts.roles import roles_with
from assay.service.cases.framework import framework_of
from assay.service.inspections.models import Inspection
from assay.service.ratings.models import Decision, Panel, Rated

Kind = TypeVar("Kind", bound=Rated)
OPEN_AT = "fieldwork"
"""The step after which a panel may propose and decide, until its own step is done."""


def panel_of(inspection: Inspection) -> Panel | None:
    """Give the panel of an inspection; None before anybody is named."""
    return Panel.objects.filter(inspection=inspection).select_related("closed_by").first()


def standing(kind: type[Kind], inspection: Inspection) -> QuerySet[Kind]:
    """Give the proposals or decisions of an inspection that stand."""
    manager = kind._default_manager  # noqa: SLF001 - Django's public name for it
    return manager.filter(inspection=inspection, superseded_at=None).select_related("given_by")


def every(kind: type[Kind], inspection: Inspection, standard: str) -> QuerySet[Kind]:
    """Give all that was proposed or decided of a standard, newest first."""
    manager = kind._default_manager  # noqa: SLF001 - Django's public name for it
    return manager.filter(inspection=inspection, standard=standard).select_related("given_by")


def possible_members(inspection: Inspection) -> QuerySet[User]:
    """Give the people who may see this inspection's ratings, and so sit on its panel."""
    held = (
        Membership.objects.current()
        .filter(role__in=roles_with("ratings.view"))
        .filter(Q(scope=Membership.Scope.SERVICE) | Q(inspection=inspection))
    )
    found = User.objects.filter(is_active=True, pk__in=held.values("user"))
    return found.order_by("full_name", "pk")


def previous_ratings(user: User, inspection: Inspection) -> dict[str, str]:
    """Give the ratings of the provider's last closed panel, by what a standard is about.

    Only where the person may see the ratings of that inspection too. Numbers differ between
    versions of the standards, so they are joined by theme.
    """
    earlier = (
        Inspection.objects.filter(
            inspections_for(user, "ratings.view"),
            provider=inspection.provider_id,
            pk__lt=inspection.pk,
            panel__closed_at__isnull=False,
        )
        .order_by("-pk")
        .first()
    )
    if earlier is None:
        return {}
    theme = {each.number: each.theme for each in framework_of(earlier).standards}
    return {theme[each.standard]: each.rating for each in standing(Decision, earlier)}
