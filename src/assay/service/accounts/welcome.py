"""The page behind a one-time link."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from assay.service.accounts import actions
from assay.service.accounts.forms import FirstAccountForm, PasswordForm
from assay.service.accounts.links import usable_link
from assay.service.accounts.routes import public


@public("the person has no account yet; the link itself is the key")
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Set a password with a one-time link, then go to the sign-in page."""
    with transaction.atomic():
        link = usable_link(token)
    if link is None:
        return render(request, "accounts/link_over.html", status=410)
    data = request.POST or None
    form = PasswordForm(data, user=link.user) if link.user else FirstAccountForm(data)
    if form.is_valid():
        try:
            actions.accept(token=token, **form.cleaned_data)
        except actions.Refused:
            return render(request, "accounts/link_over.html", status=410)
        messages.success(request, "Your password is set. Sign in with it.")
        return redirect("account_login")
    return render(request, "accounts/welcome.html", {"form": form, "person": link.user})
