"""The pages of an inspection's case list."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from assay.service.accounts.actions import Refused
from assay.service.accounts.routes import needs
from assay.service.cases.actions import case_lists as actions
from assay.service.cases.actions import checks
from assay.service.cases.checking.progress import progress_at
from assay.service.cases.checking.worker import take_up
from assay.service.cases.done_steps import done_with
from assay.service.cases.forms.case_lists import UploadForm
from assay.service.cases.limits import limits
from assay.service.cases.models import CaseList
from assay.service.cases.selectors import current_case_list
from assay.service.cases.storage import problems_path, progress_path
from assay.service.cases.views.common import show
from assay.service.inspections.requests import inspection_of, may
from assay.service.project.limits import limits as page_limits
from assay.service.project.pages import FORM, paged
from assay.service.project.requests import user_of


@needs("case_list.view", inspection="inspection_id")
@require_safe
def case_list(request: HttpRequest, inspection_id: UUID) -> HttpResponse:  # noqa: ARG001 - the gate has used it
    """Show the latest upload: waiting, its problems, or what it holds; and the uploads before."""
    inspection = inspection_of(request)
    take_up(inspection)
    latest = current_case_list(inspection)
    waits = latest is not None and latest.waiting
    still = request.GET.get("refresh") == "off"
    answer = show(
        request,
        "case_list",
        latest=latest,
        earlier=_earlier(request),
        progress=progress_at(progress_path(latest.stored)) if latest and waits else None,
        ahead=checks.before(latest) if latest and waits else 0,
        groups=paged(request, latest.groups.all()) if latest else None,
        refreshing=waits and not still,
        uploader=may(request, "case_list.upload"),
        fixed_by=done_with(inspection, actions.CHECKED),
    )
    if waits and not still:
        # With an address: without one a page left at #main-content would only scroll there.
        answer["Refresh"] = f"{limits().checking.refresh_seconds}; url={request.path}"
    return answer


@needs("case_list.upload", inspection="inspection_id")
@FORM
def upload(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """Take in a case list."""
    sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
    if form.is_valid():
        try:
            actions.upload(
                by=user_of(request),
                inspection=inspection_of(request),
                file=form.cleaned_data["file"],
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("cases:case_list", inspection_id)
    return show(request, "upload", form=form)


@needs("case_list.upload", inspection="inspection_id")
@require_POST
def check_again(request: HttpRequest, inspection_id: UUID, list_id: UUID) -> HttpResponse:
    """Check a list again whose check broke down."""
    found = _list(request, list_id)
    if found.state == CaseList.State.FAILED:
        actions.check_again(by=user_of(request), case_list=found)
        messages.success(request, "The list is being checked again.")
    return redirect("cases:case_list", inspection_id)


@needs("case_list.view", inspection="inspection_id")
@require_safe
def problems(request: HttpRequest, inspection_id: UUID, list_id: UUID) -> FileResponse:  # noqa: ARG001 - the gate has used it
    """Give every problem of a list, a row each."""
    place = problems_path(_list(request, list_id).stored)
    if not place.exists():
        raise Http404
    return FileResponse(
        place.open("rb"), as_attachment=True, filename="problems.csv", content_type="text/csv"
    )


def _earlier(request: HttpRequest) -> Page[CaseList]:
    """Give the page that was asked for of the uploads before."""
    lists = CaseList.objects.filter(inspection=inspection_of(request), superseded_at__isnull=False)
    return Paginator(lists.select_related("uploaded_by"), page_limits().page.rows).get_page(
        request.GET.get("earlier")
    )


def _list(request: HttpRequest, list_id: UUID) -> CaseList:
    return get_object_or_404(
        CaseList.objects.select_related("inspection"),
        public_id=list_id,
        inspection=inspection_of(request),
    )
