"""Differences between readers, and the results as cases come in."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from assay.problems import InputProblems
from assay.service.accounts.actions import Refused
from assay.service.accounts.routes import needs
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.cases import board
from assay.service.cases import results as sums
from assay.service.cases.actions import moderating as actions
from assay.service.cases.forms.assigning import WhyForm
from assay.service.cases.forms.moderating import SettleForm
from assay.service.cases.framework import questions_of
from assay.service.cases.models import Sufficient
from assay.service.cases.selectors import (
    differences_for,
    earlier_differences,
    second_readings_to_make,
)
from assay.service.cases.views.common import log_reads, show
from assay.service.inspections.requests import inspection_of, may
from assay.service.project.pages import FORM, download, paged
from assay.service.project.requests import user_of

EXPORTS = {"assessments": "counting", "first_reads": "first", "second_reads": "second"}


@needs("cases.moderate", inspection="inspection_id")
@require_safe
def moderation(request: HttpRequest, inspection_id: UUID) -> HttpResponse:  # noqa: ARG001 - the gate has used it
    """List what two readers answered differently, and how far they agree by question."""
    user, inspection = user_of(request), inspection_of(request)
    page = paged(request, differences_for(user, inspection))
    log_reads(request, "cases.differences", [difference.case for difference in page])
    judgements = sums.judgements_for(user, inspection)
    return show(
        request,
        "moderation",
        page=page,
        agreement=sums.agreement_of(inspection, judgements),
        questions=questions_of(inspection),
    )


@needs("cases.moderate", inspection="inspection_id")
@FORM
def settle(request: HttpRequest, inspection_id: UUID, difference_id: UUID) -> HttpResponse:
    """Show both answers in full and decide which counts."""
    inspection = inspection_of(request)
    found = get_object_or_404(
        differences_for(user_of(request), inspection), public_id=difference_id
    )
    asked = questions_of(inspection)[found.question]
    form = SettleForm(request.POST or None, asked=asked)
    if form.is_valid():
        decision, reason = Sufficient(form.cleaned_data["decision"]), form.cleaned_data["reason"]
        try:
            actions.settle(by=user_of(request), difference=found, decision=decision, reason=reason)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{found.case}, {found.question}: settled.")
            return redirect("cases:moderation", inspection_id)
    log_reads(request, "cases.difference", [found.case], about=found)
    return show(
        request,
        "settle",
        form=form,
        difference=found,
        case=found.case,
        asked=asked,
        earlier=earlier_differences(found),
    )


@needs("cases.moderate", inspection="inspection_id")
@FORM
def unsettle(request: HttpRequest, inspection_id: UUID, difference_id: UUID) -> HttpResponse:
    """Take a decision back, after asking why."""
    found = get_object_or_404(
        differences_for(user_of(request), inspection_of(request)),
        public_id=difference_id,
        decided_at__isnull=False,
    )
    form = WhyForm(request.POST or None, case=found.case)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            again = actions.unsettle(by=user_of(request), difference=found, reason=reason)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{found.case}, {found.question}: open to be settled again.")
            return redirect("cases:settle", inspection_id, again.public_id)
    log_reads(request, "cases.difference", [found.case], about=found)
    return show(request, "unsettle", form=form, difference=found, case=found.case)


@needs("results.view", inspection="inspection_id")
@require_safe
def results(request: HttpRequest, inspection_id: UUID) -> HttpResponse:  # noqa: ARG001 - the gate has used it
    """Show what the submitted answers come to so far."""
    user, inspection = user_of(request), inspection_of(request)
    try:
        result = sums.result_of(inspection, sums.judgements_for(user, inspection))
    except InputProblems as faults:
        return show(request, "results", problem=faults.problems[0].wrong)
    counted = [standard for standard in result.standards if standard.decided_by == "counts"]
    return show(
        request,
        "results",
        result=result,
        counted=counted,
        counts=board.counts(user, inspection),
        awaiting=second_readings_to_make(user, inspection).count(),
        exporter=may(request, "results.export"),
    )


@needs("results.export", inspection="inspection_id")
@require_safe
def export(request: HttpRequest, inspection_id: UUID, file: str) -> HttpResponse:  # noqa: ARG001 - the gate has used it
    """Give the answers as a file that `assay rate` reads."""
    if file not in EXPORTS:
        raise Http404
    inspection = inspection_of(request)
    judgements = sums.judgements_for(user_of(request), inspection)
    rows = getattr(judgements, EXPORTS[file])
    with transaction.atomic():
        record(
            kind=Kind.DISCLOSURE,
            action="cases.export",
            by=user_of(request),
            about=inspection,
            inspection=inspection,
            reason=f"{file}.csv downloaded",
        )
        log_reads(request, "cases.export", [row.case for row in rows])
    return download(sums.export(rows), f"{file}.csv", "text/csv; charset=utf-8")
