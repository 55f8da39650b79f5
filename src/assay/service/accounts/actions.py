"""Every change to people and access: one transaction, one audit event, notices after commit."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from assay.service.accounts.endings import access_ended
from assay.service.accounts.grants import (
    ADMINISTRATOR,
    Grant,
    Refused,
    keep_an_administrator,
    refuse_grant,
)
from assay.service.accounts.links import make_link, usable_link
from assay.service.accounts.models import Membership, OneTimeLink, User
from assay.service.audit.changes import differences, snapshot
from assay.service.audit.models import Kind
from assay.service.audit.record import record

__all__ = ["ADMINISTRATOR", "Grant", "Refused"]
"""Said again here, because whoever calls an action needs them."""

MadeLink = tuple[OneTimeLink, str]
"""A link and its token, for whoever sends it or shows it once the change is stored."""


@transaction.atomic
def invite(*, by: User, email: str, full_name: str, grant: Grant) -> MadeLink:
    """Add a person with one role, and make them a one-time link.

    Raises:
        Refused: If somebody has this address already, or the role can't be given.
    """
    known = User.objects.filter(email__iexact=email).first()
    if known is not None:
        ended = "" if known.is_active else ". It has ended: give it again from their page"
        raise Refused(f"Somebody with this email address already has an account{ended}")
    user = User(email=email.lower(), full_name=full_name)
    user.set_unusable_password()
    user.save()
    changes = differences(user)
    record(kind=Kind.COLLECTION, action="accounts.invite", by=by, about=user, changes=changes)
    give_role(by=by, user=user, grant=grant)
    return make_link(OneTimeLink.Purpose.INVITATION, user=user, by=by)


@transaction.atomic
def give_role(*, by: User | None, user: User, grant: Grant) -> Membership:
    """Give a person a role somewhere; `by` is None for the system itself.

    Raises:
        Refused: If it is their own, held already, over before it starts, of somebody whose
            access has ended, or on both sides of one inspection.
    """
    refuse_grant(by=by, user=user, grant=grant)
    membership = Membership.objects.create(
        user=user,
        role=grant.role,
        scope=_scope_of(grant),
        inspection=grant.inspection,
        provider=grant.provider,
        starts_on=grant.starts_on or timezone.localdate(),
        ends_on=grant.ends_on,
        given_by=by,
    )
    record(
        kind=Kind.ALTERATION,
        action="accounts.give_role",
        by=by,
        about=user,
        inspection=grant.inspection,
        changes=differences(membership),
    )
    return membership


@transaction.atomic
def end_role(*, by: User, membership: Membership) -> None:
    """End a role now.

    Raises:
        Refused: If it would leave nobody to manage access.
    """
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if membership.ended_at is not None:
        return
    if membership.role == ADMINISTRATOR:
        keep_an_administrator(without=membership.user)
    before = snapshot(membership)
    membership.ended_at, membership.ended_by = timezone.now(), by
    membership.save(update_fields=["ended_at", "ended_by"])
    record(
        kind=Kind.ALTERATION,
        action="accounts.end_role",
        by=by,
        about=membership.user,
        inspection=membership.inspection,
        changes=differences(membership, before)
        | {"role": {"before": membership.role, "after": None}},
    )
    access_ended(by=by, user=membership.user)


@transaction.atomic
def end_access(*, by: User, user: User, reason: str) -> None:
    """Shut a person out at once: open sessions, roles and unused links with them.

    Raises:
        Refused: If it would leave nobody to manage access.
    """
    keep_an_administrator(without=user)
    before, now = snapshot(user), timezone.now()
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    user.memberships.filter(ended_at=None).update(ended_at=now, ended_by=by)
    user.links.filter(used_at=None, cancelled_at=None).update(cancelled_at=now)
    record(
        kind=Kind.ALTERATION,
        action="accounts.end_access",
        by=by,
        about=user,
        reason=reason,
        changes=differences(user, before),
    )
    access_ended(by=by, user=user)


@transaction.atomic
def renew(*, by: User, user: User) -> MadeLink:
    """Make a person a link to set a new password and new codes; the old ones stop working.

    Raises:
        Refused: If their access has ended, or nobody could manage access until they used it.
    """
    if not user.is_active:
        raise Refused("Their access has ended. Give it again instead")
    keep_an_administrator(without=user)
    clear_sign_in(user)
    record(kind=Kind.ALTERATION, action="accounts.renew", by=by, about=user)
    return make_link(OneTimeLink.Purpose.RENEWAL, user=user, by=by)


@transaction.atomic
def restore_access(*, by: User, user: User) -> MadeLink:
    """Let a person whose access ended in again, without a role, by a new link.

    Raises:
        Refused: If their access has not ended.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active:
        raise Refused("Their access has not ended")
    before = snapshot(user)
    user.is_active = True
    clear_sign_in(user)
    record(
        kind=Kind.ALTERATION,
        action="accounts.restore_access",
        by=by,
        about=user,
        changes=differences(user, before),
    )
    return make_link(OneTimeLink.Purpose.INVITATION, user=user, by=by)


@transaction.atomic
def link_shown(*, by: User, user: User) -> None:
    """Put in the audit trail that a link was shown to an administrator instead of emailed."""
    record(kind=Kind.ACCESS, action="accounts.show_link", by=by, about=user)


def clear_sign_in(user: User) -> None:
    """Make a person's password and codes worthless; call it in the action's transaction."""
    user.set_unusable_password()
    user.save(update_fields=["password", "is_active"])
    Authenticator.objects.filter(user=user).delete()


@transaction.atomic
def first_account_token() -> str | None:
    """Make the link of the first account and give its token; None once there is anybody."""
    if User.objects.exists():
        return None
    link, token = make_link(OneTimeLink.Purpose.FIRST, user=None, by=None)
    record(
        kind=Kind.ACCESS,
        action="accounts.first_account_link",
        by=None,
        about=link,
        reason="asked for at the console",
    )
    return token


@transaction.atomic
def accept(*, token: str, password: str, full_name: str = "", email: str = "") -> User:
    """Use a link: set the password, and for the first account make the administrator.

    Raises:
        Refused: If the link is used, cancelled or past, or there is an account already.
    """
    link = usable_link(token)
    if link is None:
        raise Refused("This link has been used or has run out")
    user = link.user or _first_user(email, full_name)
    user.set_password(password)
    user.save()
    link.user, link.used_at = user, timezone.now()
    link.save(update_fields=["user", "used_at"])
    record(kind=Kind.ACCESS, action="accounts.accept_link", by=user, about=user)
    return user


def _scope_of(grant: Grant) -> Membership.Scope:
    if grant.inspection:
        return Membership.Scope.INSPECTION
    return Membership.Scope.PROVIDER if grant.provider else Membership.Scope.SERVICE


def _first_user(email: str, full_name: str) -> User:
    if User.objects.exists():
        raise Refused("There is an account already, so this link no longer works")
    user = User.objects.create(email=email.lower(), full_name=full_name)
    record(
        kind=Kind.COLLECTION,
        action="accounts.first_account",
        by=None,
        about=user,
        reason="made with the link from the console",
        changes=differences(user),
    )
    give_role(by=None, user=user, grant=Grant(ADMINISTRATOR))
    return user
