"""The page a demonstration starts from: sign in as anybody, and read the published pages."""

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from assay.service.accounts.models import User
from assay.service.accounts.roles import catalogue
from assay.service.accounts.routes import public
from assay.service.demo.folder import pages_of
from assay.service.demo.scene import scene

# The pages are whole in themselves: their styles and pictures are inside them.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"


@public("everybody in a demonstration is made up")
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """List the made-up people with a button to sign in as each."""
    roles = catalogue().roles
    people = [(person, roles[person.role]) for person in scene().people]
    context = {"people": people, "next": request.GET.get("next", "")}
    return render(request, "demo/start.html", context)


@public("everybody in a demonstration is made up")
@require_POST
def sign_in(request: HttpRequest, role: str) -> HttpResponse:
    """Sign in as the made-up holder of a role, without password or code."""
    email = next((person.email for person in scene().people if person.role == role), None)
    user = get_object_or_404(User, email=email, is_active=True)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, user, method="demonstration")
    wanted = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return redirect(wanted if inside else "home")


@public("made from the public record and from made-up examples")
@require_safe
def page(request: HttpRequest, name: str) -> FileResponse:  # noqa: ARG001 - the address says it all
    """Give a page that needs no service: the league table, or a report."""
    pages = pages_of(settings.DATA)
    try:
        found = (pages / name).resolve()
        there = found.is_relative_to(pages) and found.is_file()
    except (ValueError, OSError):  # a name no file can have: too long, or with a NUL in it
        there = False
    if not there:
        raise Http404
    return FileResponse(found.open("rb"), headers={"Content-Security-Policy": POLICY})
