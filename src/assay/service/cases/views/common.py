"""What the pages of an inspection's cases share."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assay.service.accounts.access import allowed
from assay.service.audit.record import record_reads
from assay.service.cases.feedback import MARKING
from assay.service.cases.models import Case, Reading
from assay.service.inspections.models import Inspection
from assay.service.project.limits import limits
from assay.service.project.requests import user_of

FORM = require_http_methods(["GET", "HEAD", "POST"])
OWN = "own reading"
"""Stands for the page of a reading that the visitor makes, not of somebody else's."""


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the navigation within an inspection, for holders of any of the permissions.

    Attributes:
        text: Of its link.
        route: Where the link leads.
        permissions: Any of which opens it.
        within: Names of the other pages that belong to it.
    """

    text: str
    route: str
    permissions: tuple[str, ...]
    within: tuple[str, ...] = ()


PARTS = (
    Part("Inspection", "inspections:inspection", ("inspections.view",)),
    Part("Case list", "cases:case_list", ("case_list.view",), ("upload",)),
    Part("Sample", "cases:sample", ("sample.view",), ("draw", "substitute")),
    Part(
        "Your cases",
        "cases:readings",
        ("cases.assess", "cases.second_read"),
        ("question", "keep_saved", "write_feedback", OWN),
    ),
    Part(
        "Progress",
        "cases:progress",
        ("cases.view",),
        ("assign", "join", "take_back", "reopen", "home_teams"),
    ),
    Part("Differences", "cases:moderation", ("cases.moderate",), ("settle", "unsettle")),
    Part("Feedback", "cases:feedback", ("feedback.release",), ("release_feedback",)),
    Part("Results", "cases:results", ("results.view",)),
)

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


def inspection_of(request: HttpRequest) -> Inspection:
    """Give the inspection the gate found and checked."""
    return cast("Inspection", request.inspection)  # type: ignore[attr-defined]


def may(request: HttpRequest, permission: str) -> bool:
    """Say whether the visitor holds a permission on this inspection."""
    return allowed(user_of(request), permission, inspection=inspection_of(request))


def show(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Answer with a page of an inspection."""
    inspection = inspection_of(request)
    if "case" in context:
        context.setdefault("marking", MARKING)
    context |= {"inspection": inspection, "parts": _parts(request, context.get("reading"))}
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


def paged(request: HttpRequest, items: QuerySet[Any]) -> Page[Any]:
    """Give the page of a list that was asked for."""
    return Paginator(items, limits().page.rows).get_page(request.GET.get("page"))


def download(body: bytes, name: str, kind: str) -> HttpResponse:
    """Answer with a file to keep."""
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _parts(request: HttpRequest, reading: Reading | None) -> list[dict[str, Any]]:
    inspection, page = inspection_of(request), _page(request, reading)
    return [
        {
            "text": part.text,
            "href": reverse(part.route, args=[inspection.public_id]),
            "here": page == part.route.removeprefix("cases:") or page in part.within,
        }
        for part in PARTS
        if any(may(request, permission) for permission in part.permissions)
    ]


def _page(request: HttpRequest, reading: Reading | None) -> str:
    """Give the name of the page that is shown."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    own = reading is not None and reading.reader_id == user_of(request).pk
    return OWN if name == "reading" and own else str(name)
