"""What this app tells the rest of the service when it starts."""

from datetime import date

import rules

from assay.service.accounts.access import narrow
from assay.service.accounts.endings import when_access_ends
from assay.service.audit.finding import find_people_with
from assay.service.cases.actions.handing_over import hand_over
from assay.service.cases.models import CaseList
from assay.service.cases.selectors import (
    being_read,
    current_case_list,
    current_draw,
    not_about_hidden,
    references_of,
    sees,
)
from assay.service.inspections.models import Inspection
from assay.service.inspections.notices import narrow_notices
from assay.service.inspections.rules import register_rule

narrow("cases.view", rules.predicate(sees))
narrow_notices(not_about_hidden)
when_access_ends(hand_over)
find_people_with(references_of)


@register_rule("case_list_is_clean")
def case_list_is_clean(inspection: Inspection, _today: date) -> str:
    """The latest case list has been checked and nothing is wrong with it."""
    latest = current_case_list(inspection)
    if latest is None:
        return "No case list has been uploaded"
    if latest.waiting:
        return "The case list is still being checked"
    if latest.state == CaseList.State.FAILED:
        return "The case list could not be checked"
    if latest.state == CaseList.State.FAULTY:
        count = latest.problems
        return f"The case list has {count:,} problem{'' if count == 1 else 's'} to mend"
    return ""


@register_rule("sample_is_drawn")
def sample_is_drawn(inspection: Inspection, _today: date) -> str:
    """A sample has been drawn from the latest case list."""
    drawn = current_draw(inspection)
    if drawn is None:
        return "No sample has been drawn"
    if drawn.case_list.superseded_at is not None:
        return "The sample was drawn from an earlier case list"
    return ""


@register_rule("no_case_is_assessed")
def no_case_is_assessed(inspection: Inspection, _today: date) -> str:
    """Nobody has answered a question about a case."""
    return "Cases are being read" if being_read(inspection) else ""
