"""Every change to an inspection: one transaction, one audit event."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from assay.service.accounts.access import allowed
from assay.service.accounts.actions import Refused
from assay.service.accounts.models import User
from assay.service.audit.changes import differences, snapshot
from assay.service.audit.models import Event, Kind
from assay.service.audit.record import record
from assay.service.inspections import plan
from assay.service.inspections.deadlines import due_dates
from assay.service.inspections.life import life
from assay.service.inspections.models import Inspection, InspectionStep
from assay.service.inspections.notices import tell
from assay.service.inspections.rules import unmet
from assay.service.inspections.selectors import possible_holders
from assay.service.project.words import date as say


@transaction.atomic
def create(*, by: User, inspection: Inspection) -> Inspection:
    """Add an inspection that isn't saved yet, with every step of its life and its due dates.

    Raises:
        Refused: If its dates or its framework won't do.
    """
    _hold(plan.of_inspection(inspection))
    inspection.reached = ""
    inspection.save()
    rows = [InspectionStep(inspection=inspection, step=key) for key in life().keys]
    InspectionStep.objects.bulk_create(rows)
    _count_due_dates(inspection)
    record(
        kind=Kind.COLLECTION,
        action="inspections.create",
        by=by,
        about=inspection,
        inspection=inspection,
        changes=differences(inspection),
    )
    return inspection


@transaction.atomic
def change_dates(
    *, by: User, inspection: Inspection, announce_on: date, starts_on: date, ends_on: date
) -> None:
    """Change an inspection's dates; due dates that nobody set by hand are counted anew.

    Raises:
        Refused: If the dates won't do, or one of them has passed into fact.
    """
    inspection = _locked(inspection)
    before, rows = snapshot(inspection), _rows(inspection)
    announced = _done_on(rows, "announced")
    if announced and announce_on != inspection.announce_on:
        raise Refused(f"It was announced on {say(announced)}, so that day can’t change")
    if _done_on(rows, "fieldwork") and starts_on != inspection.fieldwork_starts_on:
        raise Refused("Fieldwork has started, so its first day can’t change")
    inspection.announce_on = announce_on
    inspection.fieldwork_starts_on, inspection.fieldwork_ends_on = starts_on, ends_on
    _hold(plan.of_dates(inspection, announced or announce_on))
    inspection.save(update_fields=["announce_on", "fieldwork_starts_on", "fieldwork_ends_on"])
    _count_due_dates(inspection)
    _note("inspections.change_dates", by, inspection, differences(inspection, before))


@transaction.atomic
def change_step(
    *, by: User, inspection: Inspection, step: str, holder: User | None, due_on: date | None
) -> None:
    """Say who holds a step and when it is due.

    Args:
        by: Who says it.
        inspection: The inspection.
        step: The step's key.
        holder: Somebody with a role there, or nobody.
        due_on: A day set by hand; None counts it from the life's data.

    Raises:
        Refused: If it is done, or the holder has no role on the inspection.
    """
    inspection = _locked(inspection)
    found, row = life().step(step), _row(inspection, step)
    if row.done_at:
        raise Refused("This step is done")
    if holder and holder not in possible_holders(inspection):
        raise Refused(f"{holder} has no role on this inspection")
    before, held_by = snapshot(row), row.holder
    counted = due_dates(inspection, _rows(inspection, without_hand=step))[step]
    row.holder = holder
    row.due_by_hand = not found.due.is_the_plan and due_on is not None and due_on != counted
    row.due_on = due_on if row.due_by_hand else counted
    row.save(update_fields=["holder", "due_on", "due_by_hand"])
    _count_due_dates(inspection)
    changes = differences(row, before)
    event = _note("inspections.change_step", by, inspection, {"step": _only(step), **changes})
    if holder and holder not in {held_by, by}:
        tell(
            "step_held",
            to=[holder],
            inspection=inspection,
            about=row.public_id,
            occasion=event.sequence,
            step=step,
        )


@transaction.atomic
def move(
    inspection: Inspection, to: str, *, by: User, reason: str = "", on: date | None = None
) -> None:
    """Move an inspection on to the next step of its life.

    Args:
        inspection: The inspection.
        to: The key of the step that is done with this.
        by: Who moves it; they need the step's permission here.
        reason: A remark for the audit trail, if there is something to say.
        on: The day it was done, when that is recorded late; else today.

    Raises:
        Refused: If it isn't the next step, they may not, a rule doesn't hold, or the day is
            to come or before the last step's; says why.
    """
    inspection, day = _locked(inspection), on or timezone.localdate()
    if why := obstacles(inspection, to, by, day) or _wrong_day(inspection, day):
        raise Refused(". ".join(why))
    row, before = _row(inspection, to), inspection.reached
    row.done_on, row.done_at, row.done_by = day, timezone.now(), by
    row.save(update_fields=["done_on", "done_at", "done_by"])
    _reach(inspection, to)
    changes = {
        "reached": {"before": before, "after": to},
        "done_on": {"before": None, "after": str(day)},
    }
    _note("inspections.move", by, inspection, changes, reason)


@transaction.atomic
def undo(inspection: Inspection, step: str, *, by: User, reason: str) -> None:
    """Undo the last step done, where that is safe.

    Raises:
        Refused: If it isn't the last, can't be undone, or they may not; says why.
    """
    inspection = _locked(inspection)
    if why := obstacles_to_undo(inspection, step, by):
        raise Refused(". ".join(why))
    if not reason.strip():
        raise Refused("Say why it is undone")
    row = _row(inspection, step)
    row.done_on = row.done_at = row.done_by = None
    row.save(update_fields=["done_on", "done_at", "done_by"])
    earlier = life().before(step)
    _reach(inspection, earlier[-1].key if earlier else "")
    changes = {"reached": {"before": step, "after": inspection.reached}}
    _note("inspections.undo", by, inspection, changes, reason)


def obstacles(inspection: Inspection, to: str, by: User, day: date) -> list[str]:
    """Say why a person can't move an inspection to a step on a day; empty when they can."""
    step, reached = life().step(to), inspection.reached
    following = life().after(reached)
    if step not in following:
        return [f"“{step.task}” is done already"]
    if following[0] != step:
        return [f"“{following[0].task}” comes first"]
    if not allowed(by, step.permission, inspection=inspection):
        return ["Your role doesn’t let you do this step"]
    return unmet(step.needs, inspection, day)


