"""Fills a database with made-up inspections, their cases, readings, answers and audit events.

By whole sets: each big table is filled by one statement, so that a million answers take
seconds. Every row is one the service could have written itself; the audit trail's chain is
sealed as the service seals it. Filling again adds to what is there.
"""

from dataclasses import dataclass
from datetime import timedelta

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from benchmarks import filled_around, filled_cases, filled_events
from benchmarks.filled_around import membership
from django.db import transaction
from django.utils import timezone

from assay.service.accounts.models import Membership, User
from assay.service.accounts.roles import catalogue
from assay.service.inspections.life import life
from assay.service.inspections.models import Inspection, InspectionStep
from assay.service.providers.models import Provider

REACHED = "fieldwork"
PASSWORD = "made-up horse battery"  # noqa: S105 - opens nothing but a made-up database
READERS, MANY = 4, 25
"""Inspectors of each inspection; what is past the length of a list that is picked from by eye."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much to make: inspections, and cases of the sample in each."""

    inspections: int
    cases: int


@dataclass(frozen=True, slots=True)
class Filled:
    """What was made: one inspection to look at, and who may look, by role."""

    inspection: Inspection
    viewers: dict[str, User]


@transaction.atomic
def fill(size: Size) -> Filled:
    """Make inspections in fieldwork with every case read, and one viewer for each role."""
    run = Inspection.objects.count()
    providers = _providers(run, size)
    made = _inspections(run, size, providers)
    staff = _people(f"Made-up Person {run}", max(8, size.inspections * 2))
    _steps(made, staff[0])
    _teams(made, staff)
    filled_cases.fill(made, size.cases, staff[0])
    shown = made[-1]
    filled_around.crowd(shown, staff[: MANY + size.cases // 4])
    filled_around.past(shown.provider, run, size.cases // 4)
    viewers = _viewers(run, made)
    filled_around.hand_over(shown, viewers, each=size.cases // 20)
    filled_around.name(shown, viewers)
    filled_around.tell(made, viewers)
    filled_around.sheets(made)
    filled_events.fill(made)
    return Filled(shown, viewers)


def _providers(run: int, size: Size) -> list[Provider]:
    region = Provider.objects.create(
        name=f"Made-up region {run}", short_name=f"Region {run}", body_type="region"
    )
    names = (f"Made-up unit {run} {place}" for place in range(MANY + size.inspections // 5))
    units = [Provider(name=n, short_name=n, body_type="pdu", part_of=region) for n in names]
    return Provider.objects.bulk_create(units)


def _inspections(run: int, size: Size, providers: list[Provider]) -> list[Inspection]:
    today = timezone.localdate()
    days = {
        "announce_on": today - timedelta(days=40),
        "fieldwork_starts_on": today - timedelta(days=10),
        "fieldwork_ends_on": today + timedelta(days=10),
    }
    return Inspection.objects.bulk_create(
        Inspection(
            provider=providers[place % len(providers)],
            framework="pdu-2023",
            name=f"Made-up inspection {run} {place}",
            reached=REACHED,
            **days,
        )
        for place in range(size.inspections)
    )


def _steps(made: list[Inspection], by: User) -> None:
    """Give each inspection its steps, done as far as fieldwork."""
    keys, now = life().keys, timezone.now()
    done = {"done_on": timezone.localdate(), "done_at": now, "done_by": by, "holder": by}
    reached = keys[: keys.index(REACHED) + 1]
    steps = (
        InspectionStep(inspection=i, step=key, **(done if key in reached else {}))
        for i in made
        for key in keys
    )
    InspectionStep.objects.bulk_create(steps, batch_size=2_000)


def _people(start: str, count: int) -> list[User]:
    made = [
        User(full_name=f"{start} {n}", email=f"{start}-{n}@example.test".replace(" ", "-").lower())
        for n in range(count)
    ]
    for user in made:
        user.set_unusable_password()
    return User.objects.bulk_create(made, batch_size=1_000)


def _teams(made: list[Inspection], staff: list[User]) -> None:
    roles = ("lead_inspector", "quality_lead", *("inspector" for _ in range(READERS)))
    held = [
        membership(staff[(place * 2 + seat) % len(staff)], role, inspection)
        for place, inspection in enumerate(made)
        for seat, role in enumerate(roles)
    ]
    Membership.objects.bulk_create(held, batch_size=2_000)


def _viewers(run: int, made: list[Inspection]) -> dict[str, User]:
    """Make one person for each role: on the whole service where it may be, else on each."""
    viewers, held = {}, []
    for key, role in catalogue().roles.items():
        (viewer,) = _people(f"Made-up {role.name} {run}", 1)
        viewer.set_password(PASSWORD)
        viewer.save()
        TOTP.activate(viewer, generate_totp_secret())
        RecoveryCodes.activate(viewer)
        everywhere = "service" in role.scopes
        held += [membership(viewer, key, place) for place in ([None] if everywhere else made)]
        viewers[key] = viewer
    Membership.objects.bulk_create(held, batch_size=2_000)
    return viewers
