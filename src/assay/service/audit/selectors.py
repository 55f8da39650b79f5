"""Searching the audit trail."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from assay.service.audit.models import Event


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for; None and "" mean anything. Days are London days, both included."""

    by: UUID | None = None
    people: tuple[UUID, ...] = ()
    kind: str = ""
    action: str = ""
    inspection: UUID | None = None
    since: date | None = None
    until: date | None = None

    def said(self) -> dict[str, str]:
        """Give the search as text for the log of its own use."""
        names = ("by", "kind", "action", "inspection", "since", "until")
        given = {name: getattr(self, name) for name in names}
        given["person"] = " ".join(map(str, self.people))
        return {name: str(value) for name, value in given.items() if value}


def search(wanted: Search) -> QuerySet[Event]:
    """Give the events that fit, newest first."""
    events = Event.objects.order_by("-sequence")
    if wanted.by:
        events = events.filter(by=wanted.by)
    if wanted.people:
        events = events.filter(person__in=wanted.people)
    if wanted.action:
        events = events.filter(action=wanted.action)
    if wanted.inspection:
        events = events.filter(inspection=wanted.inspection)
    if wanted.kind:
        events = events.filter(kind=wanted.kind)
    if wanted.since:
        events = events.filter(at__gte=_start_of(wanted.since))
    if wanted.until and wanted.until < date.max:
        events = events.filter(at__lt=_start_of(wanted.until + timedelta(days=1)))
    return events


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
