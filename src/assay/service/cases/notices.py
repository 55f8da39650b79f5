"""What people are told. Never a person's name or reference, nor which case."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from assay.service.accounts.models import Membership, User
from assay.service.audit.models import Event
from assay.service.cases.models import BreakGlass, Case
from assay.service.inspections.models import Inspection
from assay.service.inspections.notices import tell
from assay.service.project.mail import send
from assay.service.project.words import moment

TOLD = ("chief_inspector", "administrator")
"""Roles that answer for access on the whole service."""


def tell_about_case(kind: str, case: Case, to: Iterable[User], event: Event) -> None:
    """Tell people what happened to a case, in the transaction of the change."""
    tell(kind, to=to, inspection=case.inspection, about=case.public_id, occasion=event.sequence)


def glass_broken(opening: BreakGlass, event: int) -> None:
    """Tell those who answer for access that a restricted case was opened."""
    told = _who_answer()
    with transaction.atomic():
        tell(
            "glass_broken",
            to=told,
            inspection=opening.case.inspection,
            about=opening.public_id,
            occasion=event,
        )
    body = (
        f"{opening.user.full_name} opened a restricted case of {opening.case.inspection} in an "
        f"emergency at {moment(opening.opened_at)}.\n\n"
        f"Reason given: {opening.get_reason_display()}.\n"
        f"It stays open to them until {moment(opening.ends_at)}.\n"
        f"It is event {event} of the audit trail. Ask them about it today.\n"
    )
    subject = "A restricted case was opened in Assay"
    send((subject, body, address) for address in sorted(user.email for user in told))


def glass_guessed(inspection: Inspection, event: Event) -> None:
    """Tell them that somebody tries one reference after another, in its transaction."""
    tell(
        "glass_guessed",
        to=_who_answer(),
        inspection=inspection,
        about=inspection.public_id,
        occasion=event.sequence,
    )


def _who_answer() -> QuerySet[User]:
    held = Membership.objects.current().filter(role__in=TOLD, scope=Membership.Scope.SERVICE)
    return User.objects.filter(pk__in=held.values("user"), is_active=True)
