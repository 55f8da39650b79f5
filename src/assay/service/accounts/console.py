"""The way back in for whoever runs the server, when no administrator can sign in."""

from django.core.exceptions import ValidationError
from django.db import transaction

from assay.service.accounts.actions import clear_sign_in, give_role
from assay.service.accounts.grants import ADMINISTRATOR, Grant, Refused
from assay.service.accounts.links import make_link
from assay.service.accounts.models import Membership, OneTimeLink, User
from assay.service.audit.changes import differences, snapshot
from assay.service.audit.models import Kind
from assay.service.audit.record import record

REASON = "done at the console"


@transaction.atomic
def administrator_link(email: str, full_name: str = "") -> str:
    """Make somebody an administrator without a last day, and give a link's token for them.

    Their password and codes stop working, and access that had ended is given again.

    Args:
        email: Of somebody who has an account, or of a new person.
        full_name: Of a new person.

    Raises:
        Refused: If nobody has the address and there is no name to make them with, or one is wrong.
    """
    user = User.objects.select_for_update().filter(email__iexact=email).first()
    if user is None and not full_name:
        raise Refused("Nobody with this email address has an account")
    before = snapshot(user) if user else None
    user = user or _new(email, full_name)
    user.is_active = True
    user.save()
    clear_sign_in(user)
    record(
        kind=Kind.ACCESS,
        action="accounts.administrator_link",
        by=None,
        about=user,
        reason=REASON,
        changes=differences(user, before),
    )
    _make_administrator(user)
    _, token = make_link(OneTimeLink.Purpose.RENEWAL, user=user, by=None)
    return token


def _new(email: str, full_name: str) -> User:
    user = User(email=email.lower(), full_name=full_name)
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        raise Refused("This email address or name can't be used") from error
    return user


def _make_administrator(user: User) -> None:
    """Give the role, or take away the last day of the one they hold."""
    held = Membership.objects.current().filter(user=user, role=ADMINISTRATOR)
    if not held.exists():
        give_role(by=None, user=user, grant=Grant(ADMINISTRATOR))
        return
    for membership in held.exclude(ends_on=None):
        before = snapshot(membership)
        membership.ends_on = None
        membership.save(update_fields=["ends_on"])
        record(
            kind=Kind.ALTERATION,
            action="accounts.extend_role",
            by=None,
            about=user,
            reason=REASON,
            changes=differences(membership, before),
        )
