"""The pages of one key question: answering it, and choosing between two versions.

A script on the page saves the same form as it is filled in, and is answered in JSON.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from assay.service.accounts.actions import Refused
from assay.service.accounts.routes import needs
from assay.service.cases import answers, device_answers
from assay.service.cases.actions import answering
from assay.service.cases.completeness import blanks_of, differs
from assay.service.cases.forms.questions import QuestionForm, initial_of
from assay.service.cases.framework import CaseQuestion, fact_questions, form_of
from assay.service.cases.models import Answer, Reading
from assay.service.cases.views.common import log_reads, readers_only, show
from assay.service.cases.views.own import question_of
from assay.service.project.pages import FORM
from assay.service.project.requests import user_of, wants_json


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
    found, asked = question_of(request, reading_id, question)
    if request.method == "POST":
        answer = _send if wants_json(request) else _save
        return answer(request, found, asked)
    current = answers.current_answers(found)
    facts, saved = answers.facts_of(found, current), current.get(question)
    content = answers.content_of(saved) if saved else None
    first = initial_of(content, saved.version if saved else 0)
    if "check" not in request.GET:
        return _show_question(
            request, found, asked, QuestionForm(asked, initial=first, facts=facts), saved
        )
    data = {name: str(value) for name, value in first.items()}
    form = QuestionForm(asked, data=data, facts=facts)
    form.is_valid()
    for blank in blanks_of(asked, content, facts):
        form.add_error(blank.field, blank.words)
    return _show_question(request, found, asked, form, saved)


@needs("inspections.view", inspection="inspection_id")
@readers_only
@require_POST
def keep_saved(
    request: HttpRequest, inspection_id: UUID, reading_id: UUID, question: str
) -> HttpResponse:
    """Choose the version that is already saved."""
    found, _ = question_of(request, reading_id, question)
    try:
        answering.keep_saved(by=user_of(request), reading=found, question=question)
    except Refused as refusal:
        if wants_json(request):
            return device_answers.closed(refusal)
        messages.error(request, f"{refusal}.")
    if wants_json(request):
        return device_answers.kept()
    return redirect("cases:question", inspection_id, reading_id, question)


def _save(request: HttpRequest, found: Reading, asked: CaseQuestion) -> HttpResponse:
    facts = answers.facts_of(found, answers.current_answers(found))
    form = QuestionForm(asked, request.POST, facts=facts)
    if not form.is_valid():
        return _show_question(request, found, asked, form, None)
    try:
        _store(request, found, form)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show_question(request, found, asked, form, None)
    except answering.Conflict as conflict:
        return _show_conflict(request, found, asked, form, conflict.saved)
    return redirect(_after(found, asked, back="back" in request.POST))


def _send(request: HttpRequest, found: Reading, asked: CaseQuestion) -> JsonResponse:
    form, sent = QuestionForm(asked, request.POST), device_answers.SentForm(request.POST)
    if not (form.is_valid() and sent.is_valid()):
        return device_answers.invalid(form, sent)
    try:
        return device_answers.saved(_store(request, found, form, **sent.cleaned_data))
    except Refused as refusal:
        return device_answers.closed(refusal)
    except answering.Conflict:
        return device_answers.conflict()


def _store(request: HttpRequest, found: Reading, form: QuestionForm, **sent: Any) -> Answer:
    return answering.save_answer(
        by=user_of(request),
        reading=found,
        question=form.question.number,
        content=form.content(),
        version=form.cleaned_data["version"],
        client_id=form.cleaned_data["client_id"],
        **sent,
    )


def _after(found: Reading, asked: CaseQuestion, *, back: bool) -> str:
    """Give the next question's address, or the list's after the last one or on request."""
    place = [found.case.inspection.public_id, found.public_id]
    numbers = list(form_of(found.case.inspection))
    later = numbers[numbers.index(asked.number) + 1 :]
    if later and not back:
        return reverse("cases:question", args=[*place, later[0]])
    return reverse("cases:reading", args=place)


def _show_question(
    request: HttpRequest,
    found: Reading,
    asked: CaseQuestion,
    form: QuestionForm,
    saved: Answer | None,
) -> HttpResponse:
    content = answers.content_of(saved) if saved else None
    form.say_only_if(fact_questions(found.case.inspection))
    log_reads(request, "cases.read_question", [found.case], about=found)
    return show(
        request,
        "question",
        reading=found,
        case=found.case,
        asked=asked,
        form=form,
        saved=saved,
        next_page=_after(found, asked, back=False),
        differs=differs(asked, content, form.facts) if content else "",
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
        typed_id=form.cleaned_data["client_id"],
        retry=QuestionForm(asked, initial=initial_of(form.content(), saved.version)),
        saved=saved,
        next_page=_after(found, asked, back=False),
    )
