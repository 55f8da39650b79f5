"""The pages of inspections: fetch, call one action, respond."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assay.service.accounts.access import allowed
from assay.service.accounts.actions import Refused
from assay.service.accounts.routes import needs
from assay.service.accounts.selectors import names_of
from assay.service.inspections import actions, presenters, selectors
from assay.service.inspections.forms import CreateForm, DatesForm, FilterForm
from assay.service.inspections.life import life, name_of
from assay.service.inspections.parts import parts_of
from assay.service.inspections.requests import inspection_of, sent
from assay.service.project.pages import FORM, paged
from assay.service.project.requests import user_of
from assay.standards.load import framework_ids, load_framework

ONE = "inspection_id"


@needs("inspections.view", anywhere=True)
@require_safe
def inspections(request: HttpRequest) -> HttpResponse:
    """List the inspections the visitor may see, their own first."""
    reader = user_of(request)
    form = FilterForm(request.GET, providers=selectors.providers_seen(reader))
    wanted = form.cleaned_data if form.is_valid() else {}
    found = selectors.inspections(reader, **wanted)
    page = paged(request, found)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "rows": [presenters.summary(item, timezone.localdate()) for item in page],
        "query": query.urlencode(),
        "filtered": any(wanted.values()),
        "creator": allowed(reader, "inspections.create"),
    }
    return render(request, "inspections/inspections.html", context)


@needs("inspections.create")
@FORM
def create(request: HttpRequest) -> HttpResponse:
    """Plan an inspection."""
    form = CreateForm(sent(request))
    if form.is_valid():
        try:
            made = actions.create(by=user_of(request), inspection=form.inspection)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{made.name} is planned.")
            return redirect("inspections:inspection", made.public_id)
    context = {"form": form, "notice": life().notice}
    return render(request, "inspections/create.html", context)


@needs("inspections.view", inspection=ONE)
@require_safe
def inspection(request: HttpRequest, inspection_id: UUID) -> HttpResponse:  # noqa: ARG001 - the gate used it
    """Show an inspection as its list of tasks."""
    found, reader = inspection_of(request), user_of(request)
    rows = selectors.steps_of(found)
    context = {
        "inspection": found,
        "framework": _framework_title(found.framework),
        "stands": name_of(found.reached),
        "lines": presenters.lines(found, rows, timezone.localdate()),
        "mover": allowed(reader, "inspections.change", inspection=found),
        "inside": allowed(reader, "inspections.inside", inspection=found),
        "doors": [part for part in parts_of(request) if not part.here],
    }
    return render(request, "inspections/inspection.html", context)


@needs("inspections.change", inspection=ONE)
@FORM
def dates(request: HttpRequest, inspection_id: UUID) -> HttpResponse:  # noqa: ARG001 - the gate used it
    """Change an inspection's dates."""
    found = inspection_of(request)
    form = DatesForm(sent(request), inspection=found)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.change_dates(
                by=user_of(request),
                inspection=found,
                announce_on=data["announce_on"],
                starts_on=data["fieldwork_starts_on"],
                ends_on=data["fieldwork_ends_on"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The dates have changed, and due dates with them.")
            return redirect("inspections:inspection", found.public_id)
    context = {"form": form, "inspection": found, "notice": life().notice}
    return render(request, "inspections/dates.html", context)


@needs("inspections.inside", inspection=ONE)
@require_safe
def history(request: HttpRequest, inspection_id: UUID) -> HttpResponse:  # noqa: ARG001 - the gate used it
    """Show what was done to an inspection, and by whom."""
    found = inspection_of(request)
    page = paged(request, selectors.history(found))
    rows = list(page)
    context = {
        "inspection": found,
        "page": page,
        "rows": [presenters.happened(event) for event in rows],
        "names": names_of({event.by for event in rows if event.by}),
    }
    return render(request, "inspections/history.html", context)


def _framework_title(framework_id: str) -> str:
    return load_framework(framework_id).title if framework_id in framework_ids() else framework_id
