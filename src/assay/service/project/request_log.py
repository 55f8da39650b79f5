"""One log line for each request: the route's pattern, never the address that was asked for."""

import logging
import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

logger = logging.getLogger("assay.request")


class RequestLog:
    """Times a request, gives it an id and writes its line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on and log how it went."""
        request_id, started = uuid.uuid4().hex, time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        data = {
            "request": request_id,
            "method": request.method,
            "route": match.route if match else None,
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - started) * 1000, 1),
        }
        logger.info("request", extra={"data": data})
        response["X-Request-Id"] = request_id
        return response
