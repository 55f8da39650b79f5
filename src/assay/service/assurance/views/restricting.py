"""Restricting a case to named people, for whoever looks after a service's quality."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from assay.service.accounts.actions import Refused
from assay.service.accounts.routes import needs
from assay.service.assurance.actions import restricting
from assay.service.assurance.forms import RestrictForm
from assay.service.assurance.keys import CASE, key_of
from assay.service.assurance.selectors import Seen, restricted_seen_by
from assay.service.assurance.views.common import MARKING, log_reads, provider_of, show, with_results
from assay.service.project.pages import FORM
from assay.service.project.requests import user_of


@needs("caseload.restrict", provider="provider_id")
@FORM
@with_results
def restricted(request: HttpRequest, seen: Seen) -> HttpResponse:
    """List the restricted cases on which one is named, and restrict another."""
    form = RestrictForm(request.POST or None, provider=seen.provider)
    if form.is_valid():
        if wrong := _restrict(seen, form):
            form.add_error("reference", wrong)
        else:
            messages.success(request, "The case is restricted to those named.")
            return redirect("caseload:restricted", seen.provider.public_id)
    held = list(restricted_seen_by(user_of(request), seen.provider))
    keys = [str(key_of(seen.provider, CASE, one.case_ref)) for one in held]
    log_reads(request, "caseload.list_restricted", seen, keys)
    return show(
        request,
        "restricted",
        seen=seen,
        held=list(zip(held, keys, strict=True)),
        form=form,
        marking=MARKING,
    )


@needs("caseload.restrict", provider="provider_id")
@require_POST
def lift(request: HttpRequest, provider_id: UUID, restricted_case_id: UUID) -> HttpResponse:
    """Lift a restriction that names the visitor."""
    held = restricted_seen_by(user_of(request), provider_of(request))
    restricting.lift(
        by=user_of(request), restricted=get_object_or_404(held, public_id=restricted_case_id)
    )
    messages.success(request, "The restriction is lifted.")
    return redirect("caseload:restricted", provider_id)


def _restrict(seen: Seen, form: RestrictForm) -> str:
    """Restrict the case that is asked for; give what is wrong, if something is."""
    asked = form.cleaned_data
    found = seen.case_called(asked["reference"])
    if found is None:
        return "There is no such case in the caseload"
    try:
        restricting.restrict(
            by=seen.user,
            provider=seen.provider,
            case_ref=found.case_id,
            to=asked["people"],
            reason=asked["reason"],
        )
    except Refused as refusal:
        return str(refusal)
    return ""
