"""How units stand, without any officer or case: for a head of service and a quality lead."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from assay.assurance.catalogue import SEVERITIES, Criterion
from assay.files.csv_out import as_csv
from assay.service.accounts.routes import needs
from assay.service.assurance.places import extra_is_there
from assay.service.assurance.selectors import Seen, seen_by
from assay.service.assurance.shares import HEADERS, as_table, below, levels, of_level, of_unit
from assay.service.assurance.views.common import MARKING, provider_of, show, with_results
from assay.service.assurance.words import words
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.project.pages import download
from assay.service.project.requests import user_of


@needs("caseload.head", provider="provider_id")
@require_safe
@with_results
def units(request: HttpRequest, seen: Seen) -> HttpResponse:
    """Show how every criterion stands in the whole service."""
    return _show(request, seen, None)


@needs("caseload.head", provider="provider_id")
@require_safe
@with_results
def unit(request: HttpRequest, seen: Seen, unit_id: UUID) -> HttpResponse:
    """Show how every criterion stands in a unit and those under it."""
    found = seen.unit_id(unit_id)
    if found is None:
        raise Http404
    return _show(request, seen, found)


@needs("caseload.head", provider="provider_id")
@require_safe
@with_results
def export(request: HttpRequest, seen: Seen) -> HttpResponse:
    """Give every criterion in every unit as a file."""
    with transaction.atomic():
        record(
            kind=Kind.DISCLOSURE,
            action="caseload.export_units",
            by=user_of(request),
            about=seen.caseload,
            reason="how the units stand, downloaded",
        )
    end = (seen.caseload.as_of.isoformat(), MARKING)
    rows = [(*row, *end) for row in as_table(seen)]
    body = as_csv((*HEADERS, "as_of", "marking"), rows)
    return download(body, "official-sensitive-units.csv", "text/csv; charset=utf-8")


def shares_of(request: HttpRequest, criterion: Criterion) -> dict[str, Any]:
    """Give what the page of a criterion says of how units stand, to whoever may see it."""
    seen = seen_by(user_of(request), provider_of(request)) if extra_is_there() else None
    if seen is None or not seen.folder.is_dir() or not seen.may("caseload.head"):
        return {}
    known = levels(seen)
    asked = request.GET.get("level", "")
    level = asked if asked in known else next(iter(known), "")
    return {
        "seen": seen,
        "levels": known,
        "level": level,
        "whole": next((one for one in of_unit(seen, None) if one.criterion == criterion), None),
        "shares": of_level(seen, level, [criterion.id]) if level else [],
        "few": words().shares.few,
        "marking": MARKING,
    }


def _show(request: HttpRequest, seen: Seen, unit: str | None) -> HttpResponse:
    found = of_unit(seen, unit)
    row = seen.units[unit] if unit else None
    by_harm = {
        name: [one for one in found if one.criterion.severity == name] for name in SEVERITIES
    }
    return show(
        request,
        "units",
        seen=seen,
        unit=row,
        above=seen.units.get(row["parent_id"]) if row else None,
        below=below(seen, unit),
        by_harm={name: shares for name, shares in by_harm.items() if shares},
        few=words().shares.few,
        marking=MARKING,
    )
