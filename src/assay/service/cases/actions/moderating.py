"""Settling what two readers of a case answered differently."""

from django.db import transaction
from django.utils import timezone

from assay.service.accounts.actions import Refused
from assay.service.accounts.models import User
from assay.service.audit.changes import differences, snapshot
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.cases.done_steps import AFTER_FIELDWORK, refuse_after
from assay.service.cases.framework import questions_of
from assay.service.cases.models import Difference, Sufficient


@transaction.atomic
def settle(*, by: User, difference: Difference, decision: Sufficient, reason: str) -> None:
    """Decide which answer counts, with the reason; both answers are kept.

    Raises:
        Refused: If it is settled already, no longer stands, or the decision is "not
            applicable" where that is not allowed.
    """
    difference = _locked(difference)
    if difference.decided_at is not None:
        raise Refused("Somebody has settled this difference already")
    asked = questions_of(difference.case.inspection)[difference.question]
    if decision == Sufficient.NOT_APPLICABLE and not asked.not_applicable:
        raise Refused("“Not applicable” can’t be the answer here. Choose yes or no")
    before = snapshot(difference)
    difference.decision, difference.reason = decision, reason
    difference.decided_by, difference.decided_at = by, timezone.now()
    difference.save(update_fields=["decision", "reason", "decided_by", "decided_at"])
    record(
        kind=Kind.ALTERATION,
        action="cases.settle",
        by=by,
        about=difference,
        person=difference.case.public_id,
        inspection=difference.case.inspection,
        changes=differences(difference, before),
    )


@transaction.atomic
def unsettle(*, by: User, difference: Difference, reason: str) -> Difference:
    """Take a decision back. It is kept as it was, and the difference is open to be settled anew.

    Returns:
        The difference that is to be settled.

    Raises:
        Refused: If it isn't settled, no longer stands, or the ratings panel has been held.
    """
    old = _locked(difference)
    if old.decided_at is None:
        raise Refused("This difference is not settled")
    refuse_after(old.case.inspection, AFTER_FIELDWORK)
    before = snapshot(old)
    old.superseded_at = timezone.now()
    old.save(update_fields=["superseded_at"])
    again = Difference.objects.create(
        case=old.case, question=old.question, first=old.first, second=old.second
    )
    record(
        kind=Kind.ALTERATION,
        action="cases.unsettle",
        by=by,
        about=old,
        person=old.case.public_id,
        inspection=old.case.inspection,
        reason=reason,
        changes=differences(old, before),
    )
    return again


def _locked(difference: Difference) -> Difference:
    found = (
        Difference.objects.select_for_update(of=("self",))
        .select_related("case__inspection", "first", "second")
        .get(pk=difference.pk)
    )
    if found.superseded_at is not None:
        raise Refused("This difference no longer stands. Open the list again")
    return found
