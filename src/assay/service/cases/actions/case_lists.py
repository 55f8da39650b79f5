"""Uploading a case list."""

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from assay.service.accounts.actions import Refused
from assay.service.accounts.models import User
from assay.service.audit.changes import differences
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.cases.actions.erasing import erase_superseded
from assay.service.cases.checking import worker
from assay.service.cases.done_steps import refuse_after
from assay.service.cases.models import CaseList
from assay.service.cases.storage import remove, store
from assay.service.inspections.models import Inspection

LONGEST_NAME = 200
CHECKED = "case_list_checked"
NO_ROOM = (
    "The service has no room to keep this file, so nothing of it was kept. "
    "Ask whoever runs the service to free some space, then upload it again"
)


def upload(*, by: User, inspection: Inspection, file: "UploadedFile[Any]") -> CaseList:
    """Keep an uploaded list, supersede the one before and have it checked.

    The one before is erased, but for its row, unless a sample was drawn from it.

    Raises:
        Refused: If the inspection has moved past the check of its list, or the disk is full.
    """
    try:
        stored = store(file)
    except OSError as error:
        raise Refused(NO_ROOM) from error
    try:
        with transaction.atomic():
            refuse_after(inspection, CHECKED)
            inspection.case_lists.filter(superseded_at=None).update(superseded_at=timezone.now())
            case_list = CaseList.objects.create(
                inspection=inspection,
                stored=stored.name,
                file_name=Path(file.name or "").name[-LONGEST_NAME:],
                size=stored.size,
                sha256=stored.sha256,
                uploaded_by=by,
            )
            record(
                kind=Kind.COLLECTION,
                action="cases.upload",
                by=by,
                about=case_list,
                inspection=inspection,
                changes=differences(case_list),
            )
            # What could not be erased now is when the check ends, or at the next upload.
            transaction.on_commit(lambda: erase_superseded(inspection, by=by), robust=True)
            transaction.on_commit(lambda: worker.start(case_list.pk))
    except BaseException:
        remove(stored.name)
        raise
    return case_list


@transaction.atomic
def check_again(*, by: User, case_list: CaseList) -> None:
    """Have a list checked again whose check broke down."""
    case_list.state, case_list.claimed_at = CaseList.State.QUEUED, None
    case_list.save(update_fields=["state", "claimed_at"])
    record(
        kind=Kind.ALTERATION,
        action="cases.check_again",
        by=by,
        about=case_list,
        inspection=case_list.inspection,
    )
    transaction.on_commit(lambda: worker.start(case_list.pk))
