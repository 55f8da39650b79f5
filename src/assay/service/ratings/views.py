"""The ratings panel: what it has before it, what it decides, and why each rating is what it is."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from assay.problems import InputProblems
from assay.rating.results import Result
from assay.service.accounts.actions import Refused
from assay.service.accounts.models import User
from assay.service.accounts.routes import needs
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.inspections.parts import parts_of
from assay.service.inspections.requests import inspection_of, may, sent
from assay.service.project.pages import FORM, download
from assay.service.project.requests import user_of
from assay.service.ratings import actions
from assay.service.ratings.counted import Pack, choices_for, pack_of, panel_result
from assay.service.ratings.files import FILES
from assay.service.ratings.forms import DecisionForm, MembersForm, RatedForm, ReopenForm
from assay.service.ratings.models import Decision, Proposal
from assay.service.ratings.selectors import (
    OPEN_AT,
    every,
    panel_of,
    possible_members,
    previous_ratings,
    standing,
)


@needs("ratings.view", inspection="inspection_id")
@require_safe
def panel(request: HttpRequest, inspection_id: UUID) -> HttpResponse:  # noqa: ARG001 - the gate has used it
    """Show the pack: results, flags, proposals, the previous inspection, decisions."""
    user, inspection = user_of(request), inspection_of(request)
    pack = pack_of(user, inspection)
    result, problem = _result(pack)
    found = panel_of(inspection)
    return _show(
        request,
        "panel",
        pack=pack,
        result=result,
        problem=problem,
        panel=found,
        members=found.members.order_by("full_name") if found else (),
        stale=bool(found and found.closed_at and pack.whole and found.answers != pack.answers),
        proposals={each.standard: each for each in standing(Proposal, inspection)},
        previous=previous_ratings(user, inspection),
        exporter=pack.whole and may(request, "results.export"),
    )


@needs("ratings.view", inspection="inspection_id")
@require_safe
def why(request: HttpRequest, inspection_id: UUID, standard: str) -> HttpResponse:  # noqa: ARG001 - the gate has used it
    """Show why a standard has its rating: the working, what was proposed and decided."""
    user, inspection = user_of(request), inspection_of(request)
    pack = _pack_with(user, request, standard)
    result, problem = _result(pack)
    return _show(
        request,
        "why",
        pack=pack,
        problem=problem,
        standard={each.number: each for each in result.standards}[standard],
        proposals=every(Proposal, inspection, standard),
        decisions=every(Decision, inspection, standard),
        previous=previous_ratings(user, inspection),
    )


@needs("ratings.propose", inspection="inspection_id")
@FORM
def propose(request: HttpRequest, inspection_id: UUID, standard: str) -> HttpResponse:
    """Propose a rating for a judged standard."""
    user, inspection = user_of(request), inspection_of(request)
    pack = _pack_with(user, request, standard)
    counted = pack.standard(standard)
    if counted.decided_by != "judgement":
        raise Http404
    now = standing(Proposal, inspection).filter(standard=standard).first()
    form = RatedForm(sent(request), ratings=choices_for(pack, counted), initial=_initial(now))
    if form.is_valid():
        try:
            actions.propose(by=user, inspection=inspection, standard=standard, **form.cleaned_data)
        except Refused as refusal:
            form = _refused(form, refusal, now)
        else:
            messages.success(request, f"{standard}: proposed.")
            return redirect("ratings:why", inspection_id, standard)
    return _show(request, "propose", form=form, standard=counted, now=now)


@needs("ratings.decide", inspection="inspection_id")
@FORM
def decide(request: HttpRequest, inspection_id: UUID, standard: str) -> HttpResponse:
    """Decide a standard's rating, with who agreed and who did not."""
    user, inspection = user_of(request), inspection_of(request)
    pack = _pack_with(user, request, standard)
    counted, found = pack.standard(standard), panel_of(inspection)
    now = pack.decisions.get(standard)
    proposal = standing(Proposal, inspection).filter(standard=standard).first()
    people = found.members.order_by("full_name") if found else User.objects.none()
    form = DecisionForm(
        sent(request),
        ratings=choices_for(pack, counted),
        people=people,
        initial=_initial(now or proposal) | {"seen": now.public_id if now else None},
    )
    if form.is_valid():
        try:
            actions.decide(by=user, inspection=inspection, standard=standard, **form.cleaned_data)
        except Refused as refusal:
            form = _refused(form, refusal, now)
        else:
            messages.success(request, f"{standard}: decided.")
            return redirect("ratings:panel", inspection_id)
    return _show(
        request,
        "decide",
        form=form,
        standard=counted,
        now=now,
        proposal=proposal,
        pack=pack,
        people=people,
    )


