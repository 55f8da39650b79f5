"""The page of the audit trail. Looking is itself an event."""

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assay.service.accounts.routes import needs
from assay.service.accounts.selectors import names_of
from assay.service.audit.forms import SearchForm
from assay.service.audit.models import Event, Kind
from assay.service.audit.record import record
from assay.service.audit.selectors import search
from assay.service.project.limits import limits
from assay.service.project.requests import user_of


@needs("audit.read")
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Search the trail, newest first; a wrong search shows nothing but what is wrong."""
    form = SearchForm(request.GET)
    right = form.is_valid()
    wanted = form.wanted()
    if right:
        with transaction.atomic():
            record(
                kind=Kind.CONSULTATION,
                action="audit.search",
                by=user_of(request),
                person=wanted.person,
                changes=wanted.said(),
            )
    events = search(wanted) if right else Event.objects.none()
    most = limits().page.events
    page = Paginator(events[:most], limits().page.rows).get_page(request.GET.get("page"))
    rows = list(page)
    people = {e.by for e in rows if e.by} | {
        e.object_id for e in rows if e.object_id and e.object_type == "accounts.user"
    }
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "names": names_of(people),
        "more": page.paginator.count == most,
        "query": query.urlencode(),
    }
    return render(request, "audit/search.html", context)
