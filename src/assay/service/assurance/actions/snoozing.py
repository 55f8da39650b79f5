"""Putting something on a list off to a day, and undoing it."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from assay.assurance.snooze import last_day
from assay.assurance.worklist import Item
from assay.service.accounts.actions import Refused
from assay.service.accounts.models import User
from assay.service.assurance.keys import CASE, key_of
from assay.service.assurance.models import Snooze
from assay.service.assurance.words import words
from assay.service.audit.changes import differences, snapshot
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.project.words import date
from assay.service.providers.models import Provider


@transaction.atomic
def put_off(
    *, by: User, provider: Provider, case_ref: str, item: Item, until: dt.date, reason: str
) -> Snooze:
    """Put something off to a day; another putting off of the same ends with it.

    Raises:
        Refused: The day is past what its safety allows, or before tomorrow.
    """
    today = timezone.localdate()
    latest = last_day(item, today)
    if latest is None:
        raise Refused("This can’t be put off: somebody could be hurt, and it is due or late")
    if not today < until <= latest:
        raise Refused(f"It can be put off to {date(latest)} at the latest, and from tomorrow")
    held = Snooze.objects.select_for_update(of=("self",)).filter(
        provider=provider, case_ref=case_ref, criterion=item.criterion.id, undone_at=None
    )
    held.update(undone_at=timezone.now(), undone_by=by)
    made = Snooze.objects.create(
        provider=provider,
        case_ref=case_ref,
        criterion=item.criterion.id,
        state=item.state,
        reason=reason,
        until=until,
        by=by,
    )
    _note("caseload.put_off", made, by, words().snooze[reason], differences(made))
    return made


@transaction.atomic
def undo(*, by: User, snooze: Snooze) -> None:
    """Put it back on the list; one that was undone already stays so."""
    held = Snooze.objects.select_for_update(of=("self",)).get(pk=snooze.pk)
    if held.undone_at is not None:
        return
    before = snapshot(held)
    held.undone_at, held.undone_by = timezone.now(), by
    held.save(update_fields=["undone_at", "undone_by"])
    _note("caseload.put_back", held, by, "", differences(held, before))


def _note(action: str, snooze: Snooze, by: User, reason: str, changes: dict[str, object]) -> None:
    record(
        kind=Kind.ALTERATION,
        action=action,
        by=by,
        about=snooze,
        person=key_of(snooze.provider, CASE, snooze.case_ref),
        reason=reason,
        changes=changes,
    )
