"""Reading together: who answers a case beside its reader."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from assay.service.accounts.actions import Refused
from assay.service.accounts.models import User
from assay.service.audit.changes import differences, snapshot
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.cases.actions.independence import unfit
from assay.service.cases.models import JointReader, Reading
from assay.service.cases.notices import tell_about_case


def name_joint(*, by: User, reading: Reading, people: Collection[User]) -> None:
    """Say who reads a case together with its reader; whoever is left out no longer does.

    Raises:
        Refused: If the reading is submitted or taken back, or somebody may not judge the
            case; says who and why, and what was tried is in the audit trail.
    """
    refusals = {user: why for user in people if (why := _refusal(reading, user))}
    with transaction.atomic():
        for user, why in refusals.items():
            _record_refusal(by, reading, user, why)
        if not refusals:
            _change(by, reading, set(people))
    if refusals:
        raise Refused(". ".join(f"{user}: {why}" for user, why in refusals.items()))


def _refusal(reading: Reading, user: User) -> str:
    if user.pk == reading.reader_id:
        return "They are its reader already"
    if reading.joint.filter(user=user, ended_at=None).exists():
        return ""
    return unfit(reading.case, user, Reading.Kind(reading.kind))


def _record_refusal(by: User, reading: Reading, user: User, refusal: str) -> None:
    record(
        kind=Kind.ACCESS,
        action="cases.join_refused",
        by=by,
        about=user,
        person=reading.case.public_id,
        inspection=reading.case.inspection,
        reason=refusal,
    )


def _change(by: User, reading: Reading, people: set[User]) -> None:
    locked = Reading.objects.select_for_update().get(pk=reading.pk)
    if locked.submitted_at or locked.withdrawn_at:
        raise Refused("This reading has been submitted or taken back, so nobody can join it")
    held = {joint.user: joint for joint in reading.joint.filter(ended_at=None)}
    for user in people - set(held):
        _add(by, reading, user)
    for user in set(held) - people:
        _end(by, held[user])


def _add(by: User, reading: Reading, user: User) -> None:
    joint = JointReader.objects.create(reading=reading, user=user, added_by=by)
    event = record(
        kind=Kind.ALTERATION,
        action="cases.join",
        by=by,
        about=joint,
        person=reading.case.public_id,
        inspection=reading.case.inspection,
        changes=differences(joint),
    )
    tell_about_case("case_shared", reading.case, {user} - {by}, event)


def _end(by: User, joint: JointReader) -> None:
    before = snapshot(joint)
    joint.ended_at = timezone.now()
    joint.save(update_fields=["ended_at"])
    case = joint.reading.case
    event = record(
        kind=Kind.ALTERATION,
        action="cases.part",
        by=by,
        about=joint,
        person=case.public_id,
        inspection=case.inspection,
        changes=differences(joint, before),
    )
    tell_about_case("case_taken_back", case, {joint.user} - {by}, event)
