"""Fills what lies around one inspection: its team, its provider's past, what people are told."""

from datetime import date, timedelta

from benchmarks.filled_cases import insert
from django.utils import timezone

from assay.service.accounts.models import Membership, User
from assay.service.accounts.roles import catalogue
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.cases.models import (
    Case,
    Feedback,
    HomeTeam,
    JointReader,
    NamedReader,
    Reading,
)
from assay.service.inspections.models import Inspection, Notice
from assay.service.providers.models import Owner, Provider


def crowd(shown: Inspection, people: list[User]) -> None:
    """Make one inspection's team, home teams and history as long as its sample is."""
    held = [membership(user, "local_assessor", shown) for user in people]
    Membership.objects.bulk_create(held)
    HomeTeam.objects.bulk_create(
        HomeTeam(inspection=shown, user=user, ldu="Unit 1", team="Team 1", said_by=user)
        for user in people
    )
    for user in people:
        change = {"before": None, "after": "2027-01-04"}
        record(
            kind=Kind.ALTERATION,
            action="inspections.change_dates",
            by=user,
            about=shown,
            inspection=shown,
            changes={"fieldwork_starts_on": change},
        )


def past(provider: Provider, run: int, years: int) -> None:
    """Give a provider an owner, a body before it and one after it for each of many years."""
    start = date(2025, 1, 1).year - years
    for place in range(years):
        owner = Owner.objects.create(name=f"Made-up owner {run} {place}")
        first, last = date(start + place, 1, 1), date(start + place, 12, 31)
        provider.ownerships.create(owner=owner, starts_on=first, ends_on=last)
        name = f"Made-up body {run} {place}"
        other = Provider.objects.create(name=name, short_name=name, body_type="pdu")
        other.later.create(successor=provider, starts_on=first)
        provider.later.create(successor=other, starts_on=last, split=True)


def membership(user: User, role: str, inspection: Inspection | None) -> Membership:
    """Give a role in force: on one inspection, or on the whole service."""
    return Membership(
        user=user,
        role=role,
        scope="inspection" if inspection else "service",
        inspection=inspection,
        starts_on=timezone.localdate() - timedelta(days=60),
    )


def hand_over(shown: Inspection, viewers: dict[str, User], *, each: int) -> None:
    """Give each viewer who assesses some readings of their own, not yet submitted."""
    first = Reading.objects.filter(case__inspection=shown, kind="first").order_by("id")
    plain = list(first.filter(case__differences=None).values_list("pk", flat=True))
    assessing = [u for key, u in viewers.items()
                 if "cases.assess" in catalogue().roles[key].permissions]  # fmt: skip
    for place, viewer in enumerate(assessing):
        theirs = plain[place * each : (place + 1) * each]
        Reading.objects.filter(pk__in=theirs).update(reader=viewer, submitted_at=None)
        Case.objects.filter(readings__in=theirs).update(read_at=None)
        _share(theirs, viewers["inspector"], viewers["lead_inspector"])


def _share(readings: list[int], user: User, by: User) -> None:
    """Name somebody to read along, unless the readings are their own."""
    JointReader.objects.bulk_create(
        JointReader(reading_id=pk, user=user, added_by=by)
        for pk in Reading.objects.filter(pk__in=readings)
        .exclude(reader=user)
        .values_list("pk", flat=True)
    )


def name(shown: Inspection, viewers: dict[str, User]) -> None:
    """Let the viewers see the restricted cases of the inspection they look at."""
    restricted = list(Case.objects.filter(inspection=shown, restricted=True))
    NamedReader.objects.bulk_create(
        NamedReader(case=case, user=viewer, given_by=viewer)
        for case in restricted
        for viewer in viewers.values()
    )


def tell(made: list[Inspection], viewers: dict[str, User]) -> None:
    """Tell each viewer something about each inspection."""
    Notice.objects.bulk_create(
        Notice(
            recipient=viewer,
            kind="step_held",
            inspection=inspection,
            about=inspection.public_id,
            step="announced",
            occasion="made up",
        )
        for inspection in made
        for viewer in viewers.values()
    )


def sheets(made: list[Inspection]) -> None:
    """Write a feedback sheet for every submitted first reading."""
    insert(
        Feedback,
        {
            "reading": "r.id",
            "good": "'made up'",
            "better": "'made up'",
            "written_by": "r.reader_id",
        },
        "FROM cases_reading r JOIN cases_case c ON c.id = r.case_id WHERE r.kind = 'first' "
        f"AND r.submitted_at IS NOT NULL AND c.inspection_id >= {made[0].pk}",
    )
