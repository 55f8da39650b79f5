"""The pages of people and access: fetch, call one action, respond."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from assay.service.accounts import actions, selectors
from assay.service.accounts.access import allowed
from assay.service.accounts.forms import EndAccessForm, InviteForm, RoleForm
from assay.service.accounts.link_views import hand_over
from assay.service.accounts.models import Membership, User
from assay.service.accounts.roles import catalogue
from assay.service.accounts.routes import needs
from assay.service.project.mail import mail_is_set_up
from assay.service.project.pages import FORM, paged
from assay.service.project.requests import user_of


@needs("people.view")
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List everybody with their roles."""
    page = paged(request, selectors.people())
    rows = [(person, selectors.role_names(person)) for person in page]
    manager = allowed(user_of(request), "people.manage")
    return render(request, "accounts/people.html", {"page": page, "rows": rows, "manager": manager})


@needs("people.view")
@require_safe
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show one person, what they hold and what it lets them do."""
    found = selectors.person(person_id)
    context = {
        "person": found,
        "held": found.held,  # type: ignore[attr-defined]
        "catalogue": catalogue(),
        "manager": allowed(user_of(request), "people.manage"),
    }
    return render(request, "accounts/person.html", context)


@needs("people.manage")
@FORM
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody."""
    form = InviteForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.invite(
                by=user_of(request),
                email=form.cleaned_data["email"],
                full_name=form.cleaned_data["full_name"],
                grant=form.grant(),
            )
        except actions.Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            return hand_over(request, made)
    return render(request, "accounts/invite.html", {"form": form, "mail": mail_is_set_up()})


@needs("people.manage")
@FORM
def give_role(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Give somebody another role."""
    found = selectors.person(person_id)
    form = RoleForm(request.POST or None)
    if form.is_valid():
        try:
            actions.give_role(by=user_of(request), user=found, grant=form.grant())
        except actions.Refused as refusal:
            form.add_error("role", str(refusal))
        else:
            messages.success(request, f"{found.full_name} has the new role.")
            return redirect("accounts:person", found.public_id)
    return render(request, "accounts/give_role.html", {"form": form, "person": found})


@needs("people.manage")
@FORM
def end_role(request: HttpRequest, person_id: UUID, membership_id: UUID) -> HttpResponse:
    """Take a role away, after asking."""
    found = selectors.person(person_id)
    membership = get_object_or_404(Membership, public_id=membership_id, user=found)
    if request.method == "POST":
        try:
            actions.end_role(by=user_of(request), membership=membership)
        except actions.Refused as refusal:
            return _refused(request, found, refusal)
        messages.success(request, "The role has ended.")
        return redirect("accounts:person", found.public_id)
    context = {"person": found, "membership": membership, "catalogue": catalogue()}
    return render(request, "accounts/end_role.html", context)


@needs("people.manage")
@FORM
def end_access(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Shut a person out, after asking why."""
    found = selectors.person(person_id)
    form = EndAccessForm(request.POST or None)
    if form.is_valid():
        reason = dict(form.fields["reason"].choices)[form.cleaned_data["reason"]]  # type: ignore[attr-defined]
        try:
            actions.end_access(by=user_of(request), user=found, reason=reason)
        except actions.Refused as refusal:
            return _refused(request, found, refusal)
        messages.success(request, f"{found.full_name} can no longer sign in.")
        return redirect("accounts:person", found.public_id)
    return render(request, "accounts/end_access.html", {"form": form, "person": found})


def _refused(request: HttpRequest, found: User, refusal: actions.Refused) -> HttpResponse:
    messages.error(request, f"{refusal}.")
    return redirect("accounts:person", found.public_id)
