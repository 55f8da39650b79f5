"""Where django-allauth is told how this service signs people in."""

import base64
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest

from assay.service.project.limits import limits

TOO_MANY = f"Too many wrong attempts. Wait {limits().lockout.minutes} minutes and try again"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs themselves up, and messages are said once, on the page."""

    error_messages = {  # noqa: RUF012 - allauth's own shape
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The email address or the password is not right",
        "incorrect_password": "The password is not right",
        "enter_current_password": "The current password is not right",
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's shape
        """Say no: people are invited."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again who it is, unless they proved it in the last few minutes by signing in."""
        request = context.request
        proofs = get_authentication_records(request, request.user)
        fresh = limits().session.fresh_minutes * 60
        if proofs and time.time() - proofs[-1]["at"] < fresh:
            return False
        required: bool = super().is_reauthentication_required(app=app, **kwargs)
        return required

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: "You have signed in" is noise to somebody who just did."""


class CodeAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of codes encrypted, with a key that is not in the database."""

    error_messages = {  # noqa: RUF012 - allauth's own shape
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is not right. Check your phone's time and try the next one",
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret for the database."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Give a secret back."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Single sign-on lets in people who already have access, and nobody else."""

    def is_open_for_signup(self, *_: Any) -> bool:
        """Say no: people are invited."""
        return False


def _cipher() -> Fernet:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"assay sign-in codes")
    return Fernet(base64.urlsafe_b64encode(derive.derive(settings.SECRET_KEY.encode())))
