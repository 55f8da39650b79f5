"""The pages of the team at an inspection."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from assay.service.accounts.access import allowed
from assay.service.accounts.actions import Refused
from assay.service.accounts.roles import role
from assay.service.accounts.routes import needs
from assay.service.inspections import selectors
from assay.service.inspections import team as actions
from assay.service.inspections.forms import JoinForm
from assay.service.inspections.requests import inspection_of, sent
from assay.service.project.pages import FORM
from assay.service.project.requests import user_of

ONE = "inspection_id"


@needs("inspections.inside", inspection=ONE)
@require_safe
def team(request: HttpRequest, inspection_id: UUID) -> HttpResponse:  # noqa: ARG001 - the gate used it
    """List who works on an inspection."""
    found = inspection_of(request)
    context = {
        "inspection": found,
        "rows": [(held, role(held.role).name) for held in selectors.team(found)],
        "chooser": allowed(user_of(request), "inspections.team", inspection=found),
    }
    return render(request, "inspections/team.html", context)


@needs("inspections.team", inspection=ONE)
@FORM
def join(request: HttpRequest, inspection_id: UUID) -> HttpResponse:  # noqa: ARG001 - the gate used it
    """Add somebody who has an account to the team."""
    found = inspection_of(request)
    form = JoinForm(sent(request))
    if form.is_valid():
        try:
            held = actions.join(by=user_of(request), inspection=found, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, f"{held.user} is on the team.")
            return redirect("inspections:team", found.public_id)
    return render(request, "inspections/join.html", {"form": form, "inspection": found})


@needs("inspections.team", inspection=ONE)
@FORM
def leave(request: HttpRequest, inspection_id: UUID, held_id: UUID) -> HttpResponse:  # noqa: ARG001 - the gate used it
    """Take somebody off the team, after asking."""
    found = inspection_of(request)
    held = selectors.membership(found, held_id)
    if request.method == "POST":
        try:
            actions.leave(by=user_of(request), membership=held)
        except Refused as refusal:
            messages.error(request, f"{refusal}.")
        else:
            messages.success(request, f"{held.user} is off the team.")
        return redirect("inspections:team", found.public_id)
    context = {"inspection": found, "held": held, "role": role(held.role)}
    return render(request, "inspections/leave.html", context)
