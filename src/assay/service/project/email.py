"""Mail: an SMTP server by ASSAY_EMAIL_URL, else none is sent.

Without one nothing is printed either: mails hold one-time links and people's addresses.
"""

import os
from typing import Any
from urllib.parse import unquote, urlsplit

NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"


def email_settings() -> dict[str, Any]:
    """Give Django's EMAIL_ settings; smtps:// means TLS from the start, smtp:// STARTTLS."""
    sender = os.environ.get("ASSAY_EMAIL_FROM", "assay@localhost")
    common = {"DEFAULT_FROM_EMAIL": sender, "SERVER_EMAIL": sender, "EMAIL_TIMEOUT": 10}
    url = urlsplit(os.environ.get("ASSAY_EMAIL_URL", ""))
    if not url.hostname:
        return {**common, "EMAIL_BACKEND": NO_MAIL}
    return {
        **common,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or 587,
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_USE_TLS": url.scheme != "smtps",
    }
