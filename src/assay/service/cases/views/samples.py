"""The pages of the sample: draw it, show it, prove it."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from assay.sampling.certificate import certify
from assay.sampling.sample import draw_sample
from assay.sampling.verify import verify as differences_from
from assay.service.accounts.actions import Refused
from assay.service.accounts.routes import needs
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.cases.actions import draws as actions
from assay.service.cases.checking.worker import load
from assay.service.cases.done_steps import done_with
from assay.service.cases.forms.samples import DrawForm
from assay.service.cases.models import CaseList, Draw
from assay.service.cases.selectors import being_read, cases_for, current_case_list, current_draw
from assay.service.cases.views.common import log_reads, show
from assay.service.inspections.requests import inspection_of, may
from assay.service.project.pages import FORM, download, paged
from assay.service.project.requests import user_of

NOT_WHOLE = "The working of a sample is only shown to those who see every case of the one in force"


@needs("sample.view", inspection="inspection_id")
@require_safe
def sample(request: HttpRequest, inspection_id: UUID) -> HttpResponse:  # noqa: ARG001 - the gate has used it
    """Show the sample in force and its cases."""
    inspection = inspection_of(request)
    drawn = current_draw(inspection)
    listed = cases_for(user_of(request), inspection).order_by("-state", "stratum", "order")
    page = paged(request, listed)
    log_reads(request, "cases.list", page.object_list, about=drawn)
    return show(
        request,
        "sample",
        draw=drawn,
        page=page,
        drawer=may(request, "sample.draw"),
        glass=may(request, "cases.break_glass"),
        whole=drawn is not None and _sees_whole(request, drawn),
        ready=_ready(current_case_list(inspection)),
        being_read=drawn is not None and being_read(inspection),
        fixed_by=done_with(inspection, actions.DRAWN),
    )


@needs("sample.draw", inspection="inspection_id")
@FORM
def draw(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """Show the working of a sample, and draw it when that is asked for."""
    inspection = inspection_of(request)
    case_list, before = current_case_list(inspection), current_draw(inspection)
    if case_list is None or not _ready(case_list):
        raise Http404
    form, working = DrawForm(request.POST or None), None
    if before is None:
        del form.fields["reason"]
    if form.is_valid() and "draw" not in request.POST and _keeps_working(request, before):
        form.add_error(None, NOT_WHOLE)
    elif form.is_valid() and "draw" not in request.POST:
        document = certify(draw_sample(load(case_list), form.rules(), form.request()))
        working = actions.outline_of(document)
    elif form.is_valid():
        try:
            actions.draw(
                by=user_of(request),
                case_list=case_list,
                specification=form.rules(),
                request=form.request(),
                reason=form.cleaned_data.get("reason", ""),
            )
        except Refused as refusal:
            form.add_error("reason" if before else None, str(refusal))
        else:
            # Without a count: of a sample drawn again, the visitor need not see every case.
            messages.success(request, "The sample has been drawn.")
            return redirect("cases:sample", inspection_id)
    return show(request, "draw", form=form, working=working, before=before)


@needs("sample.draw", inspection="inspection_id")
@require_safe
def certificate(request: HttpRequest, inspection_id: UUID) -> HttpResponse:  # noqa: ARG001 - the gate has used it
    """Give the certificate, which names every drawn case, to those who may see them all."""
    drawn = _whole_draw(request)
    with transaction.atomic():
        record(
            kind=Kind.DISCLOSURE,
            action="cases.certificate",
            by=user_of(request),
            about=drawn,
            inspection=drawn.inspection,
            reason="certificate downloaded",
        )
        log_reads(request, "cases.certificate", drawn.cases.all(), about=drawn)
    return download(drawn.certificate.encode(), "certificate.json", "application/json")


@needs("sample.draw", inspection="inspection_id")
@require_POST
def verify(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """Draw the sample again from the stored list and compare it with its certificate."""
    drawn = _whole_draw(request)
    document: dict[str, Any] = json.loads(drawn.certificate)
    differences = differences_from(document, load(drawn.case_list))
    if differences:
        messages.error(request, f"Not the same sample: {'; '.join(differences)}.")
    else:
        messages.success(request, f"Drawn again: the same {_count(drawn)} cases.")
    return redirect("cases:sample", inspection_id)


def _whole_draw(request: HttpRequest) -> Draw:
    """Give the draw in force; not there for anybody to whom one of its cases isn't."""
    drawn = current_draw(inspection_of(request))
    if drawn is None or not _sees_whole(request, drawn):
        raise Http404
    return drawn


def _keeps_working(request: HttpRequest, before: Draw | None) -> bool:
    """Say whether the working is kept from the visitor.

    With the same seed and rules it gives the strata of the sample in force, and with them the
    stratum of a case that is hidden.
    """
    return before is not None and not _sees_whole(request, before)


def _sees_whole(request: HttpRequest, drawn: Draw) -> bool:
    seen = cases_for(user_of(request), inspection_of(request)).count()
    return bool(seen == drawn.cases.count())


def _ready(case_list: CaseList | None) -> bool:
    return case_list is not None and case_list.state == CaseList.State.CLEAN


def _count(drawn: Draw) -> int:
    return sum(stratum["drawn"] for stratum in drawn.outline["strata"])
