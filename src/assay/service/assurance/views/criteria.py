"""The manual: what each criterion asks, of whom, and what it leaves to a person."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from assay.assurance.catalogue import catalogue
from assay.service.accounts.routes import needs
from assay.service.assurance.views.common import show
from assay.service.assurance.views.units import shares_of
from assay.service.assurance.views.why import criterion_called


@needs("caseload.view", provider="provider_id")
@require_safe
def criteria(request: HttpRequest, provider_id: UUID) -> HttpResponse:  # noqa: ARG001 - the gate has used it
    """List every criterion by theme."""
    themes: dict[str, list[object]] = {}
    for one in catalogue().values():
        themes.setdefault(one.theme, []).append(one)
    return show(request, "criteria", themes=themes)


@needs("caseload.view", provider="provider_id")
@require_safe
def criterion(request: HttpRequest, provider_id: UUID, criterion: str) -> HttpResponse:  # noqa: ARG001 - the gate has used it
    """Show what one criterion asks."""
    asked = criterion_called(criterion)
    return show(request, "criterion", criterion=asked, **shares_of(request, asked))
