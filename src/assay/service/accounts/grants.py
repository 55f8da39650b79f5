"""What may be given and taken: who may hold which roles, and that somebody can manage access."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet
from django.utils import timezone

from assay.service.accounts.models import Membership, User
from assay.service.accounts.roles import role, roles_of_side
from assay.service.inspections.models import Inspection
from assay.service.providers.models import Provider

ADMINISTRATOR = "administrator"
OTHER_SIDE = {"inspecting": "inspected", "inspected": "inspecting"}


class Refused(Exception):  # noqa: N818 - read aloud as "the action was refused"
    """Raised when a change may not be made; its text is fit for the page."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role to give: which, where and for how long; no place means the whole service."""

    role: str
    inspection: Inspection | None = None
    provider: Provider | None = None
    starts_on: date | None = None
    ends_on: date | None = None


def refuse_grant(*, by: User | None, user: User, grant: Grant) -> None:
    """Stop a role that may not be given.

    Raises:
        Refused: With what is wrong.
    """
    if by == user:
        raise Refused("You can’t give yourself a role. Ask somebody else who may")
    if not user.is_active:
        raise Refused("Their access has ended. Give it again before a role")
    if grant.ends_on and grant.ends_on < (grant.starts_on or timezone.localdate()):
        raise Refused("The last day of the role must be today or later")
    held = _not_over(user)
    if held.filter(role=grant.role, inspection=grant.inspection, provider=grant.provider).exists():
        raise Refused(f"{user} has this role already")
    if _on_the_other_side(held, grant).exists():
        raise Refused(
            "Nobody may speak for a provider and inspect it too. End their other role first"
        )


def keep_an_administrator(*, without: User) -> None:
    """Refuse to take access from the last administrator who can use it and keep it.

    Somebody who has not set a password and codes, or whose role has a last day, is no use
    to those who would be locked out.

    Raises:
        Refused: If nobody else could manage access.
    """
    # Locked, so that of two administrators who end each other's access one stays.
    held = Membership.objects.current().filter(role=ADMINISTRATOR, user__is_active=True)
    locked = list(held.order_by("pk").select_for_update(of=("self",)))
    if without.pk not in {one.user_id for one in locked}:
        return
    others = {one.user_id for one in locked if one.ends_on is None} - {without.pk}
    if not _able_to_sign_in().filter(pk__in=others).exists():
        raise Refused(
            "They are the only administrator who can sign in and whose role has no last day. "
            "Make somebody else one first, who then signs in and sets up their codes"
        )


def _able_to_sign_in() -> QuerySet[User]:
    known = ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    if settings.OIDC_SERVER:
        known |= Q(socialaccount__isnull=False)
    return User.objects.filter(known, is_active=True, authenticator__type="totp")


def _not_over(user: User) -> QuerySet[Membership]:
    open_end = Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())
    return Membership.objects.filter(open_end, user=user, ended_at=None)


def _on_the_other_side(held: QuerySet[Membership], grant: Grant) -> QuerySet[Membership]:
    """Give the roles with which this one would put a person on both sides of one provider."""
    side = OTHER_SIDE.get(role(grant.role).side)
    if side is None:
        return held.none()
    found = held.filter(role__in=roles_of_side(side))
    provider = grant.inspection.provider if grant.inspection else grant.provider
    if provider is None:
        return found
    return found.filter(
        Q(scope=Membership.Scope.SERVICE) | Q(provider=provider) | Q(inspection__provider=provider)
    )
