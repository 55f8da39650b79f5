"""What a view of one inspection takes from the gate."""

from typing import cast

from django.http import HttpRequest, QueryDict

from assay.service.accounts.access import allowed
from assay.service.inspections.models import Inspection
from assay.service.project.requests import user_of


def inspection_of(request: HttpRequest) -> Inspection:
    """Give the inspection the gate found and the visitor may see."""
    return cast("Inspection", request.inspection)  # type: ignore[attr-defined]


def sent(request: HttpRequest) -> QueryDict | None:
    """Give what was posted, even when it is empty; None on a first look."""
    return request.POST if request.method == "POST" else None


def may(request: HttpRequest, permission: str) -> bool:
    """Say whether the visitor holds a permission on this inspection."""
    return allowed(user_of(request), permission, inspection=inspection_of(request))
