"""Where the record can't be believed, for whoever looks after a service's quality."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from assay.assurance.evidence import rests_on
from assay.service.accounts.routes import needs
from assay.service.assurance.integrity import WRONG, asked, case_key, findings, says, unit_name
from assay.service.assurance.selectors import Seen
from assay.service.assurance.views.common import MARKING, log_reads, show, with_results
from assay.service.assurance.views.why import criterion_called
from assay.service.assurance.words import words


@needs("caseload.quality", provider="provider_id")
@require_safe
@with_results
def integrity(request: HttpRequest, seen: Seen) -> HttpResponse:
    """Count what is wrong with the record, by criterion, unit and reason."""
    return show(request, "integrity", seen=seen, found=findings(seen), marking=MARKING)


@needs("caseload.quality", provider="provider_id")
@require_safe
@with_results
def integrity_cases(
    request: HttpRequest, seen: Seen, criterion: str, unit_id: UUID
) -> HttpResponse:
    """List the cases of a unit where one criterion of integrity is not met, or can't be told."""
    one, unit = criterion_called(criterion), seen.unit_id(unit_id)
    if one not in asked():
        raise Http404
    rows = seen.rows_of_unit(unit, one.id, WRONG)
    page = Paginator(rows, words().integrity.rows).get_page(request.GET.get("page"))
    lines = [
        (
            row,
            case_key(seen, row),
            says(one, row["state"], row["reason"]),
            seen.officers.get(row["officer_id"]),
            rests_on(row["evidence"]),
        )
        for row in page
    ]
    log_reads(request, "caseload.integrity", seen, {key for _, key, *_ in lines if key})
    return show(
        request,
        "integrity_cases",
        seen=seen,
        criterion=one,
        unit=unit_name(seen, unit),
        page=page,
        lines=lines,
        marking=MARKING,
    )
