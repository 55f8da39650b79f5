"""The pages of a person's own notices."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from assay.service.accounts.routes import signed_in
from assay.service.inspections import notices as actions
from assay.service.inspections.notice_words import address_of, text_of
from assay.service.project.mail import mail_is_set_up
from assay.service.project.pages import paged
from assay.service.project.requests import user_of


@signed_in()
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """List the visitor's notices."""
    found = actions.notices_for(user_of(request))
    page = paged(request, found)
    context = {
        "page": page,
        "rows": [(notice, text_of(notice), address_of(notice)) for notice in page],
        "unread": actions.unread_for(user_of(request)).count(),
        "by_email": mail_is_set_up(),
    }
    return render(request, "inspections/notices.html", context)


@signed_in()
@require_POST
def read(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Mark one notice as read."""
    actions.mark_read(by=user_of(request), notices=[notice_id])
    return redirect("notices:notices")


@signed_in()
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark every notice as read."""
    actions.mark_read(by=user_of(request))
    messages.success(request, "Every notice is marked as read.")
    return redirect("notices:notices")
