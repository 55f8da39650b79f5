"""The pages of a reading: what a visitor has been given, what is left of it, handing it in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from assay.service.accounts.actions import Refused
from assay.service.accounts.routes import needs
from assay.service.cases import answers
from assay.service.cases.actions import submitting
from assay.service.cases.completeness import Facts, asked_places, blanks_of
from assay.service.cases.feedback import has_sheet
from assay.service.cases.framework import CaseQuestion, form_of
from assay.service.cases.models import Answer
from assay.service.cases.selectors import own_readings, reads
from assay.service.cases.views.common import log_reads, readers_only, show
from assay.service.cases.views.own import own_reading, reading_of
from assay.service.inspections.requests import inspection_of
from assay.service.project.pages import paged
from assay.service.project.requests import user_of


@needs("inspections.view", inspection="inspection_id")
@readers_only
@require_safe
def readings(request: HttpRequest, inspection_id: UUID) -> HttpResponse:  # noqa: ARG001 - the gate has used it
    """List the cases the visitor has been given."""
    page = paged(request, own_readings(user_of(request), inspection_of(request)))
    log_reads(request, "cases.list_own", [reading.case for reading in page])
    return show(request, "readings", page=page)


@needs("inspections.view", inspection="inspection_id")
@readers_only
@require_safe
def reading(request: HttpRequest, inspection_id: UUID, reading_id: UUID) -> HttpResponse:  # noqa: ARG001 - the gate has used it
    """Show a reading: for who makes it a list of what is left, for others what was answered."""
    found = reading_of(request, reading_id)
    log_reads(request, "cases.read_reading", [found.case], about=found)
    saved = answers.current_answers(found)
    facts = answers.facts_of(found, saved)
    form = form_of(found.case.inspection)
    lines = [
        (question, saved.get(number), _status(question, saved.get(number), facts))
        for number, question in form.items()
    ]
    visitor = user_of(request)
    template = "reading" if reads(visitor, found) and not found.submitted_at else "reading_done"
    submits = found.reader_id == visitor.pk
    return show(
        request,
        template,
        reading=found,
        case=found.case,
        about=[line for line in lines if line[0].is_about],
        lines=[line for line in lines if not line[0].is_about],
        places={number: asked_places(question, facts) for number, question in form.items()},
        submits=submits,
        sheet=has_sheet(visitor, found),
    )


@needs("inspections.view", inspection="inspection_id")
@readers_only
@require_safe
def on_device(request: HttpRequest, inspection_id: UUID, reading_id: UUID) -> JsonResponse:
    """Tell a device which pages of a reading to keep, and whether it may keep them still."""
    found = own_reading(request, reading_id)
    log_reads(request, "cases.keep_on_device", [found.case], about=found)
    place = [inspection_id, reading_id]
    questions = [
        reverse("cases:question", args=[*place, number])
        for number in form_of(found.case.inspection)
    ]
    return JsonResponse(
        {
            "open": found.submitted_at is None,
            "name": f"Case {found.case.number}",
            "pages": [reverse("cases:reading", args=place), *questions],
        }
    )


@needs("inspections.view", inspection="inspection_id")
@readers_only
@require_POST
def submit(request: HttpRequest, inspection_id: UUID, reading_id: UUID) -> HttpResponse:
    """Hand a reading in, or go to the first blank."""
    found = own_reading(request, reading_id)
    try:
        submitting.submit(by=user_of(request), reading=found)
    except Refused as refusal:
        messages.error(request, f"{refusal}.")
    except submitting.Incomplete as incomplete:
        first = incomplete.blanks[0]
        messages.error(request, f"{len(incomplete.blanks)} answers are missing. This is the first.")
        address = reverse("cases:question", args=[inspection_id, reading_id, first.question])
        return redirect(f"{address}?check=1#id_{first.field}")
    else:
        messages.success(request, f"{found.case} has been submitted.")
        return redirect("cases:readings", inspection_id)
    return redirect("cases:reading", inspection_id, reading_id)


def _status(asked: CaseQuestion, saved: Answer | None, facts: Facts) -> str:
    if saved is None:
        return "Not started"
    return "Incomplete" if blanks_of(asked, answers.content_of(saved), facts) else "Complete"
