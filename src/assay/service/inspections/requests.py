"""What a view of one inspection takes from the gate."""

from typing import cast

from django.http import HttpRequest, QueryDict

from assay.service.inspections.models import Inspection


def inspection_of(request: HttpRequest) -> Inspection:
    """Give the inspection the gate found and the visitor may see."""
    return cast("Inspection", request.inspection)  # type: ignore[attr-defined]


def sent(request: HttpRequest) -> QueryDict | None:
    """Give what was posted, even when it is empty; None on a first look."""
    return request.POST if request.method == "POST" else None
