"""Saving answers as they are given."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from assay.service.accounts.actions import Refused
from assay.service.accounts.models import User
from assay.service.audit.changes import differences
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.cases.answers import content_of
from assay.service.cases.completeness import Content, misplaced
from assay.service.cases.framework import form_of
from assay.service.cases.models import Answer, Case, Reading
from assay.service.cases.selectors import reads

OTHERS_NUMBER = "This answer was sent under the number of another one"


class Conflict(Exception):  # noqa: N818 - read aloud as "raises a conflict"
    """Raised when an answer was changed after the version that was edited.

    Attributes:
        saved: The version that is there now.
    """

    def __init__(self, saved: Answer) -> None:
        super().__init__("The answer was changed in the meantime")
        self.saved = saved


@transaction.atomic
def save_answer(
    *,
    by: User,
    reading: Reading,
    question: str,
    content: Content,
    version: int,
    client_id: UUID,
    follows: Collection[UUID] = (),
    typed_at: datetime | None = None,
) -> Answer:
    """Save a version of an answer. The same `client_id` sent again changes nothing.

    Args:
        by: The reader, or somebody who reads with them.
        reading: Theirs, and not submitted.
        question: A key question's number, or ABOUT.
        content: What they say; blanks are allowed.
        version: The version they edited; 0 when there was none. Where nothing is saved, as after
            a restore from an older backup, any version is the first one.
        client_id: Made where the answer was typed, once for each save.
        follows: The ids of earlier saves from the same place whose reply may have been lost;
            if the current version is one of them, this answer was typed after it.
        typed_at: When it was typed, by the clock of the place.

    Raises:
        Refused: If the reading is somebody else's, taken back or submitted, the id was used
            for another answer, or it says "not applicable" where that is not allowed.
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
            raise Refused(OTHERS_NUMBER)
        return repeated
    _refuse_closed(by, reading)
    _refuse_misplaced(reading, question, content)
    saved = reading.answers.filter(question=question, current=True).first()
    if saved is not None and content_of(saved) == content:
        return saved
    latest = saved.version if saved else 0
    if saved is not None and latest != version and not _follows(saved, by, follows):
        raise Conflict(saved)
    if reading.started_at is None:
        _start(reading)
    reading.answers.filter(question=question, current=True).update(current=False)
    answer = _created(
        reading=reading,
        question=question,
        version=latest + 1,
        client_id=client_id,
        **asdict(content),
        saved_by=by,
        typed_at=_possible(typed_at, reading),
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
    open_reading(by, reading)
    record(
        kind=Kind.CONSULTATION,
        action="cases.keep_saved_answer",
        by=by,
        about=reading,
        person=reading.case.public_id,
        inspection=reading.case.inspection,
        reason=question,
    )


def open_reading(by: User, reading: Reading) -> Reading:
    """Lock a reading for somebody who makes it.

    Raises:
        Refused: If it is somebody else's, taken back or submitted.
    """
    found = _locked(reading)
    _refuse_closed(by, found)
    return found


def _locked(reading: Reading) -> Reading:
    readings = Reading.objects.select_for_update(of=("self",)).select_related("case__inspection")
    return readings.get(pk=reading.pk)


def _refuse_closed(by: User, reading: Reading) -> None:
    if not reads(by, reading):
        raise Refused("This case is no longer yours to read. What you typed was not saved")
    if reading.submitted_at is not None:
        raise Refused("This assessment has been submitted, so it can’t be changed")


def _refuse_misplaced(reading: Reading, number: str, content: Content) -> None:
    question = form_of(reading.case.inspection).get(number)
    if question is None:
        raise Refused("The framework has no such question")
    if misplaced(question, content):
        raise Refused("“Not applicable” can’t be the answer here. Choose yes or no")


def _follows(saved: Answer, by: User, earlier: Collection[UUID]) -> bool:
    """Say whether the current version is one the same person sent without hearing of it."""
    return saved.client_id in earlier and saved.saved_by_id == by.pk


def _created(**answer: Any) -> Answer:
    """Save a version. With its reading locked, only another reading can have taken its number."""
    try:
        with transaction.atomic():
            return Answer.objects.create(**answer)
    except IntegrityError:
        raise Refused(OTHERS_NUMBER) from None


def _possible(typed_at: datetime | None, reading: Reading) -> datetime | None:
    """Give a device's time if its clock can be right: after the case was given, not in future."""
    if typed_at is None or not reading.assigned_at <= typed_at <= timezone.now():
        return None
    return typed_at


def _start(reading: Reading) -> None:
    reading.started_at = timezone.now()
    reading.save(update_fields=["started_at"])
    Case.objects.filter(pk=reading.case_id, begun_at=None).update(begun_at=reading.started_at)
