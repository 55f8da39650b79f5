"""Handing in a reading, and finding where it differs from the other one."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from assay.service.accounts.actions import Refused
from assay.service.accounts.models import User
from assay.service.audit.changes import differences, snapshot
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.cases.actions.answering import open_reading
from assay.service.cases.answers import missing_from
from assay.service.cases.completeness import Blank
from assay.service.cases.framework import CaseQuestion, questions_of
from assay.service.cases.models import Case, Difference, Reading


class Incomplete(Exception):  # noqa: N818 - read aloud as "the reading is incomplete"
    """Raised when a reading can't be submitted yet; carries every blank in the form's order."""

    def __init__(self, blanks: Sequence[Blank]) -> None:
        super().__init__(f"{len(blanks)} answers are missing")
        self.blanks = tuple(blanks)


@transaction.atomic
def submit(*, by: User, reading: Reading) -> None:
    """Hand in a reading: it can no longer be changed, and its answers count.

    Raises:
        Refused: If it is somebody else's, taken back or submitted; a joint reader can't.
        Incomplete: If something is missing.
    """
    reading = open_reading(by, reading)
    if reading.reader_id != by.pk:
        raise Refused("Only its reader can submit this assessment")
    missing = missing_from(reading)
    if missing:
        raise Incomplete(missing)
    before, now = snapshot(reading), timezone.now()
    reading.submitted_at = now
    reading.save(update_fields=["submitted_at"])
    Case.objects.filter(pk=reading.case_id, read_at=None).update(read_at=now)
    _compare(reading.case)
    record(
        kind=Kind.ALTERATION,
        action="cases.submit",
        by=by,
        about=reading,
        person=reading.case.public_id,
        inspection=reading.case.inspection,
        changes=differences(reading, before),
    )


def _compare(case: Case) -> None:
    """Once both readings are in, note each question they answered differently."""
    submitted = {
        reading.kind: {answer.question: answer for answer in reading.answers.filter(current=True)}
        for reading in case.readings.filter(withdrawn_at=None, submitted_at__isnull=False)
    }
    first, second = submitted.get("first"), submitted.get("second")
    if first is None or second is None:
        return
    known: dict[str, CaseQuestion] = questions_of(case.inspection)
    Difference.objects.bulk_create(
        Difference(case=case, question=number, first=first[number], second=second[number])
        for number in known
        if first[number].sufficient != second[number].sufficient
    )
