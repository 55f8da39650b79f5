"""When the last person who could lift a restriction loses access, others take the case over."""

from django.db import transaction

from assay.service.accounts.models import User
from assay.service.assurance.actions.restricting import note
from assay.service.assurance.models import NamedPerson, RestrictedCase
from assay.service.assurance.people import people_of

RESTRICT = "caseload.restrict"


@transaction.atomic
def hand_over(*, by: User, user: User) -> None:
    """Name whoever may restrict cases there on those that nobody who is named can lift any more.

    With nobody to name the case stays as it is, until somebody is given such a role.

    Args:
        by: Who ended the access.
        user: Whose access ended, all of it or one role.
    """
    held = RestrictedCase.objects.filter(named__user=user, ended_at=None)
    for restricted in held.select_related("provider"):
        may = people_of(restricted.provider, RESTRICT)
        if not may.filter(pk__in=restricted.named.values("user")).exists():
            _name(by, restricted, list(may))


def _name(by: User, restricted: RestrictedCase, people: list[User]) -> None:
    if not people:
        return
    NamedPerson.objects.bulk_create(
        NamedPerson(restricted=restricted, user=user) for user in people
    )
    changes = {"named": {"changed": True}}
    reason = "nobody else who was named could lift it any more"
    note("caseload.hand_over", restricted, by, reason, changes)
