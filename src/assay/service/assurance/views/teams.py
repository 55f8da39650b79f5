"""A manager's one list over the officers they manage, the worst harm first whoever holds it."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from assay.service.accounts.routes import needs
from assay.service.assurance.lists import Listed, list_of
from assay.service.assurance.selectors import Officer, Seen
from assay.service.assurance.timelines import timeline_of
from assay.service.assurance.views.common import MARKING, log_reads, show, with_results
from assay.service.assurance.words import words
from assay.service.audit.models import Kind
from assay.service.audit.record import record


@needs("caseload.team", provider="provider_id")
@require_safe
@with_results
def team(request: HttpRequest, seen: Seen) -> HttpResponse:
    """Show what is to do in the cases of a manager's officers, or of one of them."""
    members = seen.team
    chosen = _chosen(members, request.GET.get("officer", ""))
    whole = list_of(seen, [chosen.staff_id] if chosen else members)
    page = Paginator(whole.groups, words().team.cases).get_page(request.GET.get("page"))
    part = Listed(tuple(page), (), whole.since)
    log_reads(request, "caseload.team_list", seen, part.cases)
    return show(
        request,
        "team",
        seen=seen,
        members=sorted(members.values(), key=lambda one: (not one.name, str(one))),
        chosen=chosen,
        whole=whole,
        page=page,
        part=part,
        marking=MARKING,
    )


@needs("caseload.team", provider="provider_id")
@require_safe
@with_results
def timeline(request: HttpRequest, seen: Seen) -> HttpResponse:
    """Show what the team or one of its officers had to carry, and what was missed meanwhile."""
    members = seen.team
    chosen = _chosen(members, request.GET.get("officer", ""))
    wanted = [chosen.staff_id] if chosen else list(members)
    asked = bool(wanted) and request.GET.get("from") == "extract"
    if asked:
        _log(seen, chosen)
    return show(
        request,
        "timeline",
        seen=seen,
        chosen=chosen,
        members=members,
        asked=asked,
        found=timeline_of(seen, wanted) if asked else None,
        marking=MARKING,
    )


@transaction.atomic
def _log(seen: Seen, chosen: Officer | None) -> None:
    record(
        kind=Kind.CONSULTATION,
        action="caseload.timeline",
        by=seen.user,
        about=seen.caseload,
        person=UUID(chosen.key) if chosen else None,
    )


def _chosen(members: dict[str, Officer], key: str) -> Officer | None:
    """Give the officer of the team that was asked for; None for all; or not found."""
    if not key:
        return None
    for one in members.values():
        if one.key == key:
            return one
    raise Http404
