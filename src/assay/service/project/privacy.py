"""The class of every stored field: personal, not personal, or a credential.

Each app has a `privacy.py` with `PRIVACY`, model by model. The tables of other packages are
classed here. A field nobody classed is a fault, and a test finds it.
"""

from importlib import import_module
from typing import Literal

from django.db import models

Class = Literal["personal", "not personal", "credential"]

OTHERS: dict[str, dict[str, Class]] = {
    "account.EmailAddress": {"user": "personal", "email": "personal"},
    "account.EmailConfirmation": {"email_address": "personal", "key": "credential"},
    "mfa.Authenticator": {"user": "personal", "data": "credential"},
    "sessions.Session": {"session_key": "credential", "session_data": "credential"},
    "socialaccount.SocialAccount": {
        "user": "personal",
        "uid": "personal",
        "extra_data": "personal",
    },
    "socialaccount.SocialToken": {
        "account": "personal",
        "token": "credential",
        "token_secret": "credential",
    },
    "socialaccount.SocialApp": {"client_id": "credential", "secret": "credential"},
}


class Unclassed(LookupError):  # noqa: N818 - read aloud as "the field is unclassed"
    """Raised when a field has no class."""


def privacy_of(model: type[models.Model]) -> dict[str, Class]:
    """Give the class of each field of one of our models, by field name.

    Raises:
        Unclassed: If the app's `privacy.py` misses the model or a field of it.
    """
    app = model._meta.app_config.name if model._meta.app_config else ""
    classed: dict[str, Class] = import_module(f"{app}.privacy").PRIVACY.get(model.__name__, {})
    missing = {field.name for field in model._meta.concrete_fields} - set(classed)
    if missing:
        raise Unclassed(f"{model.__name__}: {', '.join(sorted(missing))}")
    return classed
