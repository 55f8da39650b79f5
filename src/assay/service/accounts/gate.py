"""The gate every request passes: deny unless the address says otherwise."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from assay.service.accounts.access import allowed, allowed_somewhere
from assay.service.accounts.routes import Access, access_of
from assay.service.inspections.models import Inspection
from assay.service.project.requests import user_of, wants_json
from assay.service.providers.models import Provider

View = Callable[..., Any]
UNDONE = "You were signed out, so this was not done. Sign in and try again."


class Gate:
    """Checks what the view declared before the view is called."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the work is in `process_view`."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, _args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Stop a request that may not go on: sign in, set up codes, refuse, or not found."""
        access = access_of(view)
        if access is None:
            raise PermissionDenied
        if access.level == "public":
            return None
        if wants_json(request) and _stranger(request, access):
            return JsonResponse({"kind": "signed_out"}, status=401)
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if not access.before_codes and not is_mfa_enabled(request.user):
            return redirect("mfa_activate_totp")
        if access.level == "permission":
            _check(request, access, kwargs)
        return None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in page, and from there back to where a person was.

    What was sent is lost, so they are told, and led to the page with the button: the address
    it sends to may not be one to look at.
    """
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    messages.error(request, UNDONE)
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure())
    page = urlsplit(came_from)._replace(scheme="", netloc="", fragment="").geturl() if ours else ""
    return redirect_to_login(page or reverse("home"))


def _stranger(request: HttpRequest, access: Access) -> bool:
    """Say whether a script's request is not from who it says, or from nobody who is let in.

    A script sends what one person typed; it must never go in under the name of another who
    has signed in meanwhile on the same device.
    """
    user = request.user
    if not user.is_authenticated or not (access.before_codes or is_mfa_enabled(user)):
        return True
    said = request.headers.get("X-Assay-Person")
    return said is not None and said != str(user_of(request).public_id)


def _check(request: HttpRequest, access: Access, kwargs: dict[str, Any]) -> None:
    """Refuse a person who may not; a place they may not see is not there at all."""
    user = user_of(request)
    if access.anywhere:
        if not allowed_somewhere(user, access.permission):
            raise PermissionDenied
        return
    inspection = _found(Inspection, kwargs.get(access.inspection))
    provider = _found(Provider, kwargs.get(access.provider))
    if not allowed(user, access.permission, inspection=inspection, provider=provider):
        if access.inspection or access.provider:
            raise Http404
        raise PermissionDenied
    request.inspection, request.provider = inspection, provider  # type: ignore[attr-defined]


def _found(model: type[Any], public_id: Any) -> Any:
    if public_id is None:
        return None
    try:
        return model.objects.get(public_id=public_id)
    except model.DoesNotExist:
        raise Http404 from None
