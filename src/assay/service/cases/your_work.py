"""What waits for a person in the readings of all inspections, counted for their home page.

Counts alone, over what they may see: nothing is said of a case that is hidden from them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.urls import reverse

from assay.service.accounts.access import inspections_for
from assay.service.accounts.models import User
from assay.service.cases.selectors import differences_to_settle, readings_to_make
from assay.service.inspections.models import Inspection

NAMED = {
    "first": ("case to read", "cases to read", "cases:readings"),
    "second": ("second reading to make", "second readings to make", "cases:readings"),
    "settle": ("difference to settle", "differences to settle", "cases:moderation"),
}


@dataclass(frozen=True, slots=True)
class Work:
    """Something that waits, as a link: "3 cases to read", in an inspection."""

    text: str
    href: str
    inspection: str


def work_of(user: User) -> list[Work]:
    """Give what waits for a person, in two queries, however many the inspections."""
    return [*_readings(user), *_differences(user)]


def _readings(user: User) -> Iterator[Work]:
    seen = _inspections(user, "inspections.view")
    own = readings_to_make(user).filter(case__inspection__in=seen)
    grouped = own.order_by("case__inspection__name", "kind").values_list(
        "kind", "case__inspection__public_id", "case__inspection__name"
    )
    for kind, public_id, name, count in grouped.annotate(count=Count("pk")):
        yield _work(kind, count, public_id, name)


def _differences(user: User) -> Iterator[Work]:
    moderated = _inspections(user, "cases.moderate") & _inspections(user, "cases.view")
    unsettled = differences_to_settle(user).filter(case__inspection__in=moderated)
    grouped = unsettled.order_by("case__inspection__name").values_list(
        "case__inspection__public_id", "case__inspection__name"
    )
    for public_id, name, count in grouped.annotate(count=Count("pk")):
        yield _work("settle", count, public_id, name)


def _inspections(user: User, permission: str) -> QuerySet[Inspection]:
    return Inspection.objects.filter(inspections_for(user, permission))


def _work(what: str, count: int, public_id: object, inspection: str) -> Work:
    one, several, route = NAMED[what]
    text = f"{count:,} {one if count == 1 else several}"
    return Work(text, reverse(route, args=[public_id]), inspection)
