"""Who reads what, and how far they have come."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from assay.service.accounts.actions import Refused
from assay.service.accounts.routes import needs
from assay.service.cases import board
from assay.service.cases.actions import assigning as actions
from assay.service.cases.actions import joining, reopening
from assay.service.cases.actions.independence import LOCAL, PERMISSION
from assay.service.cases.forms.assigning import AssignForm, HomeTeamForm, JointForm, WhyForm
from assay.service.cases.models import HomeTeam, Reading
from assay.service.cases.selectors import case_for, cases_for, people_with, readings_for
from assay.service.cases.views.common import log_reads, show
from assay.service.inspections.requests import inspection_of, may
from assay.service.project.pages import FORM, paged
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
    assessors, seconds = (people_with(inspection, name) for name in PERMISSION.values())
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
def join(request: HttpRequest, inspection_id: UUID, reading_id: UUID) -> HttpResponse:
    """Say who reads a case together with its reader."""
    inspection = inspection_of(request)
    found = _in_hand(request, reading_id)
    people = people_with(inspection, PERMISSION[Reading.Kind(found.kind)]).exclude(
        pk=found.reader_id
    )
    now = found.joint.filter(ended_at=None).values_list("user__public_id", flat=True)
    form = JointForm(request.POST or None, people=people, initial={"people": list(now)})
    if form.is_valid():
        try:
            joining.name_joint(
                by=user_of(request), reading=found, people=form.cleaned_data["people"]
            )
        except Refused as refusal:
            form.add_error("people", str(refusal))
        else:
            messages.success(request, f"{found.case}: who reads it together is kept.")
            return redirect("cases:case", inspection_id, found.case.public_id)
    log_reads(request, "cases.join", [found.case], about=found)
    return show(request, "join", form=form, reading=found, case=found.case)


@needs("cases.assign", inspection="inspection_id")
@FORM
def take_back(request: HttpRequest, inspection_id: UUID, reading_id: UUID) -> HttpResponse:
    """Take a case back from its reader, after asking why."""
    found = _in_hand(request, reading_id)
    form = WhyForm(request.POST or None, case=found.case)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.take_back(by=user_of(request), reading=found, reason=reason)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{found.case} is taken back. What was answered is kept.")
            return redirect("cases:case", inspection_id, found.case.public_id)
    log_reads(request, "cases.take_back", [found.case], about=found)
    return show(request, "take_back", form=form, reading=found, case=found.case)


@needs("cases.moderate", inspection="inspection_id")
@FORM
def reopen(request: HttpRequest, inspection_id: UUID, reading_id: UUID) -> HttpResponse:
    """Open a submitted reading again, after asking why."""
    readings = readings_for(user_of(request), inspection_of(request))
    found = get_object_or_404(
        readings.select_related("case__inspection", "reader"), public_id=reading_id
    )
    form = WhyForm(request.POST or None, case=found.case)
    if form.is_valid():
        try:
            reopening.reopen(by=user_of(request), reading=found, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{found.case}: the reading is open again.")
            return redirect("cases:case", inspection_id, found.case.public_id)
    log_reads(request, "cases.reopen", [found.case], about=found)
    return show(request, "reopen", form=form, reading=found, case=found.case)


@needs("cases.assign", inspection="inspection_id")
@FORM
def home_teams(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """Say which teams the local assessors come from."""
    inspection = inspection_of(request)
    people = people_with(inspection, "cases.assess").filter(memberships__role=LOCAL)
    form = HomeTeamForm(request.POST or None, people=people.distinct())
    if form.is_valid():
        actions.say_home_team(by=user_of(request), inspection=inspection, **form.cleaned_data)
        messages.success(request, "Kept. They will not be given their own team’s cases.")
        return redirect("cases:home_teams", inspection_id)
    known = HomeTeam.objects.filter(inspection=inspection).select_related("user")
    return show(request, "home_teams", form=form, known=known)


def _in_hand(request: HttpRequest, reading_id: UUID) -> Reading:
    """Give a reading that somebody has in hand, of a case the visitor may see, or not found."""
    cases = cases_for(user_of(request), inspection_of(request))
    held = Reading.objects.filter(case__in=cases, withdrawn_at=None, submitted_at=None)
    related = held.select_related("case__inspection", "reader")
    return get_object_or_404(related, public_id=reading_id)
