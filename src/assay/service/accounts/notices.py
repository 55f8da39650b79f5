"""What people are told by email."""

from django.core.mail import send_mail

from assay.service.accounts.links import path_of
from assay.service.accounts.models import OneTimeLink
from assay.service.project.words import moment

OPENINGS = {
    OneTimeLink.Purpose.INVITATION: "You have been given access to Assay, which inspects the work "
    "of probation services.",
    OneTimeLink.Purpose.RENEWAL: "Your password and your sign-in codes for Assay have been "
    "cleared. Set new ones with the link below.",
}


def send_link(link: OneTimeLink, token: str, site: str) -> None:
    """Send a link to its person; `site` is the service's address, like https://example.test."""
    if link.user is None:
        return
    body = (
        f"{OPENINGS[OneTimeLink.Purpose(link.purpose)]}\n\n"
        f"{site}{path_of(token)}\n\n"
        f"The link works once, until {moment(link.expires_at)}. Don't pass it on.\n"
        "If you did not expect this, tell whoever runs the service.\n"
    )
    send_mail("Your link to Assay", body, None, [link.user.email])
