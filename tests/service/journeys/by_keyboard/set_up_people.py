"""Makes accounts without a role in the database of a running service.

Run as `python set_up_people.py PASSWORD NAME...`; prints each one's key for codes as JSON.
"""

import json
import sys

from assay.service.project.start import ready

ready()

# ruff: noqa: E402 - Django must be set up before its models are imported
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from assay.service.accounts.models import User


def account(name: str, password: str) -> str:
    """Make an account and give its key."""
    user = User(email=f"{name}@example.test", full_name=f"Made-up {name.title()}")
    user.set_password(password)
    user.save()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


print(json.dumps({name: account(name, sys.argv[1]) for name in sys.argv[2:]}))  # noqa: T201 - the answer
