"""What the check of a case list writes down; the system itself does it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from assay.service.audit.changes import differences, snapshot
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.cases.limits import limits
from assay.service.cases.models import CaseList, ProblemGroup

WAITING = CaseList.State.QUEUED
CHECKING = CaseList.State.CHECKING


def stale_before() -> Any:
    """Give the time before which a check that hasn't ended has died."""
    return timezone.now() - timedelta(minutes=limits().checking.stale_minutes)


@transaction.atomic
def claim(pk: int) -> CaseList | None:
    """Take a waiting list in hand, or one whose check has died; None when neither."""
    free = Q(state=WAITING) | Q(state=CHECKING, claimed_at__lt=stale_before())
    taken = CaseList.objects.filter(free, pk=pk).update(state=CHECKING, claimed_at=timezone.now())
    return CaseList.objects.select_related("inspection").get(pk=pk) if taken else None


def faulty(case_list: CaseList, *, groups: Sequence[ProblemGroup], count: int) -> None:
    """Keep what is wrong with a list."""
    with transaction.atomic():
        case_list.groups.all().delete()
        ProblemGroup.objects.bulk_create(groups, batch_size=500)
        _end(case_list, CaseList.State.FAULTY, problems=count)


def clean(case_list: CaseList, *, rows: int, summary: Mapping[str, Any]) -> None:
    """Accept a list."""
    with transaction.atomic():
        _end(case_list, CaseList.State.CLEAN, rows=rows, summary=summary)


def failed(case_list: CaseList) -> None:
    """Say that the check broke down."""
    with transaction.atomic():
        _end(case_list, CaseList.State.FAILED)


def _end(case_list: CaseList, state: CaseList.State, **values: Any) -> None:
    before = snapshot(case_list)
    case_list.state, case_list.checked_at = state, timezone.now()
    for name, value in values.items():
        setattr(case_list, name, value)
    case_list.save(update_fields=["state", "checked_at", *values])
    record(
        kind=Kind.ALTERATION,
        action="cases.checked",
        by=None,
        about=case_list,
        inspection=case_list.inspection,
        reason="checked on upload",
        changes=differences(case_list, before),
    )