@needs("ratings.decide", inspection="inspection_id")
@FORM
def members(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """Say who sits on the panel."""
    inspection = inspection_of(request)
    found, people = panel_of(inspection), possible_members(inspection)
    chosen = [person.public_id for person in found.members.all()] if found else []
    form = MembersForm(sent(request), people=people, initial={"people": chosen})
    if form.is_valid():
        try:
            actions.name_members(
                by=user_of(request), inspection=inspection, people=form.cleaned_data["people"]
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The panel’s members are saved.")
            return redirect("ratings:panel", inspection_id)
    return _show(request, "members", form=form)


@needs("ratings.decide", inspection="inspection_id")
@FORM
def close(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """Close the panel, after saying what that means."""
    user, inspection = user_of(request), inspection_of(request)
    pack, refused = pack_of(user, inspection), ""
    if request.method == "POST":
        try:
            actions.close(by=user, inspection=inspection)
        except Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, "The panel is closed.")
            return redirect("ratings:panel", inspection_id)
    return _show(request, "close", pack=pack, refused=refused, result=_result(pack)[0])


@needs("ratings.decide", inspection="inspection_id")
@FORM
def reopen(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """Open a closed panel again, after asking why."""
    form = ReopenForm(sent(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.reopen(by=user_of(request), inspection=inspection_of(request), reason=reason)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The panel is open again.")
            return redirect("ratings:panel", inspection_id)
    return _show(request, "reopen", form=form)


@needs("results.export", inspection="inspection_id")
@require_safe
def take_out(request: HttpRequest, inspection_id: UUID, panel_file: str) -> HttpResponse:
    """Give the panel's decisions as a file that `assay rate` reads."""
    user, inspection = user_of(request), inspection_of(request)
    if panel_file not in FILES or not may(request, "ratings.view"):
        raise Http404
    pack = pack_of(user, inspection)
    if not pack.whole:
        messages.error(request, f"{actions.NOT_WHOLE}, so it can’t be taken out.")
        return redirect("ratings:panel", inspection_id)
    with transaction.atomic():
        record(
            kind=Kind.DISCLOSURE,
            action="ratings.take_out",
            by=user,
            about=inspection,
            inspection=inspection,
            reason=f"{panel_file}.csv downloaded",
        )
    return download(FILES[panel_file](pack), f"{panel_file}.csv", "text/csv; charset=utf-8")


def _pack_with(user: User, request: HttpRequest, standard: str) -> Pack:
    """Give the pack, or not found where the framework has no such standard."""
    pack = pack_of(user, inspection_of(request))
    if standard not in {each.number for each in pack.counted.standards}:
        raise Http404
    return pack


def _result(pack: Pack) -> tuple[Result, str]:
    """Give the ratings as decided; as counted, with why, where a decision can't stand."""
    try:
        return panel_result(pack), ""
    except InputProblems as faults:
        return pack.counted, "; ".join(fault.wrong for fault in faults.problems)


def _initial(now: Proposal | Decision | None) -> dict[str, Any]:
    return {"rating": now.rating, "reason": now.reason, "seen": now.public_id} if now else {}


def _refused(form: Any, refusal: Refused, now: Proposal | Decision | None) -> Any:
    """Keep what was typed; where somebody wrote meanwhile, let it be sent on top of that."""
    said = f"{refusal}. What stands now is shown below; yours is kept in the form"
    form.add_error(None, said if isinstance(refusal, actions.Meanwhile) else str(refusal))
    if isinstance(refusal, actions.Meanwhile):
        form.data = form.data.copy()
        form.data["seen"] = str(now.public_id) if now else ""
    return form


def _show(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    inspection = inspection_of(request)
    context |= {
        "inspection": inspection,
        "parts": parts_of(request),
        "open_now": inspection.reached == OPEN_AT,
        "proposer": may(request, "ratings.propose"),
        "decider": may(request, "ratings.decide"),
    }
    return render(request, f"ratings/{template}.html", context)
