"""What the check of a case list writes down; the system itself does it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from assay.service.audit.changes import differences, snapshot
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.cases.limits import limits
from assay.service.cases.models import CaseList, ProblemGroup

WAITING = CaseList.State.QUEUED
CHECKING = CaseList.State.CHECKING


def dead_before() -> datetime:
    """Give the time before which a check last heard of has died."""
    return timezone.now() - timedelta(seconds=limits().checking.dead_seconds)


def abandoned() -> Q:
    """Give the condition of a list whose check died with its server, begun or not."""
    silent = Q(alive_at__lt=dead_before()) | Q(alive_at=None)
    return Q(state=WAITING, uploaded_at__lt=dead_before()) | (Q(state=CHECKING) & silent)


def waiting() -> QuerySet[CaseList]:
    """Give the lists to check, of all inspections, oldest first; none that was superseded."""
    lists = CaseList.objects.filter(Q(state=WAITING) | abandoned(), superseded_at=None)
    return lists.order_by("pk")


def next_waiting() -> int | None:
    """Give the list whose turn it is."""
    return waiting().values_list("pk", flat=True).first()


def before(case_list: CaseList) -> int:
    """Count the lists that are checked before one that waits."""
    unended = CaseList.objects.filter(state__in=(WAITING, CHECKING), superseded_at=None)
    return unended.filter(pk__lt=case_list.pk).count()


@transaction.atomic
def claim(pk: int) -> CaseList | None:
    """Take a waiting list in hand, or one whose check has died; None when neither."""
    now = timezone.now()
    taken = (
        waiting().filter(pk=pk).update(state=CHECKING, claimed_at=now, alive_at=now, claim=uuid4())
    )
    return CaseList.objects.select_related("inspection").get(pk=pk) if taken else None


def beat(case_list: CaseList) -> bool:
    """Say that a check goes on; give whether anybody still wants to know what it finds."""
    ours = CaseList.objects.filter(pk=case_list.pk, claim=case_list.claim, superseded_at=None)
    return ours.update(alive_at=timezone.now()) > 0


def faulty(case_list: CaseList, *, groups: Sequence[ProblemGroup], count: int) -> None:
    """Keep what is wrong with a list."""
    with transaction.atomic():
        if not _still_ours(case_list):
            return
        case_list.groups.all().delete()
        ProblemGroup.objects.bulk_create(groups, batch_size=500)
        _end(case_list, CaseList.State.FAULTY, problems=count)


def clean(case_list: CaseList, *, rows: int, summary: Mapping[str, Any]) -> None:
    """Accept a list."""
    with transaction.atomic():
        if _still_ours(case_list):
            _end(case_list, CaseList.State.CLEAN, rows=rows, summary=summary)


def failed(case_list: CaseList) -> None:
    """Say that the check broke down."""
    with transaction.atomic():
        if _still_ours(case_list):
            _end(case_list, CaseList.State.FAILED)


def _still_ours(case_list: CaseList) -> bool:
    """Lock a list; say whether nobody has taken its check over in the meantime."""
    held = CaseList.objects.select_for_update().filter(pk=case_list.pk, claim=case_list.claim)
    return held.first() is not None


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
