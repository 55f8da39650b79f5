"""Writes the audit trail of a filled database, sealed as the service seals it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils import timezone

from assay.service.audit.chain import START, seal
from assay.service.audit.models import ChainHead, Event, Kind
from assay.service.cases.models import Reading
from assay.service.inspections.models import Inspection


def fill(made: list[Inspection]) -> None:
    """Add three sealed events for each reading: given out, read and submitted."""
    ChainHead.objects.get_or_create(pk=1, defaults={"hash": START})
    head = ChainHead.objects.select_for_update().get(pk=1)
    batch: list[Event] = []
    for fields in _happened(made):
        fields |= {"sequence": head.sequence + 1, "previous_hash": head.hash}
        fields["hash"] = seal(fields)
        batch.append(Event(**fields))
        head.sequence, head.hash = fields["sequence"], fields["hash"]
        if len(batch) == 5_000:
            Event.objects.bulk_create(batch)
            batch = []
    Event.objects.bulk_create(batch)
    head.save()


def _happened(made: list[Inspection]) -> Iterator[dict[str, Any]]:
    readings = Reading.objects.filter(case__inspection__in=made).values_list(
        "public_id", "reader__public_id", "case__public_id", "case__inspection__public_id"
    )
    now = timezone.now()
    for reading, reader, case, inspection in list(readings):
        for kind, action in (
            (Kind.ALTERATION, "cases.assign"),
            (Kind.CONSULTATION, "cases.read_question"),
            (Kind.ALTERATION, "cases.submit"),
        ):
            yield _event(kind, action, now, (reading, reader, case, inspection))


def _event(kind: Kind, action: str, at: Any, who: tuple[UUID, UUID, UUID, UUID]) -> dict[str, Any]:
    reading, reader, case, inspection = who
    return {
        "at": at,
        "kind": kind.value,
        "action": action,
        "by": reader,
        "object_type": "cases.reading",
        "object_id": reading,
        "person": case,
        "inspection": inspection,
        "reason": "",
        "changes": {},
    }
