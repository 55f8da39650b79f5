"""Telling people what has changed hands: a notice in the service and an email, once each.

Neither says who a case is about. A notice is there only while its recipient may see what it
is about: an app that hides records says so with `narrow_notices`.
"""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from assay.service.accounts.access import inspections_for
from assay.service.accounts.models import User
from assay.service.inspections.models import Inspection, Notice
from assay.service.inspections.notice_words import address_of, kinds, text_of
from assay.service.project.mail import send

_narrowings: list[Callable[[User], Q]] = []


def narrow_notices(condition: Callable[[User], Q]) -> None:
    """Add a condition that every notice a person is shown must meet."""
    _narrowings.append(condition)


def tell(
    kind: str,
    *,
    to: Iterable[User],
    inspection: Inspection,
    about: UUID,
    occasion: object,
    step: str = "",
) -> None:
    """Tell people something in the transaction of the change; emails go when it is committed.

    Args:
        kind: One of `notices.toml`.
        to: Whom. Who has no access any more is left out.
        inspection: Where.
        about: The public id of the case or step it is about.
        occasion: What makes it this one time: the same occasion is told once.
        step: The step's key, for kinds about a step.
    """
    made = []
    for user in {user.pk: user for user in to if user.is_active}.values():
        notice, new = Notice.objects.get_or_create(
            recipient=user,
            kind=kind,
            about=about,
            occasion=str(occasion),
            defaults={"inspection": inspection, "step": step},
        )
        if new:
            made.append(notice)
    if made and kinds()[kind].email:
        # Robust: the change stands even when the mail server doesn't answer.
        transaction.on_commit(lambda: _send(made), robust=True)


def notices_for(user: User) -> QuerySet[Notice]:
    """Give a person's notices that they may still see, newest first."""
    without_sight = [key for key, kind in kinds().items() if not kind.sight]
    seen = Inspection.objects.filter(inspections_for(user, "inspections.view"))
    found = Notice.objects.filter(
        Q(inspection__in=seen) | Q(kind__in=without_sight), recipient=user
    )
    for condition in _narrowings:
        found = found.filter(condition(user))
    return found.select_related("inspection")


def unread_for(user: User) -> QuerySet[Notice]:
    """Give those a person has not marked as read."""
    return notices_for(user).filter(read_at=None)


def mark_read(*, by: User, notices: Iterable[UUID] | None = None) -> int:
    """Mark a person's own notices as read, all of them when none are named.

    Not in the audit trail: it changes nothing that anybody else sees or relies on.

    Returns:
        How many were unread.
    """
    unread = Notice.objects.filter(recipient=by, read_at=None)
    if notices is not None:
        unread = unread.filter(public_id__in=notices)
    return unread.update(read_at=timezone.now())


def _send(notices: list[Notice]) -> None:
    messages = []
    for notice in notices:
        link = f"{settings.ADDRESS}{address_of(notice) or '/'}"
        body = f"{text_of(notice)}\n\n{link}\n"
        subject = kinds()[notice.kind].subject
        messages.append((subject, body, notice.recipient.email))
    send(messages)
