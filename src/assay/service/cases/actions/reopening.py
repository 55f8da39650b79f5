"""Opening a submitted reading again, with a reason, while nothing rests on it."""

from django.db import transaction
from django.utils import timezone

from assay.service.accounts.actions import Refused
from assay.service.accounts.models import User
from assay.service.audit.changes import differences, snapshot
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.cases.actions.independence import has_seen_other
from assay.service.cases.done_steps import AFTER_FIELDWORK, refuse_after
from assay.service.cases.models import Case, Feedback, Reading
from assay.service.cases.notices import tell_about_case


@transaction.atomic
def reopen(*, by: User, reading: Reading, reason: str) -> None:
    """Let a reading's people change it again; its differences are found anew when it comes in.

    What was submitted stays: every version of every answer, and the differences as superseded.
    The case still counts as judged, so that it can't be put aside for its answers.

    Raises:
        Refused: If it isn't submitted, fieldwork is over, a difference of the case is settled,
            feedback on it was handed over, or one of its people has seen the other reading:
            what they then changed would no longer be a judgement of their own.
    """
    Case.objects.select_for_update().get(pk=reading.case_id)
    found = Reading.objects.select_related("case__inspection", "reader").get(pk=reading.pk)
    people = _people_of(found)
    _refuse_fixed(found, people)
    before = snapshot(found)
    found.submitted_at = None
    found.save(update_fields=["submitted_at"])
    found.case.differences.filter(superseded_at=None).update(superseded_at=timezone.now())
    event = record(
        kind=Kind.ALTERATION,
        action="cases.reopen",
        by=by,
        about=found,
        person=found.case.public_id,
        inspection=found.case.inspection,
        reason=reason,
        changes=differences(found, before),
    )
    tell_about_case("reading_reopened", found.case, people - {by}, event)


def _people_of(reading: Reading) -> set[User]:
    return {reading.reader, *(held.user for held in reading.joint.filter(ended_at=None))}


def _refuse_fixed(reading: Reading, people: set[User]) -> None:
    case = reading.case
    if reading.submitted_at is None or reading.withdrawn_at is not None:
        raise Refused("This reading is not submitted, so it needn’t be opened again")
    refuse_after(case.inspection, AFTER_FIELDWORK)
    if case.differences.filter(superseded_at=None, decided_at__isnull=False).exists():
        raise Refused("A difference of this case is settled. Undo that first")
    if Feedback.objects.filter(reading=reading, released_at__isnull=False).exists():
        raise Refused("Feedback on this reading has been handed over, so it stays as it is")
    if any(has_seen_other(case, user, Reading.Kind(reading.kind)) for user in people):
        raise Refused("Its reader has seen the other reading since. Settle what differs instead")
