"""Restricting a case to named people, and opening it in an emergency."""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from assay.service.accounts.actions import Refused
from assay.service.accounts.models import User
from assay.service.audit.changes import differences, snapshot
from assay.service.audit.models import Event, Kind
from assay.service.audit.record import record
from assay.service.cases import notices
from assay.service.cases.limits import limits
from assay.service.cases.models import BreakGlass, Case, NamedReader
from assay.service.inspections.models import Inspection


@transaction.atomic
def restrict(*, by: User, case: Case, to: Collection[User], reason: str) -> None:
    """Let only the named people see a case; whoever restricts it is always one of them.

    Raises:
        Refused: If the sample has been drawn again since.
    """
    named, now = {*to, by}, timezone.now()
    case = _locked(case)
    before = snapshot(case)
    case.restricted = True
    case.save(update_fields=["restricted"])
    held = case.named.filter(ended_at=None)
    kept = set(held.filter(user__in=named).values_list("user", flat=True))
    held.exclude(user__in=named).update(ended_at=now)
    new = [user for user in named if user.pk not in kept]
    NamedReader.objects.bulk_create(NamedReader(case=case, user=user, given_by=by) for user in new)
    record(
        kind=Kind.ALTERATION,
        action="cases.restrict",
        by=by,
        about=case,
        person=case.public_id,
        inspection=case.inspection,
        reason=reason,
        changes=differences(case, before) | {"named": {"changed": True}},
    )


@transaction.atomic
def lift(*, by: User, case: Case, reason: str) -> None:
    """Let everybody who works on the inspection see a case again.

    Raises:
        Refused: If the sample has been drawn again since.
    """
    case = _locked(case)
    before = snapshot(case)
    case.restricted = False
    case.save(update_fields=["restricted"])
    case.named.filter(ended_at=None).update(ended_at=timezone.now())
    record(
        kind=Kind.ALTERATION,
        action="cases.lift_restriction",
        by=by,
        about=case,
        person=case.public_id,
        inspection=case.inspection,
        reason=reason,
        changes=differences(case, before),
    )


def break_glass(*, by: User, inspection: Inspection, crn: str, reason: BreakGlass.Reason) -> Case:
    """Open a restricted case for a short time, and tell those who answer for it.

    Raises:
        Refused: If no restricted case of the inspection has this reference. The attempt is
            in the audit trail. Also after too many wrong tries, of which those who answer for
            access are told.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # so that tries at once are counted too
        _refuse_guessing(by, inspection)
        case = _restricted_case(inspection, crn)
        if case is None:
            missed = record(
                kind=Kind.ACCESS,
                action="cases.break_glass_missed",
                by=by,
                about=inspection,
                inspection=inspection,
                reason=reason.label,
            )
            if _wrong_tries(by, inspection) == limits().break_glass.wrong_tries:
                notices.glass_guessed(inspection, missed)
        else:
            _open(by, case, reason)
    if case is None:
        raise Refused("No restricted case has this reference")
    return case


def _refuse_guessing(by: User, inspection: Inspection) -> None:
    if _wrong_tries(by, inspection) >= limits().break_glass.wrong_tries:
        raise Refused("Too many wrong references. Wait an hour, or ask who leads the inspection")


def _wrong_tries(by: User, inspection: Inspection) -> int:
    return Event.objects.filter(
        by=by.public_id,
        action="cases.break_glass_missed",
        inspection=inspection.public_id,
        at__gt=timezone.now() - timedelta(hours=1),
    ).count()


def _locked(case: Case) -> Case:
    # The inspection first: a draw holds it while it carries restrictions on to a new sample.
    Inspection.objects.select_for_update().get(pk=case.inspection_id)
    found = Case.objects.select_for_update(of=("self",)).select_related("draw").get(pk=case.pk)
    if found.draw.superseded_at is not None:
        raise Refused("The sample has been drawn again. Look for the case there")
    return found


def _restricted_case(inspection: Inspection, crn: str) -> Case | None:
    wanted = "".join(crn.casefold().split())
    restricted = Case.objects.filter(
        inspection=inspection, draw__superseded_at=None, restricted=True
    )
    same = (case for case in restricted if "".join(case.crn.casefold().split()) == wanted)
    return next(same, None) if wanted else None


def _open(by: User, case: Case, reason: BreakGlass.Reason) -> None:
    ends_at = timezone.now() + timedelta(minutes=limits().break_glass.minutes)
    opening = BreakGlass.objects.create(case=case, user=by, reason=reason, ends_at=ends_at)
    event = record(
        kind=Kind.ACCESS,
        action="cases.break_glass",
        by=by,
        about=opening,
        person=case.public_id,
        inspection=case.inspection,
        reason=reason.label,
        changes=differences(opening),
    )
    transaction.on_commit(lambda: notices.glass_broken(opening, event.sequence))
