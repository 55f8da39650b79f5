"""Who reads what, and how far they have come."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from assay.service.accounts.actions import Refused
from assay.service.accounts.routes import needs
from assay.service.cases import board
from assay.service.cases.actions import assigning as actions
from assay.service.cases.forms import AssignForm, HomeTeamForm
from assay.service.cases.models import HomeTeam, Reading
from assay.service.cases.selectors import case_for, people_with
from assay.service.cases.views.common import FORM, inspection_of, log_reads, may, paged, show
from assay.service.project.requests import user_of


@needs("cases.view", inspection="inspection_id")
@require_safe
def progress(request: HttpRequest, inspection_id: UUID) -> HttpResponse:  # noqa: ARG001 - the gate has used it
    """Show how far each case of the sample has come."""
    user, inspection = user_of(request), inspection_of(request)
    page = paged(request, board.lines(user, inspection))
    log_reads(request, "cases.progress", page.object_list)
    return show(
        request,
        "progress",
        counts=board.counts(user, inspection),
        page=page,
        assigner=may(request, "cases.assign"),
    )


@needs("cases.assign", inspection="inspection_id")
@FORM
def assign(request: HttpRequest, inspection_id: UUID, case_id: UUID) -> HttpResponse:
    """Give a case to a reader."""
    inspection = inspection_of(request)
    found = case_for(user_of(request), inspection, case_id)
    assessors, seconds = (people_with(name, inspection) for name in actions.PERMISSION.values())
    form = AssignForm(request.POST or None, people=assessors | seconds)
    if form.is_valid():
        reader, kind = form.cleaned_data["reader"], Reading.Kind(form.cleaned_data["kind"])
        try:
            actions.assign(by=user_of(request), case=found, reader=reader, kind=kind)
        except Refused as refusal:
            form.add_error("reader", str(refusal))
        else:
            messages.success(request, f"{found}: {kind.label.lower()} given to {reader}.")
            return redirect("cases:case", inspection_id, case_id)
    log_reads(request, "cases.assign", [found], about=found)
    return show(request, "assign", form=form, case=found)


@needs("cases.assign", inspection="inspection_id")
@FORM
def home_teams(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """Say which teams the local assessors come from."""
    inspection = inspection_of(request)
    people = people_with("cases.assess", inspection).filter(memberships__role=actions.LOCAL)
    form = HomeTeamForm(request.POST or None, people=people.distinct())
    if form.is_valid():
        actions.say_home_team(by=user_of(request), inspection=inspection, **form.cleaned_data)
        messages.success(request, "Kept. They will not be given their own team’s cases.")
        return redirect("cases:home_teams", inspection_id)
    known = HomeTeam.objects.filter(inspection=inspection).select_related("user")
    return show(request, "home_teams", form=form, known=known)
