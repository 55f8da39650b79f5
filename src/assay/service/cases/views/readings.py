"""The pages of a reading: its questions, saved one by one, and handing it in."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from assay.service.accounts.actions import Refused
from assay.service.accounts.routes import needs
from assay.service.cases.actions import answering
from assay.service.cases.completeness import blanks_of, contradiction
from assay.service.cases.framework import CaseQuestion, questions_of
from assay.service.cases.models import Answer, Reading
from assay.service.cases.question_form import QuestionForm, initial_of
from assay.service.cases.selectors import own_readings, readings_for
from assay.service.cases.views.common import (
    FORM,
    inspection_of,
    log_reads,
    paged,
    readers_only,
    show,
)
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
    """Show a reading: for its reader a list of what is left, for others what was answered."""
    found = _reading(request, reading_id)
    log_reads(request, "cases.read_reading", [found.case], about=found)
    questions = questions_of(found.case.inspection)
    saved = _saved(found)
    lines = [
        (question, saved.get(number), _status(question, saved.get(number)))
        for number, question in questions.items()
    ]
    mine = found.reader_id == user_of(request).pk
    template = "reading" if mine and not found.submitted_at else "reading_done"
    return show(request, template, reading=found, case=found.case, lines=lines)


@needs("inspections.view", inspection="inspection_id")
@readers_only
@FORM
def question(
    request: HttpRequest,
    inspection_id: UUID,  # noqa: ARG001 - the gate has used it
    reading_id: UUID,
    question: str,
) -> HttpResponse:
    """Answer one key question; each save is a version of its own."""
    found, asked = _open_question(request, reading_id, question)
    if request.method == "POST":
        return _save(request, found, asked)
    saved = found.answers.filter(question=question, current=True).first()
    content = answering.content_of(saved) if saved else None
    first = initial_of(content, saved.version if saved else 0)
    if "check" not in request.GET:
        return _show_question(request, found, asked, QuestionForm(asked, initial=first), saved)
    form = QuestionForm(asked, data={name: str(value) for name, value in first.items()})
    form.is_valid()
    for blank in blanks_of(asked, content):
        form.add_error(blank.field, blank.words)
    return _show_question(request, found, asked, form, saved)


@needs("inspections.view", inspection="inspection_id")
@readers_only
@require_POST
def keep_saved(
    request: HttpRequest, inspection_id: UUID, reading_id: UUID, question: str
) -> HttpResponse:
    """Choose the version that is already saved."""
    found, _ = _open_question(request, reading_id, question)
    try:
        answering.keep_saved(by=user_of(request), reading=found, question=question)
    except Refused as refusal:
        messages.error(request, f"{refusal}.")
    return redirect("cases:question", inspection_id, reading_id, question)


@needs("inspections.view", inspection="inspection_id")
@readers_only
@require_POST
def submit(request: HttpRequest, inspection_id: UUID, reading_id: UUID) -> HttpResponse:
    """Hand a reading in, or go to the first blank."""
    found = _own(request, reading_id)
    try:
        answering.submit(by=user_of(request), reading=found)
    except Refused as refusal:
        messages.error(request, f"{refusal}.")
    except answering.Incomplete as incomplete:
        first = incomplete.blanks[0]
        messages.error(request, f"{len(incomplete.blanks)} answers are missing. This is the first.")
        address = reverse("cases:question", args=[inspection_id, reading_id, first.question])
        return redirect(f"{address}?check=1#id_{first.field}")
    else:
        messages.success(request, f"{found.case} has been submitted.")
        return redirect("cases:readings", inspection_id)
    return redirect("cases:reading", inspection_id, reading_id)


def _save(request: HttpRequest, found: Reading, asked: CaseQuestion) -> HttpResponse:
    form = QuestionForm(asked, request.POST)
    if not form.is_valid():
        return _show_question(request, found, asked, form, None)
    try:
        answering.save_answer(
            by=user_of(request),
            reading=found,
            question=asked.number,
            content=form.content(),
            version=form.cleaned_data["version"],
            client_id=form.cleaned_data["client_id"],
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show_question(request, found, asked, form, None)
    except answering.Conflict as conflict:
        return _show_conflict(request, found, asked, form, conflict.saved)
    return redirect(_after(request, found, asked))


def _after(request: HttpRequest, found: Reading, asked: CaseQuestion) -> str:
    """Give the next question's address, or the list's after the last one or on request."""
    place = [found.case.inspection.public_id, found.public_id]
    numbers = list(questions_of(found.case.inspection))
    later = numbers[numbers.index(asked.number) + 1 :]
    if later and "back" not in request.POST:
        return reverse("cases:question", args=[*place, later[0]])
    return reverse("cases:reading", args=place)


def _show_question(
    request: HttpRequest,
    found: Reading,
    asked: CaseQuestion,
    form: QuestionForm,
    saved: Answer | None,
) -> HttpResponse:
    content = answering.content_of(saved) if saved else None
    log_reads(request, "cases.read_question", [found.case], about=found)
    return show(
        request,
        "question",
        reading=found,
        case=found.case,
        asked=asked,
        form=form,
        saved=saved,
        differs=contradiction(content.prompts, content.sufficient) if content else "",
    )


def _show_conflict(
    request: HttpRequest, found: Reading, asked: CaseQuestion, form: QuestionForm, saved: Answer
) -> HttpResponse:
    log_reads(request, "cases.read_conflict", [found.case], about=found)
    return show(
        request,
        "conflict",
        status=409,
        reading=found,
        case=found.case,
        asked=asked,
        typed=form.content(),
        retry=QuestionForm(asked, initial=initial_of(form.content(), saved.version)),
        saved=saved,
    )


def _status(asked: CaseQuestion, saved: Answer | None) -> str:
    if saved is None:
        return "Not started"
    return "Incomplete" if blanks_of(asked, answering.content_of(saved)) else "Complete"


def _saved(found: Reading) -> dict[str, Answer]:
    return {answer.question: answer for answer in found.answers.filter(current=True)}


def _open_question(
    request: HttpRequest, reading_id: UUID, number: str
) -> tuple[Reading, CaseQuestion]:
    found = _own(request, reading_id)
    asked = questions_of(found.case.inspection).get(number)
    if asked is None:
        raise Http404
    return found, asked


def _own(request: HttpRequest, reading_id: UUID) -> Reading:
    found = _reading(request, reading_id)
    if found.reader_id != user_of(request).pk:
        raise Http404
    return found


def _reading(request: HttpRequest, reading_id: UUID) -> Reading:
    readings = readings_for(user_of(request), inspection_of(request))
    related = readings.select_related("case__inspection", "reader")
    return get_object_or_404(related, public_id=reading_id)
