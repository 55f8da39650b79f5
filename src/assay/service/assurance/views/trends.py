"""How a criterion stood week by week, in a unit or in all."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from assay.service.accounts.routes import needs
from assay.service.assurance.charts import line
from assay.service.assurance.selectors import Row, Seen
from assay.service.assurance.shares import below
from assay.service.assurance.trends import trend_of
from assay.service.assurance.views.common import MARKING, show, with_results
from assay.service.assurance.views.why import criterion_called
from assay.service.assurance.words import words


@needs("caseload.head", provider="provider_id")
@require_safe
@with_results
def trend(request: HttpRequest, seen: Seen, criterion: str) -> HttpResponse:
    """Show the share met each week as a line, and every number in a table."""
    one, unit = criterion_called(criterion), _unit(seen, request.GET.get("unit", ""))
    unit_id = unit["unit_id"] if unit else None
    found = trend_of(seen, one, unit_id)
    weeks = found.weeks if found else ()
    return show(
        request,
        "trend",
        seen=seen,
        criterion=one,
        unit=unit,
        below=below(seen, unit_id),
        above=seen.units.get(unit["parent_id"]) if unit else None,
        found=found,
        weeks=weeks,
        drawn=line([week.share.met for week in weeks], top=1.0),
        known=[week for week in weeks if week.share.met is not None],
        few=words().shares.few,
        marking=MARKING,
    )


def _unit(seen: Seen, key: str) -> Row | None:
    """Give the unit that was asked for; None for all; or not found."""
    if not key:
        return None
    try:
        unit = seen.unit_id(UUID(key))
    except ValueError:
        raise Http404 from None
    found: dict[str, Any] | None = seen.units.get(unit or "")
    if found is None:
        raise Http404
    return found
