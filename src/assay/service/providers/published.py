"""The published record as providers, for the demo: bodies, owners and who took over."""

from django.db import transaction

from assay.publishing.record.load import load_record
from assay.publishing.record.model import Body
from assay.publishing.record.model import Succession as PublishedSuccession
from assay.service.accounts.models import User
from assay.service.providers import actions
from assay.service.providers.models import Ownership, Provider, Succession

REASON = "from the published record that ships with Assay"


@transaction.atomic
def load_published(*, by: User | None = None) -> int:
    """Add every body of the published record that the register doesn't have, by name.

    Safe to run again. Links are added only between bodies where one of the two is new.

    Returns:
        How many providers were added.
    """
    record = load_record()
    held = {provider.name: provider for provider in Provider.objects.all()}
    new = {name: _add(body, by) for name, body in record.bodies.items() if name not in held}
    every = held | new
    for succession in record.successions:
        if succession.predecessor in new or succession.successor in new:
            _link(succession, every, by)
    return len(new)


def _add(body: Body, by: User | None) -> Provider:
    provider = Provider(
        name=body.body,
        short_name=body.short_name,
        body_type=body.body_type.lower(),
        opened_on=body.opened,
        closed_on=body.closed,
    )
    actions.add(by=by, provider=provider, reason=REASON)
    if body.owner:
        owned = Ownership(provider=provider, starts_on=None, ends_on=body.closed)
        actions.set_ownership(by=by, ownership=owned, owner=body.owner, reason=REASON)
    return provider


def _link(succession: PublishedSuccession, every: dict[str, Provider], by: User | None) -> None:
    link = Succession(
        predecessor=every[succession.predecessor],
        successor=every[succession.successor],
        starts_on=succession.starts,
        split=succession.split,
    )
    actions.link(by=by, succession=link, reason=REASON)
