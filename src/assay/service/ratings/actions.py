"""Proposing and deciding ratings, and closing and reopening a panel."""

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from assay.problems import InputProblems
from assay.service.accounts.actions import Refused
from assay.service.accounts.models import User
from assay.service.audit.changes import differences, snapshot
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.inspections.actions import undo
from assay.service.inspections.models import Inspection
from assay.service.ratings.counted import choices_for, pack_of, panel_result
from assay.service.ratings.models import Decision, Panel, Proposal, Rated
from assay.service.ratings.selectors import OPEN_AT, panel_of, standing

Given = TypeVar("Given", bound=Rated)
NOT_WHOLE = "You may not see every case of the sample, and a panel decides on nothing less"


class Meanwhile(Refused):
    """Somebody gave the standard another rating since the page was opened."""


@transaction.atomic
def propose(
    *, by: User, inspection: Inspection, standard: str, rating: str, reason: str, seen: UUID | None
) -> Proposal:
    """Propose a rating for a judged standard; an earlier proposal is kept and no longer stands.

    Args:
        by: Who proposes it.
        inspection: The inspection.
        standard: The standard's number.
        rating: One of the four.
        reason: Why the evidence supports it.
        seen: The proposal that stood when the page was opened.

    Raises:
        Meanwhile: Another proposal stands by now.
        Refused: It isn't the time, or the standard is counted from cases.
    """
    inspection = _open(inspection)
    if pack_of(by, inspection).standard(standard).decided_by != "judgement":
        raise Refused("This standard is counted from cases, so nothing is proposed for it")
    made = Proposal(
        inspection=inspection, standard=standard, rating=rating, reason=reason, given_by=by
    )
    return _give(made, "ratings.propose", seen)


@transaction.atomic
def decide(
    *,
    by: User,
    inspection: Inspection,
    standard: str,
    rating: str,
    reason: str,
    agreed: Iterable[User],
    dissent: str,
    seen: UUID | None,
) -> Decision:
    """Decide a standard's rating; an earlier decision is kept and no longer stands.

    Raises:
        Meanwhile: Another decision stands by now.
        Refused: It isn't the time, no published trigger allows the rating, nobody of the
            panel agreed, or they may not see every case.
    """
    inspection = _open(inspection)
    pack, panel = pack_of(by, inspection), panel_of(inspection)
    if not pack.whole:
        raise Refused(NOT_WHOLE)
    sitting = set(panel.members.values_list("pk", flat=True)) if panel else set()
    names = [person.full_name for person in agreed if person.pk in sitting]
    if not names:
        raise Refused("Say who of the panel agreed")
    counted = pack.standard(standard)
    if rating not in choices_for(pack, counted):
        raise Refused(f"No published trigger lets the panel give {standard} {rating}")
    made = Decision(
        inspection=inspection,
        standard=standard,
        rating=rating,
        reason=reason,
        given_by=by,
        agreed_by=", ".join(names),
        dissent=dissent,
    )
    return _give(made, "ratings.decide", seen)


@transaction.atomic
def name_members(*, by: User, inspection: Inspection, people: Iterable[User]) -> Panel:
    """Say who sits on the panel.

    Raises:
        Refused: It isn't the time.
    """
    inspection = _open(inspection)
    panel, _ = Panel.objects.get_or_create(inspection=inspection)
    panel.members.set(people)
    _note("ratings.name_members", by, panel, {"members": {"changed": True}})
    return panel


@transaction.atomic
def close(*, by: User, inspection: Inspection) -> Panel:
    """Close the panel: every standard is decided, and the answers that counted are noted.

    Raises:
        Refused: Something is not decided, a decision can't stand by the cases as they are
            now, or they may not see every case.
    """
    inspection = _open(inspection)
    pack, panel = pack_of(by, inspection), panel_of(inspection)
    if panel is None:
        raise Refused("Say first who sits on the panel")
    if not pack.whole:
        raise Refused(NOT_WHOLE)
    if pack.undecided:
        raise Refused("Not decided: " + ", ".join(each.number for each in pack.undecided))
    try:
        panel_result(pack)
    except InputProblems as faults:
        said = "; ".join(fault.wrong for fault in faults.problems)
        raise Refused(f"The answers have changed since: {said}. Decide again") from faults
    before = snapshot(panel)
    panel.closed_at, panel.closed_by, panel.answers = timezone.now(), by, pack.answers
    panel.save(update_fields=["closed_at", "closed_by", "answers"])
    _note("ratings.close", by, panel, differences(panel, before))
    return panel


@transaction.atomic
def reopen(*, by: User, inspection: Inspection, reason: str) -> Panel:
    """Open a closed panel again, until the draft is written; undoes its step if that is done.

    Raises:
        Refused: It is open, no reason is given, or the inspection has gone on.
    """
    inspection = Inspection.objects.select_for_update().get(pk=inspection.pk)
    panel = panel_of(inspection)
    if panel is None or panel.closed_at is None:
        raise Refused("The panel is open already")
    if inspection.reached == "panel":
        undo(inspection, "panel", by=by, reason=reason)
    elif inspection.reached != OPEN_AT:
        raise Refused("The draft is written, so the panel’s ratings stand")
    before = snapshot(panel)
    panel.closed_at, panel.closed_by, panel.answers = None, None, ""
    panel.save(update_fields=["closed_at", "closed_by", "answers"])
    _note("ratings.reopen", by, panel, differences(panel, before), reason)
    return panel


def _open(inspection: Inspection) -> Inspection:
    """Lock an inspection whose panel may still decide."""
    inspection = Inspection.objects.select_for_update().get(pk=inspection.pk)
    if inspection.reached != OPEN_AT:
        raise Refused("Ratings are proposed and decided from fieldwork until the panel is held")
    panel = panel_of(inspection)
    if panel is not None and panel.closed_at is not None:
        raise Refused("The panel is closed. Reopen it first, with the reason")
    return inspection


def _give(made: Given, action: str, seen: UUID | None) -> Given:
    """Let what was given stand in the place of what stood, if that is what was seen."""
    earlier = standing(type(made), made.inspection).filter(standard=made.standard).first()
    if (earlier.public_id if earlier else None) != seen:
        raise Meanwhile("Somebody else has written here since you opened this page")
    if earlier is not None:
        earlier.superseded_at = timezone.now()
        earlier.save(update_fields=["superseded_at"])
    made.save()
    _note(action, made.given_by, made, differences(made))
    return made


def _note(
    action: str, by: User, about: Panel | Rated, changes: dict[str, object], reason: str = ""
) -> None:
    record(
        kind=Kind.ALTERATION,
        action=action,
        by=by,
        about=about,
        inspection=about.inspection,
        reason=reason,
        changes=changes,
    )
