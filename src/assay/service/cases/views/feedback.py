"""The pages of feedback sheets: writing one, reading it, releasing it, taking it out."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from assay.service.accounts.actions import Refused
from assay.service.accounts.routes import needs
from assay.service.cases import feedback as sheets_of
from assay.service.cases.actions import feedback as actions
from assay.service.cases.forms.feedback import FeedbackForm, ReleaseForm
from assay.service.cases.models import Feedback, Reading
from assay.service.cases.selectors import reads
from assay.service.cases.views.common import log_reads, readers_only, show
from assay.service.inspections.requests import inspection_of, may
from assay.service.project.pages import FORM, paged
from assay.service.project.pages import download as file_to_keep
from assay.service.project.requests import user_of


@needs(sheets_of.RELEASE, inspection="inspection_id")
@require_safe
def sheets(request: HttpRequest, inspection_id: UUID) -> HttpResponse:  # noqa: ARG001 - the gate has used it
    """List the cases read, and how far the feedback on each has come."""
    inspection = inspection_of(request)
    page = paged(request, sheets_of.readings_with_sheets(user_of(request), inspection))
    log_reads(request, "cases.list_feedback", [reading.case for reading in page])
    return show(request, "feedback", page=page, now=sheets_of.may_release_now(inspection))


@needs("inspections.view", inspection="inspection_id")
@readers_only
@require_safe
def sheet(request: HttpRequest, inspection_id: UUID, reading_id: UUID) -> HttpResponse:
    """Show a sheet as it will be printed; to its writer the form while there is none."""
    found = _reading(request, reading_id)
    written = _sheet(found)
    writes = reads(user_of(request), found)
    if written is None and writes:
        return redirect("cases:write_feedback", inspection_id, reading_id)
    log_reads(request, "cases.read_feedback", [found.case], about=written)
    return show(
        request,
        "feedback_sheet",
        sheet=written,
        reading=found,
        case=found.case,
        writes=writes,
        releases=may(request, sheets_of.RELEASE),
        now=sheets_of.may_release_now(inspection_of(request)),
        marking=sheets_of.MARKING,
        private=sheets_of.PRIVATE,
    )


@needs("inspections.view", inspection="inspection_id")
@readers_only
@FORM
def write(request: HttpRequest, inspection_id: UUID, reading_id: UUID) -> HttpResponse:
    """Write a sheet, starting from the record."""
    found = _reading(request, reading_id)
    if not reads(user_of(request), found):
        raise Http404
    form = FeedbackForm(request.POST or None, initial=_first(found))
    warned = "looked" in request.POST
    if form.is_valid():
        try:
            actions.write(
                by=user_of(request),
                reading=found,
                draft=form.draft(),
                version=form.cleaned_data["version"],
                looked=form.cleaned_data["looked"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except actions.MayName as words:
            warned = True
            wrong = f"This may be another officer’s name: {words}. Look, then tick this"
            form.add_error("looked", wrong)
        else:
            messages.success(request, "The sheet is kept.")
            return redirect("cases:feedback_sheet", inspection_id, reading_id)
    log_reads(request, "cases.read_feedback", [found.case], about=_sheet(found))
    return show(
        request,
        "feedback_write",
        form=form,
        reading=found,
        case=found.case,
        warned=warned,
        marking=sheets_of.MARKING,
        drafted=_sheet(found) is None,
    )


@needs(sheets_of.RELEASE, inspection="inspection_id")
@FORM
def release(request: HttpRequest, inspection_id: UUID, reading_id: UUID) -> HttpResponse:
    """Release a sheet to be handed over."""
    found = _reading(request, reading_id)
    written = _sheet(found)
    if written is None:
        raise Http404
    form = ReleaseForm(request.POST or None, initial={"version": written.version})
    if form.is_valid():
        try:
            actions.release(
                by=user_of(request),
                sheet=written,
                recipient=Feedback.Recipient(form.cleaned_data["recipient"]),
                version=form.cleaned_data["version"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Released. Print the sheet or take it out as a file.")
            return redirect("cases:feedback_sheet", inspection_id, reading_id)
    log_reads(request, "cases.read_feedback", [found.case], about=written)
    return show(
        request,
        "feedback_release",
        form=form,
        sheet=written,
        case=found.case,
        reading=found,
        marking=sheets_of.MARKING,
    )


@needs(sheets_of.RELEASE, inspection="inspection_id")
@require_safe
def download(request: HttpRequest, inspection_id: UUID, reading_id: UUID) -> HttpResponse:  # noqa: ARG001 - the gate has used it
    """Give a released sheet as a text file."""
    found = _reading(request, reading_id)
    written = _sheet(found)
    if written is None or written.released_at is None:
        raise Http404
    actions.log_download(by=user_of(request), sheet=written)
    name = f"official-sensitive-feedback-case-{found.case.number}.txt"
    return file_to_keep(sheets_of.as_text(written), name, "text/plain; charset=utf-8")


def _reading(request: HttpRequest, reading_id: UUID) -> Reading:
    readings = sheets_of.readings_with_sheets(user_of(request), inspection_of(request))
    return get_object_or_404(readings, public_id=reading_id)


def _sheet(reading: Reading) -> Feedback | None:
    return getattr(reading, "feedback", None)


def _first(reading: Reading) -> dict[str, object]:
    written = _sheet(reading)
    if written is not None:
        return {"version": written.version, "good": written.good, "better": written.better}
    draft = sheets_of.draft_of(reading)
    return {"version": 0, "good": draft.good, "better": draft.better}
