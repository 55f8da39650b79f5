"""Every change to people and access: one transaction, one audit event, notices after commit."""

from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from assay.service.accounts import notices
from assay.service.accounts.links import make_link, usable_link
from assay.service.accounts.models import Membership, OneTimeLink, User
from assay.service.audit.changes import differences, snapshot
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.inspections.models import Inspection
from assay.service.providers.models import Provider

ADMINISTRATOR = "administrator"


class Refused(Exception):  # noqa: N818 - read aloud as "the action was refused"
    """Raised when a change may not be made; its text is fit for the page."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role to give: which, where and for how long; no place means the whole service."""

    role: str
    inspection: Inspection | None = None
    provider: Provider | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@transaction.atomic
def invite(*, by: User, email: str, full_name: str, grant: Grant, site: str) -> User:
    """Add a person with one role and send them a one-time link.

    Raises:
        Refused: If somebody has this address already.
    """
    if User.objects.filter(email__iexact=email).exists():
        raise Refused("Somebody with this email address already has an account")
    user = User(email=email.lower(), full_name=full_name)
    user.set_unusable_password()
    user.save()
    changes = differences(user)
    record(kind=Kind.COLLECTION, action="accounts.invite", by=by, about=user, changes=changes)
    give_role(by=by, user=user, grant=grant)
    _send_link(OneTimeLink.Purpose.INVITATION, user=user, by=by, site=site)
    return user


@transaction.atomic
def give_role(*, by: User | None, user: User, grant: Grant) -> Membership:
    """Give a person a role somewhere."""
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
    _keep_an_administrator(without=membership.user, role=membership.role)
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


@transaction.atomic
def end_access(*, by: User, user: User, reason: str) -> None:
    """Shut a person out at once: open sessions, roles and unused links with them.

    Raises:
        Refused: If it would leave nobody to manage access.
    """
    _keep_an_administrator(without=user, role=ADMINISTRATOR)
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


@transaction.atomic
def renew(*, by: User, user: User, site: str) -> None:
    """Send a person a link to set a new password and new codes; the old ones stop working.

    Raises:
        Refused: If their access has ended.
    """
    if not user.is_active:
        raise Refused("Their access has ended. Invite them again under another address")
    user.set_unusable_password()
    user.save(update_fields=["password"])
    Authenticator.objects.filter(user=user).delete()
    record(kind=Kind.ALTERATION, action="accounts.renew", by=by, about=user)
    _send_link(OneTimeLink.Purpose.RENEWAL, user=user, by=by, site=site)


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


def _send_link(purpose: OneTimeLink.Purpose, *, user: User, by: User, site: str) -> None:
    link, token = make_link(purpose, user=user, by=by)
    transaction.on_commit(lambda: notices.send_link(link, token, site))


def _keep_an_administrator(*, without: User, role: str) -> None:
    """Refuse to take the role from the last person who can manage access."""
    if role != ADMINISTRATOR:
        return
    # Locked, so that of two administrators who end each other's access one stays.
    held = Membership.objects.current().filter(role=ADMINISTRATOR, user__is_active=True)
    locked = held.order_by("pk").select_for_update(of=("self",))
    if set(locked.values_list("user", flat=True)) == {without.pk}:
        raise Refused("They are the only administrator. Make somebody else one first")
