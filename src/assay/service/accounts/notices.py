"""What people are told by email."""

from assay.service.accounts.models import OneTimeLink
from assay.service.project.mail import send
from assay.service.project.words import moment

OPENINGS = {
    OneTimeLink.Purpose.INVITATION: "You have been given access to Assay, which inspects the work "
    "of probation services.",
    OneTimeLink.Purpose.RENEWAL: "Your password and your sign-in codes for Assay have been "
    "cleared. Set new ones with the link below.",
}


def send_link(link: OneTimeLink, address: str) -> bool:
    """Send a link's person its address; say whether the mail server took it."""
    if link.user is None:
        return False
    body = (
        f"{OPENINGS[OneTimeLink.Purpose(link.purpose)]}\n\n"
        f"{address}\n\n"
        f"The link works once, until {moment(link.expires_at)}. Don't pass it on.\n"
        "If you did not expect this, tell whoever runs the service.\n"
    )
    return send([("Your link to Assay", body, link.user.email)])
