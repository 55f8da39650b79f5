"""One page of events to show; a row that can't be read does not take the others with it."""

from dataclasses import dataclass
from typing import cast

from django.core.paginator import Page
from django.db import DatabaseError
from django.db.models import QuerySet
from django.utils import timezone

from assay.service.audit.models import Event

CANT_BE_READ = (ValueError, TypeError, AttributeError, OverflowError, RecursionError, DatabaseError)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Stands in for an event that was changed outside the service into something unreadable."""

    sequence: object
    by: None = None
    object_id: None = None
    unreadable: bool = True


def shown(page: Page[Event]) -> list[Event | Unreadable]:
    """Give the events of a page in order, with `Unreadable` for each that can't be read."""
    try:
        return [_sound(event) for event in page.object_list]
    except CANT_BE_READ:
        events = cast("QuerySet[Event]", page.object_list)
        return [_one(number) for number in events.values_list("sequence", flat=True)]


def _one(number: int) -> Event | Unreadable:
    try:
        return _sound(Event.objects.get(sequence=number))
    except (*CANT_BE_READ, Event.DoesNotExist):
        return Unreadable(number)


def _sound(event: Event) -> Event:
    """Try what the page does with an event."""
    timezone.localtime(event.at)
    event.changes.items()
    if not isinstance(event.sequence, int) or not isinstance(event.reason, str):
        raise TypeError
    return event
