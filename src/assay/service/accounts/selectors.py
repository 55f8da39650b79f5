"""Questions about people that the pages ask."""

from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from assay.service.accounts.models import Membership, User
from assay.service.accounts.roles import role


def people() -> QuerySet[User]:
    """Give everybody, each with `held`: the memberships in force."""
    held = Membership.objects.current().select_related("inspection", "provider")
    return User.objects.prefetch_related(Prefetch("memberships", held, to_attr="held"))


def person(public_id: UUID) -> User:
    """Give one person with `held`, or not found."""
    return get_object_or_404(people(), public_id=public_id)


def names_of(public_ids: set[UUID]) -> dict[UUID, str]:
    """Give the names of people by public id; unknown ids are left out."""
    found = User.objects.filter(public_id__in=public_ids)
    return dict(found.values_list("public_id", "full_name"))


def role_names(user: User) -> list[str]:
    """Say a person's roles and where they hold, for a list."""
    return [f"{role(held.role).name}, {held.place}" for held in getattr(user, "held", [])]
