"""Restricting a case of a caseload to named people."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import timezone

from assay.service.accounts.actions import Refused
from assay.service.accounts.models import User
from assay.service.assurance.keys import CASE, key_of
from assay.service.assurance.models import NamedPerson, RestrictedCase
from assay.service.assurance.words import words
from assay.service.audit.changes import differences, snapshot
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.providers.models import Provider


@transaction.atomic
def restrict(
    *, by: User, provider: Provider, case_ref: str, to: Collection[User], reason: str
) -> RestrictedCase:
    """Let only the named people see a case; whoever restricts it is always one of them.

    Naming other people on a case that is restricted already ends the earlier restriction.

    Raises:
        Refused: It is restricted already, and not to whoever asks.
    """
    # The provider first, so that of two who restrict one case the second sees the first.
    Provider.objects.select_for_update(of=("self",)).get(pk=provider.pk)
    held = RestrictedCase.objects.filter(provider=provider, case_ref=case_ref, ended_at=None)
    found = held.first()
    if found is not None:
        if not found.named.filter(user=by).exists():
            raise Refused("There is no such case in the caseload")
        lift(by=by, restricted=found)
    made = RestrictedCase.objects.create(
        provider=provider, case_ref=case_ref, reason=reason, given_by=by
    )
    NamedPerson.objects.bulk_create(NamedPerson(restricted=made, user=user) for user in {*to, by})
    changes = differences(made) | {"named": {"changed": True}}
    note("caseload.restrict_case", made, by, words().restriction[reason], changes)
    return made


@transaction.atomic
def lift(*, by: User, restricted: RestrictedCase) -> None:
    """Let everybody see a case again who answers for it; one lifted already stays so."""
    held = RestrictedCase.objects.select_for_update(of=("self",)).get(pk=restricted.pk)
    if held.ended_at is not None:
        return
    before = snapshot(held)
    held.ended_at, held.ended_by = timezone.now(), by
    held.save(update_fields=["ended_at", "ended_by"])
    note("caseload.lift_restriction", held, by, "", differences(held, before))


def note(
    action: str,
    restricted: RestrictedCase,
    by: User,
    reason: str,
    changes: Mapping[str, object],
) -> None:
    """Write what was done with a restriction in the trail."""
    record(
        kind=Kind.ALTERATION,
        action=action,
        by=by,
        about=restricted,
        person=key_of(restricted.provider, CASE, restricted.case_ref),
        reason=reason,
        changes=changes,
    )
