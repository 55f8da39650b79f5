"""A case with everything that was asked of it, and why one criterion stands as it does."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from assay.assurance.catalogue import Criterion, catalogue
from assay.assurance.evidence import rests_on
from assay.assurance.worklist import OPEN, worklist
from assay.problems import InputProblems
from assay.service.accounts.routes import needs
from assay.service.assurance.lists import list_of_case
from assay.service.assurance.selectors import CaseHeld, Row, Seen
from assay.service.assurance.views.common import MARKING, log_reads, show, with_results

ORDER = (*OPEN, "excused", "met")


@needs("caseload.cases", provider="provider_id")
@require_safe
@with_results
def case(request: HttpRequest, seen: Seen, case_id: UUID) -> HttpResponse:
    """Show what is to do in a case, and every criterion that was asked of it."""
    found = seen.case(case_id)
    rows = sorted(seen.rows_of_case(found), key=lambda row: ORDER.index(row["state"]))
    log_reads(request, "caseload.read_case", seen, [found.key])
    asked = [(catalogue()[row["criterion"]], row) for row in rows]
    listed = list_of_case(seen, found, rows)
    return show(request, "case", seen=seen, case=found, asked=asked, whole=listed, marking=MARKING)


@needs("caseload.cases", provider="provider_id")
@require_safe
@with_results
def why(request: HttpRequest, seen: Seen, case_id: UUID, criterion: str) -> HttpResponse:
    """Show why a criterion stands as it does for a case, down to the records."""
    found, asked = seen.case(case_id), criterion_called(criterion)
    kept = row_of(seen, found, asked)
    log_reads(request, "caseload.why", seen, [found.key])
    again = _again(seen, found, asked, kept) if request.GET.get("again") else None
    return show(
        request,
        "why",
        seen=seen,
        case=found,
        criterion=asked,
        result=kept,
        item=next((one for entry in worklist([kept], catalogue()) for one in entry.items), None),
        rests=rests_on(kept["evidence"]),
        again=again,
        marking=MARKING,
    )


def criterion_called(name: str) -> Criterion:
    """Give a criterion by its id, or not found."""
    if name not in catalogue():
        raise Http404
    return catalogue()[name]


def row_of(seen: Seen, case: CaseHeld, asked: Criterion) -> Row:
    """Give what the run kept of a criterion for a case, or not found."""
    for row in seen.rows_of_case(case):
        if row["criterion"] == asked.id:
            return row
    raise Http404


def _again(seen: Seen, case: CaseHeld, asked: Criterion, kept: Row) -> dict[str, Any]:
    """Work one result out again from the extract, for this case alone."""
    from assay.assurance.why import explain  # noqa: PLC0415 - needs the extra

    folder: Path = seen.folder
    try:
        told = explain(asked, case.case_id, folder)
    except InputProblems:
        return {"there": False}
    return {"there": True, "same": told.result == kept, "state": (told.result or {}).get("state")}
