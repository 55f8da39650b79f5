"""Error pages: what happened and what to do, in the service's own look."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from assay.service.project.requests import wants_json


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request made no sense."""
    if wants_json(request):
        too_long = isinstance(exception, RequestDataTooBig)
        words = "It is too long. Shorten it" if too_long else "The service could not read it"
        return JsonResponse({"kind": "invalid", "words": f"{words}."}, status=400)
    return render(request, "errors/400.html", status=400)


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


def server_error(request: HttpRequest) -> HttpResponse:
    """Say sorry, without touching anything that may be broken."""
    return render(request, "errors/500.html", {"plain": True}, status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's shape
    """Say that the page was too old or came from elsewhere."""
    if wants_json(request):
        return JsonResponse({"kind": "csrf"}, status=403)
    return render(request, "errors/csrf.html", status=403)
