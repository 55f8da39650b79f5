"""Giving cases to readers. A refusal on grounds of independence is itself recorded."""

from django.db import transaction
from django.utils import timezone

from assay.service.accounts.access import allowed
from assay.service.accounts.actions import Refused
from assay.service.accounts.models import Membership, User
from assay.service.audit.changes import differences, snapshot
from assay.service.audit.models import Event, Kind
from assay.service.audit.record import record
from assay.service.cases.models import Case, HomeTeam, Reading
from assay.service.cases.selectors import hidden_from
from assay.service.inspections.models import Inspection

LOCAL = "local_assessor"
PERMISSION = {Reading.Kind.FIRST: "cases.assess", Reading.Kind.SECOND: "cases.second_read"}


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


def refusal_of(case: Case, reader: User, kind: Reading.Kind) -> str:
    """Say why a reader may not be given a case; "" when they may."""
    return (
        _unfit_case(case, kind)
        or _unfit_reader(case, reader, kind)
        or _other_reading(case, reader, kind)
        or _interest(case, reader)
    )


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


def _unfit_reader(case: Case, reader: User, kind: Reading.Kind) -> str:
    if not allowed(reader, PERMISSION[kind], inspection=case.inspection):
        return "They may not make this reading on this inspection"
    return (
        "They are not one of the people this case is restricted to"
        if hidden_from(reader, case)
        else ""
    )


def _other_reading(case: Case, reader: User, kind: Reading.Kind) -> str:
    others = case.readings.filter(withdrawn_at=None).exclude(kind=kind)
    if others.filter(reader=reader).exists():
        return "The two readings of a case must be made by two people"
    seen = Event.objects.filter(
        by=reader.public_id,
        action="cases.read_reading",
        object_id__in=others.values("public_id"),
    )
    return (
        "They have seen the other reading, and this one must be blind to it"
        if seen.exists()
        else ""
    )


def _interest(case: Case, reader: User) -> str:
    """Say what ties a reader to a case: it is their own, or their own team's."""
    if _same(case.responsible_officer, reader.full_name):
        return "They are the case’s own responsible officer"
    if not _is_local(reader, case.inspection):
        return ""
    home = HomeTeam.objects.filter(inspection=case.inspection, user=reader).first()
    if home is None:
        return "They are a local assessor: say first which team they come from"
    if case.team and _same(case.team, home.team) and _same(case.ldu, home.ldu):
        return "The case belongs to the local assessor’s own team"
    if not case.team and _same(case.ldu, home.ldu):
        return "The case belongs to the local assessor’s own unit, and the list gives no team"
    return ""


def _is_local(reader: User, inspection: Inspection) -> bool:
    held = Membership.objects.current().filter(user=reader, role=LOCAL)
    return held.filter(inspection=inspection).exists()


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split()) != ""


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
    held.update(withdrawn_at=timezone.now())
    reading = Reading.objects.create(case=case, kind=kind, reader=reader, assigned_by=by)
    record(
        kind=Kind.ALTERATION,
        action="cases.assign",
        by=by,
        about=reading,
        person=case.public_id,
        inspection=case.inspection,
        changes=differences(reading),
    )
    return reading
