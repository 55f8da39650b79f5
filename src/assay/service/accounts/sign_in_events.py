"""Sign-ins, sign-outs and failures, as events in the audit trail.

A failed attempt names the account only when there is one; what was typed is never kept.
"""

from typing import Any

from allauth.mfa import signals as codes
from django.contrib.auth import signals as passwords
from django.db import transaction
from django.dispatch import receiver

from assay.service.accounts.models import User
from assay.service.audit.models import Kind
from assay.service.audit.record import record


@receiver(passwords.user_logged_in)
def signed_in(user: User, **_: Any) -> None:
    """Note a sign-in."""
    _note("accounts.sign_in", user)


@receiver(passwords.user_logged_out)
def signed_out(user: User | None, **_: Any) -> None:
    """Note a sign-out."""
    if user is not None:
        _note("accounts.sign_out", user)


@receiver(passwords.user_login_failed)
def wrong_password(credentials: dict[str, Any], **_: Any) -> None:
    """Note a failed attempt."""
    email = credentials.get("email") or ""
    _note(
        "accounts.wrong_password", User.objects.filter(email__iexact=email).first(), by_them=False
    )


@receiver(codes.authentication_failed)
def wrong_code(user: User, **_: Any) -> None:
    """Note a wrong code."""
    _note("accounts.wrong_code", user, by_them=False)


@receiver(codes.authenticator_added)
@receiver(codes.authenticator_reset)
def codes_set_up(user: User, **_: Any) -> None:
    """Note that a person set up codes or asked for new recovery codes."""
    _note("accounts.codes_set_up", user)


def _note(action: str, user: User | None, *, by_them: bool = True) -> None:
    with transaction.atomic():
        record(kind=Kind.ACCESS, action=action, by=user if by_them else None, about=user)
