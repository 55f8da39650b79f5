"""The lists: an officer's own each morning, and those of the officers one answers for."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from assay.files.csv_out import as_csv
from assay.service.accounts.routes import needs
from assay.service.assurance.lists import HEADERS, Listed, list_of, rows_as_table, short
from assay.service.assurance.selectors import Officer, Seen, caseloads_for
from assay.service.assurance.views.common import MARKING, log_reads, parts_of, show, with_results
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.project.pages import download, paged
from assay.service.project.requests import user_of


@needs("caseload.view", anywhere=True)
@require_safe
def caseloads(request: HttpRequest) -> HttpResponse:
    """Lead to the one caseload a visitor may open, or list them."""
    providers = list(caseloads_for(user_of(request)))
    if len(providers) == 1:
        return redirect("caseload:caseload", providers[0].public_id)
    return render(request, "assurance/caseloads.html", {"providers": providers})


@needs("caseload.view", provider="provider_id")
@require_safe
def caseload(request: HttpRequest, provider_id: UUID) -> HttpResponse:  # noqa: ARG001 - the gate has used it
    """Lead to the page a visitor begins with."""
    return redirect(parts_of(request)[0].href)


@needs("caseload.own", provider="provider_id")
@require_safe
@with_results
def morning(request: HttpRequest, seen: Seen) -> HttpResponse:
    """Show what is most pressing in one's own cases, on one screen."""
    if seen.own_id is None or seen.own_id not in seen.officers:
        return show(request, "nothing", why="unknown", seen=seen)
    whole = list_of(seen, [seen.own_id])
    first = short(whole)
    log_reads(request, "caseload.list", seen, first.cases)
    return show(request, "morning", seen=seen, whole=whole, first=first, marking=MARKING)


@needs("caseload.own", provider="provider_id")
@require_safe
@with_results
def whole_list(request: HttpRequest, seen: Seen) -> HttpResponse:
    """Show all of one's own list, and what was put off; fit to be printed."""
    if seen.own_id is None or seen.own_id not in seen.officers:
        return show(request, "nothing", why="unknown", seen=seen)
    return _whole(request, seen, seen.officers[seen.own_id])


@needs("caseload.cases", provider="provider_id")
@require_safe
@with_results
def officers(request: HttpRequest, seen: Seen) -> HttpResponse:
    """List the officers whose lists one may see: by name, never by how they stand."""
    listed = sorted(seen.officers.values(), key=lambda one: (not one.name, str(one)))
    page = paged(request, listed)
    return show(request, "officers", seen=seen, page=page)


@needs("caseload.cases", provider="provider_id")
@require_safe
@with_results
def officer(request: HttpRequest, seen: Seen, officer_id: UUID) -> HttpResponse:
    """Show the whole list of an officer one answers for."""
    return _whole(request, seen, seen.officer(officer_id))


@needs("caseload.cases", provider="provider_id")
@require_safe
@with_results
def export(request: HttpRequest, seen: Seen, officer_id: UUID) -> HttpResponse:
    """Give an officer's list as a file."""
    found = seen.officer(officer_id)
    listed = list_of(seen, [found.staff_id])
    with transaction.atomic():
        record(
            kind=Kind.DISCLOSURE,
            action="caseload.export",
            by=user_of(request),
            about=seen.caseload,
            reason="an officer’s list downloaded",
        )
        log_reads(request, "caseload.export", seen, listed.cases)
    rows = [(*row, seen.caseload.as_of.isoformat(), MARKING) for row in rows_as_table(listed)]
    body = as_csv((*HEADERS, "as_of", "marking"), rows)
    return download(body, "official-sensitive-list.csv", "text/csv; charset=utf-8")


def _whole(request: HttpRequest, seen: Seen, found: Officer) -> HttpResponse:
    listed: Listed = list_of(seen, [found.staff_id])
    log_reads(request, "caseload.list", seen, listed.cases)
    own = found.staff_id == seen.own_id
    return show(request, "whole", seen=seen, whole=listed, officer=found, own=own, marking=MARKING)
