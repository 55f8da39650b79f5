"""Finding the reading an address names, for who may open it and for who makes it."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from assay.service.cases.framework import CaseQuestion, form_of
from assay.service.cases.models import Reading
from assay.service.cases.selectors import readings_for, reads
from assay.service.inspections.requests import inspection_of
from assay.service.project.requests import user_of


def reading_of(request: HttpRequest, reading_id: UUID) -> Reading:
    """Give a reading the visitor may open, or not found."""
    readings = readings_for(user_of(request), inspection_of(request))
    related = readings.select_related("case__inspection", "reader")
    return get_object_or_404(related, public_id=reading_id)


def own_reading(request: HttpRequest, reading_id: UUID) -> Reading:
    """Give a reading the visitor makes, alone or with its reader, or not found."""
    found = reading_of(request, reading_id)
    if not reads(user_of(request), found):
        raise Http404
    return found


def question_of(
    request: HttpRequest, reading_id: UUID, number: str
) -> tuple[Reading, CaseQuestion]:
    """Give a reading the visitor makes and one of its questions, or not found."""
    found = own_reading(request, reading_id)
    asked = form_of(found.case.inspection).get(number)
    if asked is None:
        raise Http404
    return found, asked
