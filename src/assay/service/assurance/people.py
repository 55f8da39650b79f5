"""Who works for a provider, as far as the service knows."""

from django.db.models import QuerySet

from assay.service.accounts.models import Membership, User
from assay.service.accounts.roles import roles_with
from assay.service.providers.models import Provider


def people_of(provider: Provider, permission: str) -> QuerySet[User]:
    """Give the people who hold a permission at a provider."""
    held = Membership.objects.current().filter(provider=provider, role__in=roles_with(permission))
    return User.objects.filter(pk__in=held.values("user"), is_active=True)
