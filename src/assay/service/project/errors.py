"""Error pages: what happened and what to do, in the service's own look."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from assay.service.project.requests import wants_json

RETRY_SECONDS = "30"
TOO_LONG = "It is too long. Shorten it."


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request made no sense, or was too long to be taken in."""
    too_long = isinstance(exception, RequestDataTooBig)
    status = 413 if too_long else 400
    if wants_json(request):
        words = TOO_LONG if too_long else "The service could not read it."
        return JsonResponse({"kind": "invalid", "words": words}, status=status)
    return render(request, f"errors/{status}.html", status=status)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's shape
    """Say that this person may not."""
    if wants_json(request):
        return JsonResponse({"kind": "gone"}, status=403)
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's shape
    """Say that there is nothing here, or nothing for this person."""
    if wants_json(request):
        return JsonResponse({"kind": "gone"}, status=404)
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's shape
    """Say sorry, without touching anything that may be broken."""
    return sorry(sys.exc_info()[1])


def sorry(fault: BaseException | None) -> HttpResponse:
    """Say that something broke, or that the database is away for now.

    The page is made without the request: who asks, and their messages, are in the database
    that may be what is broken.
    """
    away = isinstance(fault, OperationalError | InterfaceError)
    status = 503 if away else 500
    page = render_to_string(f"errors/{status}.html", {"plain": True})
    answer = HttpResponse(page, status=status)
    if away:
        answer["Retry-After"] = RETRY_SECONDS
    return answer


def method_not_allowed(request: HttpRequest) -> HttpResponse:
    """Say that the address is for a button and not for looking at."""
    if wants_json(request):
        return JsonResponse({"kind": "gone"}, status=405)
    return render(request, "errors/405.html", status=405)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's shape
    """Say that the page was too old or came from elsewhere."""
    if wants_json(request):
        return JsonResponse({"kind": "csrf"}, status=403)
    return render(request, "errors/csrf.html", status=403)
