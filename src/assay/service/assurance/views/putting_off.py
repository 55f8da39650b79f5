"""Putting something off, and putting it back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from assay.assurance.catalogue import catalogue
from assay.assurance.snooze import last_day
from assay.assurance.worklist import Item, worklist
from assay.service.accounts.actions import Refused
from assay.service.accounts.routes import needs
from assay.service.assurance.actions import snoozing
from assay.service.assurance.forms import PutOffForm
from assay.service.assurance.selectors import CaseHeld, Seen
from assay.service.assurance.views.common import MARKING, log_reads, show, with_results
from assay.service.assurance.views.why import criterion_called, row_of
from assay.service.project.pages import FORM
from assay.service.project.requests import user_of


@needs("caseload.cases", provider="provider_id")
@FORM
@with_results
def put_off(request: HttpRequest, seen: Seen, case_id: UUID, criterion: str) -> HttpResponse:
    """Put one thing off to a day, with a reason."""
    found, asked = seen.case(case_id), criterion_called(criterion)
    item = _item(seen, found, criterion)
    latest = last_day(item, timezone.localdate())
    form = PutOffForm(request.POST or None) if latest else None
    if form is not None and form.is_valid():
        try:
            snoozing.put_off(
                by=user_of(request),
                provider=seen.provider,
                case_ref=found.case_id,
                item=item,
                until=form.cleaned_data["until"],
                reason=form.cleaned_data["reason"],
            )
        except Refused as refusal:
            form.add_error("until", str(refusal))
        else:
            messages.success(request, f"{asked.name}: put off. It is on the whole list.")
            return redirect(_back(seen, found))
    log_reads(request, "caseload.why", seen, [found.key])
    return show(
        request,
        "put_off",
        seen=seen,
        case=found,
        criterion=asked,
        item=item,
        latest=latest,
        form=form,
        marking=MARKING,
    )


@needs("caseload.cases", provider="provider_id")
@require_POST
@with_results
def put_back(request: HttpRequest, seen: Seen, case_id: UUID, snooze_id: UUID) -> HttpResponse:
    """Put back on the list what was put off."""
    found = seen.case(case_id)
    snooze = get_object_or_404(seen.snoozes([found.case_id]), public_id=snooze_id)
    snoozing.undo(by=user_of(request), snooze=snooze)
    messages.success(request, f"{catalogue()[snooze.criterion].name}: back on the list.")
    return redirect(_back(seen, found))


def _item(seen: Seen, case: CaseHeld, criterion: str) -> Item:
    """Give what is to do about a criterion of a case, or not found."""
    entries = worklist([row_of(seen, case, criterion_called(criterion))], catalogue())
    if not entries:
        raise Http404
    return entries[0].items[0]


def _back(seen: Seen, case: CaseHeld) -> str:
    """Lead back to the list that a case is on."""
    place = seen.provider.public_id
    if case.officer_id == seen.own_id:
        return reverse("caseload:list", args=[place])
    return reverse("caseload:case", args=[place, case.key])
