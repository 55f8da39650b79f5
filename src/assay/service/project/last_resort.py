"""What is answered when even the page that says sorry could not be made."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from assay.service.project.headers import add_headers, content_security_policy

logger = logging.getLogger("assay.request")
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
SORRY = "Sorry, there is a problem with the service. Try again in a few minutes."


def last_resort(application: Application) -> Application:
    """Wrap a WSGI application so that no fault of it reaches the server.

    The server would answer with a page of its own, without our headers.
    """

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        try:
            return application(environ, start)
        except Exception:
            logger.exception("A request ended in a fault that no page could be made for")
        response = _sorry()
        start(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return [response.content]

    return answer


def _sorry() -> HttpResponse:
    response = HttpResponse(SORRY, status=500, content_type="text/plain; charset=utf-8")
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = settings.X_FRAME_OPTIONS
    response["Referrer-Policy"] = settings.SECURE_REFERRER_POLICY
    return add_headers(response, content_security_policy())
