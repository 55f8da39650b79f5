"""The service's own settings, and what only a demonstration has: its page of sign-ins.

They refuse every data folder that `assay demo` did not make.
"""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from assay.service.demo.folder import is_demonstration
from assay.service.project import settings as real

if not is_demonstration(real.DATA):
    raise ImproperlyConfigured("These settings are for a folder made by `assay demo` alone")

globals().update({name: getattr(real, name) for name in dir(real) if name.isupper()})

DEMONSTRATION = True
DATABASES: dict[str, Any] = {
    "default": {**real.DATABASES["default"], "NAME": str(real.DATA / "assay.sqlite3")}
}
INSTALLED_APPS = ["assay.service.demo", *real.INSTALLED_APPS]
ROOT_URLCONF = "assay.service.demo.urls"
real.CONTEXT.append("assay.service.demo.context.demonstration")
LOGIN_URL = LOGOUT_REDIRECT_URL = "demo:start"
# The terminal shows the accounts; a line for each page would push them away.
LOGGING = {**real.LOGGING, "loggers": {**real.LOGGING["loggers"], "assay": {"level": "WARNING"}}}
# A browser keeps cookies by host, not by port: a real service on this machine keeps its own.
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "assay-demo-session", "assay-demo-csrf"
