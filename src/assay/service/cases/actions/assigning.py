"""Giving cases to readers. A refusal on grounds of independence is itself recorded."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from assay.service.accounts.actions import Refused
from assay.service.accounts.models import User
from assay.service.audit.changes import differences, snapshot
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.cases.actions.independence import unfit
from assay.service.cases.models import Case, HomeTeam, Reading
from assay.service.cases.notices import tell_about_case
from assay.service.cases.selectors import joint_readers
from assay.service.inspections.models import Inspection


def assign(*, by: User, case: Case, reader: User, kind: Reading.Kind) -> Reading:
    """Give a case to a reader, taking it back from anybody who had it and hasn't submitted.

    Raises:
        Refused: If the reader may not judge it; what was tried is in the audit trail.
    """
    refusal = refusal_of(case, reader, kind)
    with transaction.atomic():
        if refusal:
            _record_refusal(by, case, reader, refusal)
        else:
            given = _give(by, case, reader, kind)
    if refusal:
        raise Refused(refusal)
    return given


def withdraw(*, by: User, readings: QuerySet[Reading], reason: str) -> None:
    """Take readings back from all who make them, within the caller's transaction."""
    related = readings.select_related("case__inspection", "reader")
    for reading in related.prefetch_related(joint_readers()):
        before, now = snapshot(reading), timezone.now()
        reading.withdrawn_at = now
        reading.save(update_fields=["withdrawn_at"])
        people = {reading.reader, *(held.user for held in reading.beside)}  # type: ignore[attr-defined]
        reading.joint.filter(ended_at=None).update(ended_at=now)
        event = record(
            kind=Kind.ALTERATION,
            action="cases.take_back",
            by=by,
            about=reading,
            person=reading.case.public_id,
            inspection=reading.case.inspection,
            reason=reason,
            changes=differences(reading, before),
        )
        tell_about_case("case_taken_back", reading.case, people - {by}, event)


@transaction.atomic
def take_back(*, by: User, reading: Reading, reason: str) -> None:
    """Take a case back from its reader; what they answered is kept, and theirs if given again.

    Raises:
        Refused: If it is submitted, or taken back already.
    """
    found = Reading.objects.select_for_update().filter(pk=reading.pk, withdrawn_at=None)
    now = found.first()
    if now is None:
        raise Refused("This case has been taken back already")
    if now.submitted_at is not None:
        raise Refused("This reading has been submitted. Open it again instead")
    withdraw(by=by, readings=Reading.objects.filter(pk=now.pk), reason=reason)


def refusal_of(case: Case, reader: User, kind: Reading.Kind) -> str:
    """Say why a reader may not be given a case; "" when they may."""
    return _unfit_case(case, kind) or unfit(case, reader, kind)


@transaction.atomic
def say_home_team(*, by: User, inspection: Inspection, user: User, ldu: str, team: str) -> HomeTeam:
    """Keep where a local assessor comes from."""
    found = HomeTeam.objects.filter(inspection=inspection, user=user).first()
    before = snapshot(found) if found else None
    home = found or HomeTeam(inspection=inspection, user=user)
    home.ldu, home.team, home.said_by, home.said_at = ldu, team, by, timezone.now()
    home.save()
    record(
        kind=Kind.ALTERATION if found else Kind.COLLECTION,
        action="cases.say_home_team",
        by=by,
        about=home,
        inspection=inspection,
        changes=differences(home, before),
    )
    return home


def _unfit_case(case: Case, kind: Reading.Kind) -> str:
    if case.state != Case.State.SAMPLE:
        return "The case is not in the sample"
    submitted = case.readings.filter(kind=kind, withdrawn_at=None, submitted_at__isnull=False)
    return "This reading has been submitted already" if submitted.exists() else ""


def _record_refusal(by: User, case: Case, reader: User, refusal: str) -> None:
    record(
        kind=Kind.ACCESS,
        action="cases.assign_refused",
        by=by,
        about=reader,
        person=case.public_id,
        inspection=case.inspection,
        reason=refusal,
    )


def _give(by: User, case: Case, reader: User, kind: Reading.Kind) -> Reading:
    Case.objects.select_for_update().get(pk=case.pk)
    held = case.readings.filter(kind=kind, withdrawn_at=None)
    theirs = held.filter(reader=reader).first()
    if theirs is not None:
        return theirs
    withdraw(by=by, readings=held, reason="given to somebody else")
    reading, before = _theirs_again(by, case, reader, kind)
    event = record(
        kind=Kind.ALTERATION,
        action="cases.assign",
        by=by,
        about=reading,
        person=case.public_id,
        inspection=case.inspection,
        changes=differences(reading, before),
    )
    if reader != by:
        tell_about_case("case_given", case, [reader], event)
    return reading


def _theirs_again(
    by: User, case: Case, reader: User, kind: Reading.Kind
) -> tuple[Reading, dict[str, Any] | None]:
    """Give a reader what they had begun and was taken back, else a reading with no answers."""
    taken = case.readings.filter(kind=kind, reader=reader, submitted_at=None)
    reading = taken.order_by("-id").first()
    if reading is None:
        return Reading.objects.create(case=case, kind=kind, reader=reader, assigned_by=by), None
    before = snapshot(reading)
    reading.withdrawn_at, reading.assigned_by = None, by
    reading.save(update_fields=["withdrawn_at", "assigned_by"])
    return reading, before
