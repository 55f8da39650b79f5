"""What a view may take for granted once the gate has let a request through."""

from typing import cast

from django.http import HttpRequest

from assay.service.accounts.models import User


def user_of(request: HttpRequest) -> User:
    """Give the signed-in person of a request that is not public."""
    return cast("User", request.user)


def wants_json(request: HttpRequest) -> bool:
    """Say whether a script asks, which needs an answer it can't take for a page."""
    return request.headers.get("Accept", "") == "application/json"
