"""Making and finding one-time links. The token is in the link; the database has its hash."""

import hashlib
import secrets
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from assay.service.accounts.models import OneTimeLink, User
from assay.service.project.limits import limits


def make_link(
    purpose: OneTimeLink.Purpose, *, user: User | None, by: User | None
) -> tuple[OneTimeLink, str]:
    """Store a link and give it with its token, which can't be had again.

    Earlier unused links of the same person stop working.
    """
    now, token = timezone.now(), secrets.token_urlsafe(32)
    unused = OneTimeLink.objects.filter(user=user, used_at=None, cancelled_at=None)
    unused.update(cancelled_at=now)
    first = purpose == OneTimeLink.Purpose.FIRST
    link = OneTimeLink.objects.create(
        purpose=purpose,
        user=user,
        token_hash=hash_of(token),
        created_by=by,
        created_at=now,
        expires_at=now
        + (
            timedelta(minutes=limits().links.first_account_minutes)
            if first
            else timedelta(hours=limits().links.invitation_hours)
        ),
    )
    return link, token


def path_of(token: str) -> str:
    """Give the path of a link, to be put after the service's address."""
    return reverse("accounts:welcome", args=[token])


def usable_link(token: str) -> OneTimeLink | None:
    """Give the link of a token, locked for use, or None if it is used, cancelled or past.

    Call it in a transaction: of two people with one link, the second finds it used.
    """
    return (
        OneTimeLink.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(token_hash=hash_of(token), used_at=None, cancelled_at=None)
        .filter(expires_at__gt=timezone.now())
        .first()
    )


def hash_of(token: str) -> str:
    """Give what is stored of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
