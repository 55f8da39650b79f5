"""What stands for a case, an officer or a unit in addresses and in the audit trail.

Made from the provider and the reference, so that it is the same in every run and needs no table.
It keeps references out of addresses; whoever has the database can work it out.
"""

from uuid import UUID, uuid5

from assay.service.providers.models import Provider

CASE, OFFICER, UNIT = "case", "officer", "unit"
NO_UNIT = ""
"""Stands for the unit of what belongs to none."""


def key_of(provider: Provider, kind: str, reference: str) -> UUID:
    """Give the key of a thing of a provider's record."""
    return uuid5(provider.public_id, f"{kind}:{reference}")
