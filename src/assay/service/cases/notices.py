"""What people are told by email. Never a person's name or reference, nor which case."""

from django.core.mail import send_mass_mail

from assay.service.accounts.models import Membership
from assay.service.cases.models import BreakGlass
from assay.service.project.words import moment

TOLD = ("chief_inspector", "administrator")
"""Roles that answer for access on the whole service."""


def glass_broken(opening: BreakGlass, event: int) -> None:
    """Tell those who answer for access that a restricted case was opened."""
    held = Membership.objects.current().filter(role__in=TOLD, scope=Membership.Scope.SERVICE)
    addresses = held.filter(user__is_active=True).values_list("user__email", flat=True).distinct()
    body = (
        f"{opening.user.full_name} opened a restricted case of {opening.case.inspection} in an "
        f"emergency at {moment(opening.opened_at)}.\n\n"
        f"Reason given: {opening.get_reason_display()}.\n"
        f"It stays open to them until {moment(opening.ends_at)}.\n"
        f"It is event {event} of the audit trail. Ask them about it today.\n"
    )
    subject = "A restricted case was opened in Assay"
    send_mass_mail([(subject, body, None, [address]) for address in sorted(addresses)])
