"""The pages of one case: who, whether it is read, and who may see it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from assay.service.accounts.actions import Refused
from assay.service.accounts.routes import needs
from assay.service.accounts.selectors import names_of
from assay.service.cases.actions import draws, restrictions
from assay.service.cases.forms.restrictions import BreakGlassForm, LiftForm, RestrictForm
from assay.service.cases.forms.samples import SubstituteForm
from assay.service.cases.models import BreakGlass, Case, Reading
from assay.service.cases.selectors import (
    HISTORY,
    blind_cases,
    case_for,
    history_of,
    joint_readers,
    people_with,
    read_by,
    readings_for,
)
from assay.service.cases.views.common import READERS, log_reads, readers_only, show
from assay.service.inspections.requests import inspection_of, may
from assay.service.project.pages import FORM
from assay.service.project.requests import user_of


@needs("inspections.view", inspection="inspection_id")
@readers_only
@require_safe
def case(request: HttpRequest, inspection_id: UUID, case_id: UUID) -> HttpResponse:  # noqa: ARG001 - the gate has used it
    """Show one case."""
    found = _case(request, case_id)
    log_reads(request, "cases.read", [found], about=found)
    held = Reading.objects.filter(case=found, withdrawn_at=None).select_related("reader")
    held = held.prefetch_related(joint_readers())
    named = found.named.filter(ended_at=None).select_related("user")
    opened = readings_for(user_of(request), inspection_of(request)).filter(case=found)
    return show(
        request,
        "case",
        case=found,
        readings=held,
        opened=set(opened.values_list("pk", flat=True)),
        mine=set(held.filter(read_by(user_of(request))).values_list("pk", flat=True)),
        history=_history(request, found),
        named=[name.user for name in named],
        may={
            "substitute": may(request, "sample.draw"),
            "restrict": may(request, "cases.restrict"),
            "assign": may(request, "cases.assign"),
            "moderate": may(request, "cases.moderate"),
            "see_readers": may(request, "cases.view"),
        },
    )


@needs("sample.draw", inspection="inspection_id")
@FORM
def substitute(request: HttpRequest, inspection_id: UUID, case_id: UUID) -> HttpResponse:
    """Drop a case and bring in the next reserve of its stratum."""
    found = _case(request, case_id)
    form = SubstituteForm(request.POST or None)
    if form.is_valid():
        because = Case.Dropped(form.cleaned_data["because"])
        try:
            draws.substitute(by=user_of(request), case=found, because=because)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"A reserve takes the place of case {found.number}.")
            return redirect("cases:sample", inspection_id)
    log_reads(request, "cases.substitute", [found], about=found)
    return show(request, "substitute", form=form, case=found)


@needs("cases.restrict", inspection="inspection_id")
@FORM
def restrict(request: HttpRequest, inspection_id: UUID, case_id: UUID) -> HttpResponse:
    """Restrict a case to named people."""
    found, user = _case(request, case_id), user_of(request)
    people = people_with(inspection_of(request), *READERS).exclude(pk=user.pk)
    first = {
        "people": list(found.named.filter(ended_at=None).values_list("user__public_id", flat=True))
    }
    form = RestrictForm(request.POST or None, people=people, initial=first)
    if form.is_valid():
        to = form.cleaned_data["people"]
        try:
            restrictions.restrict(by=user, case=found, to=to, reason=form.why())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Case {found.number} is restricted.")
            return redirect("cases:case", inspection_id, case_id)
    log_reads(request, "cases.restrict", [found], about=found)
    return show(request, "restrict", form=form, case=found)


@needs("cases.restrict", inspection="inspection_id")
@FORM
def lift(request: HttpRequest, inspection_id: UUID, case_id: UUID) -> HttpResponse:
    """Lift a restriction."""
    found = _case(request, case_id)
    if not found.restricted:
        raise Http404
    form = LiftForm(request.POST or None)
    if form.is_valid():
        try:
            restrictions.lift(by=user_of(request), case=found, reason=form.why())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Case {found.number} is no longer restricted.")
            return redirect("cases:case", inspection_id, case_id)
    log_reads(request, "cases.lift_restriction", [found], about=found)
    return show(request, "lift", form=form, case=found)


@needs("cases.break_glass", inspection="inspection_id")
@FORM
def break_glass(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """Open a restricted case in an emergency."""
    form = BreakGlassForm(request.POST or None)
    if form.is_valid():
        try:
            opened = restrictions.break_glass(
                by=user_of(request),
                inspection=inspection_of(request),
                crn=form.cleaned_data["crn"],
                reason=BreakGlass.Reason(form.cleaned_data["reason"]),
            )
        except Refused as refusal:
            form.add_error("crn", str(refusal))
        else:
            return redirect("cases:case", inspection_id, opened.public_id)
    return show(request, "break_glass", form=form)


def _history(request: HttpRequest, case: Case) -> list[dict[str, Any]]:
    """Say how a case went on, to those who see its readers and aren't blind to one of them."""
    blind = blind_cases(user_of(request)).filter(pk=case.pk).exists()
    if blind or not may(request, "cases.view"):
        return []
    events = list(history_of(case))
    names = names_of({event.by for event in events if event.by})
    return [
        {
            "event": event,
            "words": HISTORY[event.action],
            "who": names.get(event.by, "") if event.by else "",
        }
        for event in events
    ]


def _case(request: HttpRequest, case_id: UUID) -> Case:
    return case_for(user_of(request), inspection_of(request), case_id)
