"""Every change to the register: one transaction, one audit event."""

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, models, transaction

from assay.service.accounts.actions import Refused
from assay.service.accounts.models import User
from assay.service.audit.changes import differences, snapshot
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.providers import rules
from assay.service.providers.models import Owner, Ownership, Provider, Succession


@transaction.atomic
def add(*, by: User | None, provider: Provider, reason: str = "") -> Provider:
    """Add a provider that isn't saved yet.

    Raises:
        Refused: If a rule of the register is broken.
    """
    _hold(rules.of_provider(provider))
    _save(provider)
    _note("providers.add", by, provider, differences(provider), reason)
    return provider


@transaction.atomic
def change(*, by: User, provider: Provider) -> None:
    """Store a provider's changed fields.

    Raises:
        Refused: If a rule of the register is broken.
    """
    before = snapshot(Provider.objects.select_for_update(of=("self",)).get(pk=provider.pk))
    _hold(rules.of_provider(provider))
    _save(provider)
    _note("providers.change", by, provider, differences(provider, before))


@transaction.atomic
def close(*, by: User, provider: Provider, closed_on: date) -> None:
    """Say when a provider closed; its inspections stay with it.

    Raises:
        Refused: If it closed already, or would before it opened.
    """
    provider = Provider.objects.select_for_update(of=("self",)).get(pk=provider.pk)
    if provider.closed_on:
        raise Refused(f"{provider} has closed already")
    before = snapshot(provider)
    provider.closed_on = closed_on
    _hold(rules.of_provider(provider))
    _save(provider)
    _note("providers.close", by, provider, differences(provider, before))


@transaction.atomic
def set_ownership(
    *, by: User | None, ownership: Ownership, owner: str, reason: str = ""
) -> Ownership:
    """Add a time of ownership, or change one; the owner joins the register by name.

    Args:
        by: Who does it; None is the system itself.
        ownership: With its provider and days set.
        owner: The owner's name.
        reason: Why, when the system does it.

    Raises:
        Refused: If it ends before it starts, or another owner has the same days.
    """
    before = snapshot(Ownership.objects.get(pk=ownership.pk)) if ownership.pk else None
    _hold(rules.of_ownership(ownership))
    ownership.owner = _owner(owner)
    _save(ownership)
    changes = differences(ownership, before)
    if "owner" in changes:
        changes["owner"]["after"] = ownership.owner.name
    _note("providers.set_ownership", by, ownership.provider, changes, reason)
    return ownership


@transaction.atomic
def link(*, by: User | None, succession: Succession, reason: str = "") -> Succession:
    """Say that one body took over from another.

    Raises:
        Refused: If a rule of the register is broken.
    """
    _hold(rules.of_succession(succession))
    _save(succession)
    _note("providers.link", by, succession.predecessor, _said(succession, "after"), reason)
    return succession


@transaction.atomic
def unlink(*, by: User, succession: Succession, reason: str) -> None:
    """Take back that one body took over from another, because it was wrong."""
    found = Succession.objects.select_for_update(of=("self",)).filter(pk=succession.pk).first()
    if found is None:
        return
    changes = _said(found, "before")
    found.delete()
    _note("providers.unlink", by, succession.predecessor, changes, reason)


def _hold(problems: rules.Problems) -> None:
    if problems:
        raise Refused(". ".join(wrong for _, wrong in problems))


def _save(row: models.Model) -> None:
    """Store a row; what the rules let through a moment ago, the database may refuse now."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(
            "Somebody else changed the register at the same moment. Look at it again"
        ) from error


def _owner(name: str) -> Owner:
    found = Owner.objects.filter(name__iexact=name).first()
    if found is None:
        found = Owner(name=name)
        _save(found)
    return found


def _said(succession: Succession, side: str) -> dict[str, dict[str, object]]:
    values = {
        "successor": succession.successor.name,
        "starts_on": str(succession.starts_on),
        "split": succession.split,
    }
    empty = {"before": None, "after": None}
    return {name: empty | {side: value} for name, value in values.items()}


def _note(
    action: str, by: User | None, about: Provider, changes: Mapping[str, object], reason: str = ""
) -> None:
    kind = Kind.COLLECTION if action == "providers.add" else Kind.ALTERATION
    record(kind=kind, action=action, by=by, about=about, changes=changes, reason=reason)