def obstacles_to_undo(inspection: Inspection, key: str, by: User) -> list[str]:
    """Say why a person can't undo a step now; empty when they can."""
    step = life().step(key)
    if step in life().after(inspection.reached):
        return [f"“{step.task}” is not done"]
    if step.undo.until is None:
        return [f"“{step.task}” can’t be undone. {step.undo.why.removesuffix('.')}"]
    if inspection.reached != key:
        return [f"“{life().step(inspection.reached).task}” is done after it, so undo that first"]
    if not allowed(by, step.permission, inspection=inspection):
        return ["Your role doesn’t let you undo this step"]
    return unmet(step.undo.needs, inspection, timezone.localdate())


def _wrong_day(inspection: Inspection, day: date) -> list[str]:
    today = timezone.localdate()
    if day > today:
        return [f"{say(day)} is still to come"]
    last = _done_on(_rows(inspection), inspection.reached)
    if last and day < last:
        task = life().step(inspection.reached).task
        return [f"“{task}” was done on {say(last)}, so this can’t be done on {say(day)}"]
    return []


def _reach(inspection: Inspection, key: str) -> None:
    inspection.reached = key
    inspection.save(update_fields=["reached"])
    _count_due_dates(inspection)


def _locked(inspection: Inspection) -> Inspection:
    return (
        Inspection.objects.select_for_update(of=("self",))
        .select_related("provider")
        .get(pk=inspection.pk)
    )


def _row(inspection: Inspection, step: str) -> InspectionStep:
    return InspectionStep.objects.get_or_create(inspection=inspection, step=step)[0]


def _rows(inspection: Inspection, without_hand: str = "") -> dict[str, InspectionStep]:
    rows = {row.step: row for row in inspection.steps.all()}
    if without_hand in rows:
        rows[without_hand].due_by_hand = False
    return rows


def _done_on(rows: dict[str, InspectionStep], step: str) -> date | None:
    return rows[step].done_on if step in rows else None


def _count_due_dates(inspection: Inspection) -> None:
    """Count anew what is due; a step that is done keeps the date it had."""
    rows = _rows(inspection)
    for key, due in due_dates(inspection, rows).items():
        row = rows.get(key)
        if row and row.done_at is None and row.due_on != due:
            row.due_on = due
            row.save(update_fields=["due_on"])


def _hold(problems: plan.Problems) -> None:
    if problems:
        raise Refused(". ".join(wrong for _, wrong in problems))


def _only(value: str) -> dict[str, str]:
    return {"before": value, "after": value}


def _note(
    action: str, by: User, inspection: Inspection, changes: Mapping[str, object], reason: str = ""
) -> Event:
    return record(
        kind=Kind.ALTERATION,
        action=action,
        by=by,
        about=inspection,
        inspection=inspection,
        changes=changes,
        reason=reason,
    )
