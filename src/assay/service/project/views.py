"""The home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assay.service.accounts.routes import signed_in
from assay.service.cases.your_work import work_of
from assay.service.inspections.notice_words import address_of, text_of
from assay.service.inspections.notices import unread_for
from assay.service.inspections.overdue import tell_overdue
from assay.service.project.limits import limits
from assay.service.project.requests import user_of


@signed_in()
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what has changed for this person, and what they can do here."""
    tell_overdue(timezone.localdate())
    unread = unread_for(user_of(request))
    few = unread[: limits().page.notices]
    context = {
        "notices": [(notice, text_of(notice), address_of(notice)) for notice in few],
        "unread": unread.count(),
        "work": work_of(user_of(request)),
    }
    return render(request, "home.html", context)


@signed_in()
@require_POST
def stay(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the request itself is what counts
    """Carry on for another while: the request alone moves the idle limit."""
    return redirect("home")
