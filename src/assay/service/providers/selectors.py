"""Questions about the register that the pages ask.

The register is a list of public bodies, so whoever may see it sees all of it; the
inspections beside a body are those the reader may see.
"""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from assay.service.accounts.access import inspections_for
from assay.service.accounts.models import User
from assay.service.inspections.models import Inspection
from assay.service.providers.models import Ownership, Provider, Succession


def register(words: str = "", body_type: str = "") -> QuerySet[Provider]:
    """Give the providers whose name, short name or area has these words, of this type."""
    found = Provider.objects.select_related("part_of")
    if words:
        found = found.filter(
            Q(name__icontains=words) | Q(short_name__icontains=words) | Q(area__icontains=words)
        )
    return found.filter(body_type=body_type) if body_type else found


def provider(public_id: UUID) -> Provider:
    """Give one provider, or not found."""
    return get_object_or_404(Provider.objects.select_related("part_of"), public_id=public_id)


def ownership(of: Provider, public_id: UUID) -> Ownership:
    """Give one time of ownership of a provider, or not found."""
    return get_object_or_404(of.ownerships.select_related("owner"), public_id=public_id)


def succession(of: Provider, public_id: UUID) -> Succession:
    """Give one link to who took over from a provider, or not found."""
    return get_object_or_404(of.later.select_related(), public_id=public_id)


def inspections_of(of: Provider, reader: User) -> QuerySet[Inspection]:
    """Give a provider's inspections that the reader may see."""
    return Inspection.objects.filter(inspections_for(reader, "inspections.view"), provider=of)
