"""Making the people of the demonstration, in an empty database of a demonstration alone."""

import secrets

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from assay.service.accounts.actions import Grant, Refused, give_role
from assay.service.accounts.models import User
from assay.service.audit.changes import differences
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.demo.scene import Person, scene

REASON = "made up for the demonstration"


@transaction.atomic
def add_people() -> dict[str, User]:
    """Add the made-up people, by role; whoever holds a role on the whole service has it.

    Nobody knows their passwords and codes: a demonstration signs them in by its own page.

    Raises:
        Refused: If this is not a demonstration, or somebody has an account.
    """
    if not getattr(settings, "DEMONSTRATION", False):
        raise Refused("Made-up people are for a demonstration, and this is not one")
    if User.objects.exists():
        raise Refused("Made-up people are never added to a database that has accounts")
    password = make_password(secrets.token_urlsafe(32))
    return {person.role: _add(person, password) for person in scene().people}


def _add(person: Person, password: str) -> User:
    user = User.objects.create(email=person.email, full_name=person.name, password=password)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    record(
        kind=Kind.COLLECTION,
        action="demo.add_person",
        by=None,
        about=user,
        reason=REASON,
        changes=differences(user),
    )
    if person.scope == "service":
        give_role(by=None, user=user, grant=Grant(person.role))
    return user
