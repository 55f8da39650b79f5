"""What views share whatever they show: lists by the page, files to keep, the ways to ask."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from assay.service.project.limits import limits

FORM = require_http_methods(["GET", "HEAD", "POST"])
"""For a page with a form: shown, then sent."""


def paged(request: HttpRequest, items: QuerySet[Any] | Sequence[Any]) -> Page[Any]:
    """Give the page of a list that was asked for."""
    return Paginator(items, limits().page.rows).get_page(request.GET.get("page"))


def download(body: bytes, name: str, kind: str) -> HttpResponse:
    """Answer with a file to keep."""
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
