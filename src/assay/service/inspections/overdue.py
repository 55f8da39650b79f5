"""Telling holders that a step of theirs is overdue, once for each due date.

There is no clock of its own: it is looked at whenever somebody opens their home page, which
on a working day is early.
"""

from datetime import date

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast

from assay.service.inspections.deadlines import days_late
from assay.service.inspections.models import InspectionStep, Notice
from assay.service.inspections.notices import tell

KIND = "step_overdue"


def tell_overdue(today: date) -> None:
    """Tell each holder of a step that is late by a working day or more; nobody twice."""
    for row in _untold(today):
        if days_late(row, today) and row.holder:
            with transaction.atomic():
                tell(
                    KIND,
                    to=[row.holder],
                    inspection=row.inspection,
                    about=row.public_id,
                    occasion=row.due_on,
                    step=row.step,
                )


def _untold(today: date) -> list[InspectionStep]:
    told = Notice.objects.filter(
        recipient=OuterRef("holder"),
        kind=KIND,
        about=OuterRef("public_id"),
        occasion=Cast(OuterRef("due_on"), CharField()),
    )
    late = InspectionStep.objects.filter(due_on__lt=today, done_at=None, holder__is_active=True)
    return list(late.exclude(Exists(told)).select_related("inspection", "holder"))
