"""The pages of one step of an inspection: look, change, move on, undo."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assay.service.accounts.access import allowed
from assay.service.accounts.actions import Refused
from assay.service.accounts.routes import needs
from assay.service.inspections import actions, presenters, selectors
from assay.service.inspections.forms import MoveForm, StepForm, UndoForm
from assay.service.inspections.life import life
from assay.service.inspections.models import Inspection
from assay.service.inspections.presenters import Line
from assay.service.inspections.requests import inspection_of, sent
from assay.service.project.pages import FORM
from assay.service.project.requests import user_of

ONE = "inspection_id"


@needs("inspections.view", inspection=ONE)
@require_safe
def step(request: HttpRequest, inspection_id: UUID, step: str) -> HttpResponse:  # noqa: ARG001 - the gate used it
    """Show a step: who holds it, when it is due and why, and what stands in the way."""
    found, line = inspection_of(request), _line(request, step)
    mover = allowed(user_of(request), "inspections.change", inspection=found)
    context = {
        "inspection": found,
        "line": line,
        "counted": presenters.counted(line.step),
        "basis": presenters.basis(line.step),
        "mover": mover,
        **(_ways_on(found, line, request) if mover else {}),
    }
    return render(request, "inspections/step.html", context)


@needs("inspections.change", inspection=ONE)
@FORM
def change(request: HttpRequest, inspection_id: UUID, step: str) -> HttpResponse:  # noqa: ARG001 - the gate used it
    """Say who holds a step and when it is due."""
    found, line = inspection_of(request), _line(request, step)
    form = StepForm(sent(request), inspection=found, row=line.row)
    return _form_page(
        request,
        "inspections/change_step.html",
        form,
        lambda: actions.change_step(
            by=user_of(request),
            inspection=found,
            step=step,
            holder=form.cleaned_data["holder"],
            due_on=form.cleaned_data.get("due_on"),
        ),
        {"line": line, "counted": presenters.counted(line.step), "done": "The step has changed."},
    )


@needs("inspections.change", inspection=ONE)
@FORM
def move(request: HttpRequest, inspection_id: UUID, step: str) -> HttpResponse:  # noqa: ARG001 - the gate used it
    """Ask, then move the inspection on."""
    found, line = inspection_of(request), _line(request, step)
    form = MoveForm(sent(request))
    return _form_page(
        request,
        "inspections/move.html",
        form,
        lambda: actions.move(
            found,
            step,
            by=user_of(request),
            reason=form.cleaned_data["reason"],
            on=form.cleaned_data["on"],
        ),
        {"line": line, "done": f"{line.step.task}: done."},
    )


@needs("inspections.change", inspection=ONE)
@FORM
def undo(request: HttpRequest, inspection_id: UUID, step: str) -> HttpResponse:  # noqa: ARG001 - the gate used it
    """Ask why, then undo the step."""
    found, line = inspection_of(request), _line(request, step)
    form = UndoForm(sent(request))
    return _form_page(
        request,
        "inspections/undo.html",
        form,
        lambda: actions.undo(found, step, by=user_of(request), reason=form.cleaned_data["reason"]),
        {"line": line, "done": f"{line.step.task}: undone."},
    )


def _line(request: HttpRequest, key: str) -> Line:
    if key not in life().keys:
        raise Http404
    found = inspection_of(request)
    lines = presenters.lines(found, selectors.steps_of(found), timezone.localdate())
    return next(line for line in lines if line.step.key == key)


def _ways_on(found: Inspection, line: Line, request: HttpRequest) -> dict[str, Any]:
    key, reader = line.step.key, user_of(request)
    if line.row.done_on:
        return {"undo_obstacles": actions.obstacles_to_undo(found, key, reader)}
    return {"obstacles": actions.obstacles(found, key, reader, _likely_day(line))}


def _likely_day(line: Line) -> date:
    """Give the planned day when it has passed, for the step may only be recorded late."""
    today, planned = timezone.localdate(), line.row.due_on
    return min(today, planned) if planned and line.step.due.is_the_plan else today


def _form_page(
    request: HttpRequest,
    template: str,
    form: forms.Form,
    act: Callable[[], None],
    context: dict[str, Any],
) -> HttpResponse:
    """Show a form; when it is right, act and go back to the list of tasks."""
    found = inspection_of(request)
    if form.is_valid():
        try:
            act()
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, context["done"])
            return redirect("inspections:inspection", found.public_id)
    return render(request, template, {"form": form, "inspection": found, **context})
