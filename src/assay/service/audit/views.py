"""The page of the audit trail. Looking is itself an event."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from assay.service.accounts.models import User
from assay.service.accounts.routes import needs
from assay.service.accounts.selectors import names_of
from assay.service.audit.action_words import action_words
from assay.service.audit.finding import find_people
from assay.service.audit.forms import FindForm, SearchForm
from assay.service.audit.models import Event, Kind
from assay.service.audit.record import record, record_reads
from assay.service.audit.selectors import Search, search
from assay.service.audit.showing import shown
from assay.service.project.limits import limits
from assay.service.project.pages import paged
from assay.service.project.requests import user_of


@needs("audit.read")
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Search the trail, newest first; a wrong search shows nothing but what is wrong."""
    return _page(request, FindForm())


@needs("audit.read")
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Find a person's cases by their CRN and lead to what was done with them.

    Looked at by itself, as after signing in again from it, it leads to the search.
    """
    if request.method != "POST":
        return redirect("audit:search")
    form = FindForm(request.POST)
    if form.is_valid():
        found = find_people(by=user_of(request), crn=form.cleaned_data["crn"])
        if found:
            words = urlencode({"person": " ".join(map(str, found[: limits().page.rows]))})
            return redirect(f"{reverse('audit:search')}?{words}")
        form.add_error("crn", "No case that was drawn has this CRN")
    return _page(request, form)


def _page(request: HttpRequest, finding: FindForm) -> HttpResponse:
    form = SearchForm(request.GET)
    right = form.is_valid()
    wanted = form.wanted()
    if right:
        _log(user_of(request), wanted)
    events = search(wanted) if right else Event.objects.none()
    most = limits().page.events
    page = paged(request, events[:most])
    rows = shown(page)
    people = {e.by for e in rows if e.by} | {
        e.object_id for e in rows if e.object_id and e.object_type == "accounts.user"
    }
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": finding if finding.errors else form,
        "searching": form,
        "finding": finding,
        "page": page,
        "rows": rows,
        "names": names_of(people),
        "action_words": action_words(),
        "more": page.paginator.count == most,
        "query": query.urlencode(),
    }
    return render(request, "audit/search.html", context)


@transaction.atomic
def _log(by: User, wanted: Search) -> None:
    """Log a search, for each person it is about as well where there are several."""
    record(
        kind=Kind.CONSULTATION,
        action="audit.search",
        by=by,
        person=wanted.people[0] if len(wanted.people) == 1 else None,
        changes=wanted.said(),
    )
    if len(wanted.people) > 1:
        record_reads(action="audit.search", by=by, people=wanted.people)
