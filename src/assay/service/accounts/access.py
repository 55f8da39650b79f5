"""Who may do what, where. The one place that answers; everything else asks here.

A membership on the whole service holds everywhere; one on a provider holds for it and for
its inspections; one on an inspection holds for that inspection alone.

An app that narrows a permission further (a restricted case, the reader of a case) calls
`narrow` with a predicate of its own; lists go through the app's selectors, which start from
`inspections_for` and apply the same rule as a query.
"""

from dataclasses import dataclass
from typing import Any

import rules
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from assay.service.accounts.models import Membership, MembershipQuerySet, User
from assay.service.accounts.roles import catalogue, roles_with
from assay.service.inspections.models import Inspection
from assay.service.providers.models import Provider

Somebody = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is to be done; all None means the service as a whole.

    Attributes:
        inspection: The inspection, if it is in one.
        provider: The provider, if it is about one.
        subject: The record itself, for predicates added by `narrow`.
    """

    inspection: Inspection | None = None
    provider: Provider | None = None
    subject: Any = None


PERMISSIONS = rules.RuleSet()


def _holder_of(permission: str) -> rules.Predicate:
    def holds(user: Somebody, place: Place) -> bool:
        return memberships_with(user, permission).filter(_covering(place)).exists()

    return rules.predicate(holds, name=permission)


for _permission in catalogue().permissions:
    PERMISSIONS.add_rule(_permission, _holder_of(_permission))


def allowed(
    user: Somebody,
    permission: str,
    *,
    inspection: Inspection | None = None,
    provider: Provider | None = None,
    subject: Any = None,
) -> bool:
    """Say whether a person may do something here; with no place, on the whole service.

    Raises:
        KeyError: If `roles.toml` doesn't describe the permission.
    """
    if permission not in catalogue().permissions:
        raise KeyError(permission)
    place = Place(inspection, provider, subject)
    return bool(PERMISSIONS.test_rule(permission, user, place))


def allowed_somewhere(user: Somebody, permission: str) -> bool:
    """Say whether a person holds a permission anywhere: for filtered lists."""
    return memberships_with(user, permission).exists()


def permissions_somewhere(user: User) -> frozenset[str]:
    """Give every permission that a person holds anywhere: for menus, in one query."""
    held = Membership.objects.filter(user=user).current() if user.is_active else ()
    roles = catalogue().roles
    return frozenset().union(*(roles[each.role].permissions for each in held))


def narrow(permission: str, predicate: rules.Predicate) -> None:
    """Add a condition to a permission; the predicate takes (user, Place)."""
    PERMISSIONS.set_rule(permission, PERMISSIONS[permission] & predicate)


def inspections_for(user: Somebody, permission: str) -> Q:
    """Give the condition that keeps the inspections where a person holds a permission.

    Use it as `Inspection.objects.filter(inspections_for(user, "inspections.view"))`.
    """
    held = memberships_with(user, permission)
    if held.filter(scope=Membership.Scope.SERVICE).exists():
        return Q()
    return Q(pk__in=held.values("inspection").exclude(inspection=None)) | Q(
        provider__in=held.values("provider").exclude(provider=None)
    )


def providers_for(user: Somebody, permission: str) -> Q:
    """Give the condition that keeps the providers where a person holds a permission."""
    held = memberships_with(user, permission)
    if held.filter(scope=Membership.Scope.SERVICE).exists():
        return Q()
    return Q(pk__in=held.values("provider").exclude(provider=None)) | Q(
        pk__in=held.values("inspection__provider").exclude(inspection=None)
    )


def memberships_with(user: Somebody, permission: str) -> MembershipQuerySet:
    """Give a person's memberships in force whose role lists a permission."""
    if not isinstance(user, User) or not user.is_active:
        return Membership.objects.none()
    return Membership.objects.filter(user=user, role__in=roles_with(permission)).current()


def _covering(place: Place) -> Q:
    covering = Q(scope=Membership.Scope.SERVICE)
    if place.inspection is not None:
        covering |= Q(inspection=place.inspection) | Q(provider=place.inspection.provider_id)
    if place.provider is not None:
        covering |= Q(provider=place.provider)
    return covering
