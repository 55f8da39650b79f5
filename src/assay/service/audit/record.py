"""Writing events: in the caller's transaction, one at a time along the chain."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import timezone

from assay.service.audit.chain import START, seal
from assay.service.audit.models import ChainHead, Event, Kind

if TYPE_CHECKING:
    from assay.service.accounts.models import User


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    action: str
    by: UUID | None
    object_type: str = ""
    object_id: UUID | None = None
    person: UUID | None = None
    inspection: UUID | None = None
    reason: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)


def record(
    *,
    kind: Kind,
    action: str,
    by: "User | None",
    about: models.Model | None = None,
    person: UUID | None = None,
    inspection: models.Model | None = None,
    reason: str = "",
    changes: Mapping[str, Any] | None = None,
) -> Event:
    """Add one event to the trail, in the transaction of the change it is about.

    Args:
        kind: What was done with information.
        action: App and verb, like "accounts.invite".
        by: Who did it; None is the system itself (say so in `reason`).
        about: The record it was done to; it must have a `public_id`.
        person: The public id of the case whose person it concerns, if any.
        inspection: The inspection it belongs to, if any.
        reason: Why, where a reason is asked for. Never a name.
        changes: From `audit.changes.differences`; personal values never go in.

    Raises:
        RuntimeError: Outside a transaction, where change and event could part.
    """
    entry = _entry(kind, action, by, about, inspection, person, reason, changes or {})
    return _append([entry])[0]


def record_reads(
    *,
    action: str,
    by: "User | None",
    people: Iterable[UUID],
    about: models.Model | None = None,
    inspection: models.Model | None = None,
    reason: str = "",
) -> list[Event]:
    """Add a consultation for each person a page or a list shows; opens its own transaction.

    `people` are case public ids; repeats are logged once.
    """
    entries = [
        _entry(Kind.CONSULTATION, action, by, about, inspection, person, reason, {})
        for person in dict.fromkeys(people)
    ]
    with transaction.atomic():
        return _append(entries)


def _entry(  # noqa: PLR0917 - both callers above pass what they were given
    kind: Kind,
    action: str,
    by: "User | None",
    about: models.Model | None,
    inspection: models.Model | None,
    person: UUID | None,
    reason: str,
    changes: Mapping[str, Any],
) -> _Entry:
    return _Entry(
        kind=kind.value,
        action=action,
        by=by.public_id if by else None,
        object_type=about._meta.label_lower if about else "",
        object_id=_public_id(about),
        person=person,
        inspection=_public_id(inspection),
        reason=reason,
        changes=changes,
    )


def _public_id(instance: models.Model | None) -> UUID | None:
    return getattr(instance, "public_id") if instance else None  # noqa: B009 - any model that has one


def _append(entries: list[_Entry]) -> list[Event]:
    if not connection.in_atomic_block:
        raise RuntimeError("An audit event must be written in the transaction of its change")
    if not entries:
        return []
    ChainHead.objects.get_or_create(pk=1, defaults={"hash": START})
    head = ChainHead.objects.select_for_update().get(pk=1)
    events = []
    for entry in entries:
        fields = asdict(entry) | {"sequence": head.sequence + 1, "at": timezone.now()}
        fields["previous_hash"] = head.hash
        fields["hash"] = seal(fields)
        events.append(Event(**fields))
        head.sequence, head.hash = fields["sequence"], fields["hash"]
    Event.objects.bulk_create(events)
    head.save(update_fields=["sequence", "hash"])
    return events
