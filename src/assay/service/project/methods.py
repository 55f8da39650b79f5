"""A page where a method is refused, and an answer to those who ask which are taken."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from assay.service.project.errors import method_not_allowed


class Methods:
    """Gives the blank answer to a method that a view doesn't take a page that says what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, and fill the answer if it is a blank refusal."""
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        asks = request.method == "OPTIONS"
        filled = HttpResponse(status=204) if asks else method_not_allowed(request)
        filled["Allow"] = response.get("Allow", "")
        return filled
