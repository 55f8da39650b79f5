"""Saving answers as they are given, and submitting a reading."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from assay.service.accounts.actions import Refused
from assay.service.accounts.models import User
from assay.service.audit.changes import differences, snapshot
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.cases.completeness import Blank, Content, blanks_of
from assay.service.cases.framework import CaseQuestion, questions_of
from assay.service.cases.models import Answer, Case, Difference, Reading


class Conflict(Exception):  # noqa: N818 - read aloud as "raises a conflict"
    """Raised when an answer was changed after the version that was edited.

    Attributes:
        saved: The version that is there now.
    """

    def __init__(self, saved: Answer) -> None:
        super().__init__("The answer was changed in the meantime")
        self.saved = saved


class Incomplete(Exception):  # noqa: N818 - read aloud as "the reading is incomplete"
    """Raised when a reading can't be submitted yet; carries every blank in the form's order."""

    def __init__(self, blanks: Sequence[Blank]) -> None:
        super().__init__(f"{len(blanks)} answers are missing")
        self.blanks = tuple(blanks)


@transaction.atomic
def save_answer(
    *, by: User, reading: Reading, question: str, content: Content, version: int, client_id: UUID
) -> Answer:
    """Save a version of an answer. The same `client_id` sent again changes nothing.

    Args:
        by: The reader.
        reading: Theirs, and not submitted.
        question: A key question's number.
        content: What they say; blanks are allowed.
        version: The version they edited; 0 when there was none.
        client_id: Made where the answer was typed, once for each save.

    Raises:
        Refused: If the reading is somebody else's, taken back or submitted, or the id was
            used for another answer.
        Conflict: If there is a later version that says something else.
    """
    reading = _locked(reading)
    repeated = Answer.objects.filter(client_id=client_id).first()
    if repeated is not None:
        # Before anything else: a save sent again after the reading was submitted is still saved.
        if (repeated.reading_id, repeated.question, repeated.saved_by_id) != (
            reading.pk,
            question,
            by.pk,
        ):
            raise Refused("This answer was sent under the number of another one")
        return repeated
    _refuse_closed(by, reading)
    saved = reading.answers.filter(question=question, current=True).first()
    if saved is not None and content_of(saved) == content:
        return saved
    if (saved.version if saved else 0) != version:
        if saved is None:
            raise Refused("This answer has a version that was never saved. Open the question again")
        raise Conflict(saved)
    if reading.started_at is None:
        _start(reading)
    reading.answers.filter(question=question, current=True).update(current=False)
    answer = Answer.objects.create(
        reading=reading,
        question=question,
        version=version + 1,
        client_id=client_id,
        **asdict(content),
        saved_by=by,
    )
    record(
        kind=Kind.ALTERATION if saved else Kind.COLLECTION,
        action="cases.answer",
        by=by,
        about=reading,
        person=reading.case.public_id,
        inspection=reading.case.inspection,
        changes=differences(answer),
    )
    return answer


@transaction.atomic
def keep_saved(*, by: User, reading: Reading, question: str) -> None:
    """Note that a reader, shown two versions, chose the one already saved."""
    _open(by, reading)
    record(
        kind=Kind.CONSULTATION,
        action="cases.keep_saved_answer",
        by=by,
        about=reading,
        person=reading.case.public_id,
        inspection=reading.case.inspection,
        reason=question,
    )


@transaction.atomic
def submit(*, by: User, reading: Reading) -> None:
    """Hand in a reading: it can no longer be changed, and its answers count.

    Raises:
        Refused: If it is somebody else's, taken back or submitted.
        Incomplete: If something is missing.
    """
    reading = _open(by, reading)
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


def missing_from(reading: Reading) -> list[Blank]:
    """Say everything a reading still lacks, in the framework's order."""
    saved = {answer.question: answer for answer in reading.answers.filter(current=True)}
    return [
        blank
        for number, question in questions_of(reading.case.inspection).items()
        for blank in blanks_of(question, content_of(saved[number]) if number in saved else None)
    ]


def content_of(answer: Answer) -> Content:
    """Give what a version says."""
    return Content(tuple(answer.prompts), answer.sufficient, answer.reason)


def _open(by: User, reading: Reading) -> Reading:
    """Lock a reading for its reader."""
    found = _locked(reading)
    _refuse_closed(by, found)
    return found


def _locked(reading: Reading) -> Reading:
    readings = Reading.objects.select_for_update(of=("self",)).select_related("case__inspection")
    return readings.get(pk=reading.pk)


def _refuse_closed(by: User, reading: Reading) -> None:
    if reading.reader_id != by.pk or reading.withdrawn_at is not None:
        raise Refused("This case is no longer yours to read. What you typed was not saved")
    if reading.submitted_at is not None:
        raise Refused("This assessment has been submitted, so it can’t be changed")


def _start(reading: Reading) -> None:
    reading.started_at = timezone.now()
    reading.save(update_fields=["started_at"])
    Case.objects.filter(pk=reading.case_id, begun_at=None).update(begun_at=reading.started_at)


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
