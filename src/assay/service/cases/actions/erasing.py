"""Erasing what is no longer needed: the files of lists that another took the place of."""

from django.db import transaction

from assay.service.accounts.models import User
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.cases.models import CaseList
from assay.service.cases.storage import is_kept, remove
from assay.service.inspections.models import Inspection


def erase_superseded(inspection: Inspection, *, by: User | None) -> None:
    """Erase the file and the problems of each superseded list that no sample was drawn from.

    The list's row stays, as history. A list that was drawn from stays whole: the certificate
    of its sample can be checked against nothing else.
    """
    unused = CaseList.objects.filter(
        inspection=inspection, superseded_at__isnull=False, draws__isnull=True
    )
    # Looked at first without the lock, which is for the few that have something to erase.
    for pk, stored in unused.order_by("pk").values_list("pk", "stored"):
        if is_kept(stored):
            _erase(inspection, pk, by)


@transaction.atomic
def _erase(inspection: Inspection, pk: int, by: User | None) -> None:
    # A draw holds the same lock, so none can come between the question and the erasure.
    Inspection.objects.select_for_update().get(pk=inspection.pk)
    case_list = CaseList.objects.filter(pk=pk, draws__isnull=True).first()
    if case_list is None or not is_kept(case_list.stored):
        return
    case_list.groups.all().delete()
    gone = {"rows": case_list.rows, "problems": case_list.problems, "bytes": case_list.size}
    record(
        kind=Kind.ERASURE,
        action="cases.erase_list",
        by=by,
        about=case_list,
        inspection=inspection,
        reason="Another list took its place and no sample was drawn from it",
        changes={name: {"before": count, "after": 0} for name, count in gone.items()},
    )
    # Last, so that only the commit itself can still fail.
    remove(case_list.stored)
