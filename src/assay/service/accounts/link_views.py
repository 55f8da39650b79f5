"""The pages that give a person a one-time link: a new one, and access again."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from assay.service.accounts import actions, notices, selectors
from assay.service.accounts.links import path_of
from assay.service.accounts.routes import needs
from assay.service.project.mail import mail_is_set_up
from assay.service.project.pages import FORM
from assay.service.project.requests import user_of


@needs("people.manage")
@FORM
@never_cache
def renew(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Clear a person's password and codes and give them a link, after asking."""
    return _asked_first(request, person_id, actions.renew, "accounts/renew.html")


@needs("people.manage")
@FORM
@never_cache
def restore(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Let somebody whose access ended in again, after asking."""
    return _asked_first(request, person_id, actions.restore_access, "accounts/restore.html")


def hand_over(request: HttpRequest, made: actions.MadeLink) -> HttpResponse:
    """Email a link that has just been made, or show it once where no mail can be sent."""
    link, token = made
    person = link.user
    if person is None:
        raise ValueError("Only a person's own link is handed over")
    address = request.build_absolute_uri(path_of(token))
    if not mail_is_set_up():
        actions.link_shown(by=user_of(request), user=person)
        context = {"person": person, "link": link, "address": address}
        return render(request, "accounts/hand_over.html", context)
    if notices.send_link(link, address):
        messages.success(request, f"A link has been sent to {person.email}.")
    else:
        messages.error(
            request,
            f"The email to {person.email} could not be sent. What you did is stored. When mail "
            "works again, send them a new link from this page.",
        )
    return redirect("accounts:person", person.public_id)


def _asked_first(
    request: HttpRequest, person_id: UUID, action: Callable[..., actions.MadeLink], template: str
) -> HttpResponse:
    found = selectors.person(person_id)
    if request.method == "POST":
        try:
            made = action(by=user_of(request), user=found)
        except actions.Refused as refusal:
            messages.error(request, f"{refusal}.")
            return redirect("accounts:person", found.public_id)
        return hand_over(request, made)
    return render(request, template, {"person": found, "mail": mail_is_set_up()})
