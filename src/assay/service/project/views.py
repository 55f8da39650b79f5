"""The home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from assay.service.accounts.routes import signed_in


@signed_in()
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what this person can do here."""
    return render(request, "home.html")


@signed_in()
@require_POST
def stay(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the request itself is what counts
    """Carry on for another while: the request alone moves the idle limit."""
    return redirect("home")
