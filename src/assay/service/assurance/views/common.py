"""What the pages of a caseload share."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from assay.service.accounts.access import allowed
from assay.service.assurance.places import extra_is_there
from assay.service.assurance.selectors import Seen, seen_by
from assay.service.assurance.words import words
from assay.service.audit.record import record_reads
from assay.service.project.parts import Link, Part, links
from assay.service.project.requests import user_of
from assay.service.providers.models import Provider

MARKING = "OFFICIAL-SENSITIVE"
View = Callable[..., HttpResponse]


PARTS = (
    Part("Your list", "caseload:list", ("caseload.own",), ("whole_list",)),
    Part("Team", "caseload:team", ("caseload.team",), ("timeline",)),
    Part("Units", "caseload:units", ("caseload.head",), ("unit", "trend")),
    Part("Integrity", "caseload:integrity", ("caseload.quality",), ("integrity_cases",)),
    Part("Officers", "caseload:officers", ("caseload.team", "caseload.quality"), ("officer",)),
    Part("Restricted cases", "caseload:restricted", ("caseload.restrict",), ("lift",)),
    Part("Criteria", "caseload:criteria", ("caseload.view",), ("criterion",)),
)
"""In the order of the navigation; the first that a visitor may open is where they begin."""


def provider_of(request: HttpRequest) -> Provider:
    """Give the provider the gate found and checked."""
    return cast("Provider", request.provider)  # type: ignore[attr-defined]


def with_results(view: View) -> View:
    """Hand a view what its visitor may see; say plainly where there is nothing yet.

    Goes under `needs(..., provider="provider_id")`. The view takes (request, seen, ...).
    """

    @wraps(view)
    def inner(
        request: HttpRequest,
        provider_id: UUID,  # noqa: ARG001 - the gate has used it
        *args: Any,
        **kwargs: Any,
    ) -> HttpResponse:
        if not extra_is_there():
            return show(request, "nothing", why="extra")
        seen = seen_by(user_of(request), provider_of(request))
        if seen is None or not seen.folder.is_dir():
            return show(request, "nothing", why="empty" if seen is None else "gone")
        return view(request, seen, *args, **kwargs)

    return inner


def show(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Answer with a page of a caseload."""
    context |= {"provider": provider_of(request), "parts": parts_of(request)}
    seen = context.get("seen")
    if seen is not None:
        age = (timezone.localdate() - seen.caseload.as_of).days
        context["stale"] = age if age > words().list.stale_days else 0
    return render(request, f"assurance/{template}.html", context)


def parts_of(request: HttpRequest) -> tuple[Link, ...]:
    """Give the links of the navigation that a visitor may follow."""
    provider, user = provider_of(request), user_of(request)
    page = request.resolver_match.view_name if request.resolver_match else ""
    return links(PARTS, provider.public_id, page, lambda one: allowed(user, one, provider=provider))


def log_reads(request: HttpRequest, action: str, seen: Seen, keys: Iterable[str]) -> None:
    """Log that the visitor reads what these cases' people are about."""
    record_reads(
        action=action,
        by=user_of(request),
        people=[UUID(key) for key in keys],
        about=seen.caseload,
    )
