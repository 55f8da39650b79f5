"""Finding a case in the audit trail by its reference."""

from uuid import UUID

from assay.service.assurance.keys import CASE, key_of
from assay.service.audit.models import Event
from assay.service.providers.models import Provider


def references_of(reference: str) -> list[UUID]:
    """Give the keys under which the trail has a case: one for each provider that had it."""
    wanted = reference.strip()
    providers = Provider.objects.filter(caseloads__isnull=False).distinct()
    keys = [key_of(provider, CASE, wanted) for provider in providers] if wanted else []
    return [key for key in keys if Event.objects.filter(person=key).exists()]
