"""Who works on an inspection: memberships given and ended here, through accounts."""

from datetime import date

from django.db import transaction

from assay.service.accounts import actions as accounts
from assay.service.accounts.actions import Grant, Refused
from assay.service.accounts.models import Membership, User
from assay.service.accounts.roles import catalogue
from assay.service.inspections.models import Inspection


def team_roles() -> dict[str, str]:
    """Give the roles that can be held on one inspection, key and name."""
    roles = catalogue().roles.items()
    return {key: role.name for key, role in roles if "inspection" in role.scopes}


@transaction.atomic
def join(
    *, by: User, inspection: Inspection, email: str, role: str, ends_on: date | None = None
) -> Membership:
    """Give somebody who has an account a role on an inspection.

    Raises:
        Refused: If nobody has the address, the role isn't one for an inspection, they have
            it already, or it is the person's own access.
    """
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise Refused("Nobody with this email address has an account. Ask an administrator "
                      "to invite them")  # fmt: skip
    if user == by:
        raise Refused("You can’t give yourself a role. Ask somebody else who leads")
    if role not in team_roles():
        raise Refused("Choose a role that is held on one inspection")
    if Membership.objects.current().filter(user=user, inspection=inspection, role=role).exists():
        raise Refused(f"{user} has this role already")
    return accounts.give_role(by=by, user=user, grant=Grant(role, inspection, ends_on=ends_on))


@transaction.atomic
def leave(*, by: User, membership: Membership) -> None:
    """End a role on an inspection.

    Raises:
        Refused: If it is held elsewhere than on one inspection.
    """
    if membership.inspection is None:
        raise Refused("This role is not held on one inspection")
    accounts.end_role(by=by, membership=membership)
