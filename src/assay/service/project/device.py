"""What makes the service work on a device without a network: installed, and sending later."""

import json
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assay.service.accounts.routes import public, signed_in
from assay.service.project.assets import asset, assets_of
from assay.service.project.limits import limits
from assay.service.project.requests import user_of

ICONS = (
    ("assay/icon-192.png", "192x192", "any"),
    ("assay/icon-512.png", "512x512", "any"),
    ("assay/icon-maskable-512.png", "512x512", "maskable"),
)


@public("an empty page; what it lists is on the device and never comes from here")
@require_safe
def on_this_device(request: HttpRequest) -> HttpResponse:
    """Show the page that lists, from the device itself, what is kept there and not yet sent."""
    return render(request, "device.html")


@signed_in()
@require_safe
def visitor(request: HttpRequest) -> JsonResponse:
    """Tell a script who is signed in, and the token its next request must carry."""
    person = str(user_of(request).public_id)
    return JsonResponse({"person": person, "csrf": get_token(request)})


@public("a browser installs the service without a session; names only, no data")
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django's shape
    """Describe the service to a device that installs it."""
    icons = [
        {"src": asset(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
        for name, sizes, purpose in ICONS
    ]
    described = {
        "id": "/",
        "name": "Assay",
        "short_name": "Assay",
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#1d3557",
        "icons": icons,
    }
    return JsonResponse(described, content_type="application/manifest+json")


@public("a browser fetches it without a session; addresses of public files only")
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's shape
    """Give the script that answers for the network when there is none."""
    setting: dict[str, Any] = {"files": assets_of("assay", "vendor"), "page": reverse("device")}
    setting["patience"] = limits().device.patience_milliseconds
    setting["version"] = sha256(json.dumps(setting).encode()).hexdigest()[:12]
    text = (
        f"import {{ start }} from {json.dumps(asset('assay/device/worker.js'))};\n"
        f"start({json.dumps(setting)});\n"
    )
    answer = HttpResponse(text, content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer
