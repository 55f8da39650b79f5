"""Saying who is who in a provider's record."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from assay.service.accounts.actions import Refused
from assay.service.accounts.models import User
from assay.service.assurance.models import StaffLink
from assay.service.audit.changes import differences, snapshot
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.providers.models import Provider


@transaction.atomic
def link(*, by: User | None, provider: Provider, user: User, staff_id: str) -> StaffLink:
    """Say which member of staff of a record a person is.

    Raises:
        Refused: They are somebody in this record already, or somebody else is this one; or it
            is the person's own, which would let them choose whose cases they see.
    """
    if by == user:
        raise Refused("You can’t say who you are yourself. Ask somebody else who may")
    try:
        with transaction.atomic():
            made = StaffLink.objects.create(
                provider=provider, user=user, staff_id=staff_id, given_by=by
            )
    except IntegrityError as error:
        raise Refused(
            "This person is somebody in this record already, or somebody else has this "
            "reference. End that first"
        ) from error
    _note("caseload.link_staff", by, made, differences(made))
    return made


@transaction.atomic
def unlink(*, by: User, link: StaffLink) -> None:
    """End it now; a link that has ended stays as it is."""
    held = StaffLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if held.ended_at is not None:
        return
    before = snapshot(held)
    held.ended_at, held.ended_by = timezone.now(), by
    held.save(update_fields=["ended_at", "ended_by"])
    _note("caseload.unlink_staff", by, held, differences(held, before))


def _note(action: str, by: User | None, link: StaffLink, changes: dict[str, object]) -> None:
    record(
        kind=Kind.ALTERATION,
        action=action,
        by=by,
        about=link.user,
        reason="" if by else "on the server",
        changes=changes,
    )
