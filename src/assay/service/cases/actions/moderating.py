"""Settling what two readers of a case answered differently."""

from django.db import transaction
from django.utils import timezone

from assay.service.accounts.actions import Refused
from assay.service.accounts.models import User
from assay.service.audit.changes import differences, snapshot
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.cases.models import Difference, Sufficient


@transaction.atomic
def settle(*, by: User, difference: Difference, decision: Sufficient, reason: str) -> None:
    """Decide which answer counts, with the reason; both answers are kept.

    Raises:
        Refused: If it is settled already.
    """
    difference = (
        Difference.objects.select_for_update(of=("self",))
        .select_related("case__inspection")
        .get(pk=difference.pk)
    )
    if difference.decided_at is not None:
        raise Refused("Somebody has settled this difference already")
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
