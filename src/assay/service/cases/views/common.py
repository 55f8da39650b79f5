"""What the pages of an inspection's cases share."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from assay.service.audit.record import record_reads
from assay.service.cases.feedback import MARKING
from assay.service.cases.models import Case, Reading
from assay.service.inspections.parts import parts_of
from assay.service.inspections.requests import inspection_of, may
from assay.service.project.requests import user_of

READERS = ("cases.view", "cases.assess", "cases.second_read")
View = Callable[..., HttpResponse]


def readers_only(view: View) -> View:
    """Keep out, as from what isn't there, whoever reads no case on the inspection at all.

    Goes under `needs("inspections.view")`; which cases a reader sees, the selectors say.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not any(may(request, permission) for permission in READERS):
            raise Http404
        return view(request, *args, **kwargs)

    return inner


def show(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Answer with a page of an inspection."""
    if "case" in context:
        context.setdefault("marking", MARKING)
    parts = parts_of(request, _page(request, context.get("reading")))
    context |= {"inspection": inspection_of(request), "parts": parts}
    return render(request, f"cases/{template}.html", context, status=status)


def log_reads(request: HttpRequest, action: str, cases: Iterable[Case], about: Any = None) -> None:
    """Log that the visitor reads what these cases' people are about."""
    record_reads(
        action=action,
        by=user_of(request),
        people=[case.public_id for case in cases],
        about=about,
        inspection=inspection_of(request),
    )


def _page(request: HttpRequest, reading: Reading | None) -> str:
    """Name the page of a reading that the visitor makes, which isn't that of somebody else's."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    own = reading is not None and reading.reader_id == user_of(request).pk
    return "cases:own_reading" if name == "reading" and own else ""
