"""What every page knows: its visitor, the menu, and when their sign-in ends."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from assay.service.accounts.access import permissions_somewhere
from assay.service.accounts.sessions import ending
from assay.service.project.limits import limits
from assay.service.project.menu import MENU


def page(request: HttpRequest) -> dict[str, Any]:
    """Give the base page's context."""
    user = getattr(request, "user", None)
    device = {"device": limits().device, "for_device": request.headers.get("X-Assay-Keep") == "yes"}
    if user is None or not user.is_authenticated:
        return device | {"menu": [], "ending": None, "single_sign_on": _single_sign_on()}
    held = permissions_somewhere(user)
    entries = [entry for entry in MENU if not entry.permission or entry.permission in held]
    return device | {
        "menu": [
            {
                "href": reverse(entry.route),
                "text": entry.text,
                "active": request.path.startswith(reverse(entry.route)) and entry.route != "home",
                "current": request.path == reverse(entry.route),
            }
            for entry in entries
        ],
        "ending": ending(request),
    }


def _single_sign_on() -> dict[str, str] | None:
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    if not apps:
        return None
    href = reverse("openid_connect_login", args=[apps[0]["provider_id"]])
    return {"name": apps[0]["name"], "href": href}
