"""What a change to the register must satisfy, said in words beside its field.

Forms show every problem at once; actions refuse when there is any; the database refuses what
slips between them.
"""

from datetime import date
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from assay.service.project.words import date as say
from assay.service.providers.models import BodyType, Ownership, Provider, Succession

ModelT = TypeVar("ModelT", bound=Model)
Problems = list[tuple[str, str]]
"""Field and what is wrong with it, fit for the page."""

# What a body may be part of.
WHOLES = {
    BodyType.PDU: BodyType.REGION,
    BodyType.REGION: BodyType.NATIONAL,
    BodyType.NPS: BodyType.NATIONAL,
}


def of_provider(provider: Provider) -> Problems:
    """Check a provider that is to be added or changed."""
    problems: Problems = []
    others = Provider.objects.exclude(pk=provider.pk)
    if others.filter(name__iexact=provider.name).exists():
        wrong = "There is a provider with this name already. Closed ones keep their names"
        problems.append(("name", wrong))
    alike = others.filter(short_name__iexact=provider.short_name)
    if other := _at_the_same_time(
        alike, ("opened_on", "closed_on"), provider.opened_on, provider.closed_on
    ).first():
        when = _span(other.opened_on, other.closed_on)
        wrong = f"{other.name} has this short name at the same time ({when})"
        problems.append(("short_name", wrong))
    problems += _in_order("closed_on", "close", provider.opened_on, provider.closed_on, "opened")
    return problems + _of_whole(provider)


def _of_whole(provider: Provider) -> Problems:
    if provider.part_of is None:
        return []
    kind = BodyType(provider.body_type)
    if kind not in WHOLES:
        return [("part_of", f"A {_small(kind.label)} is not part of another body")]
    whole = WHOLES[kind]
    if provider.part_of.body_type != whole:
        return [("part_of", f"A {_small(kind.label)} can only be part of a {_small(whole.label)}")]
    return []


def of_ownership(ownership: Ownership) -> Problems:
    """Check a time of ownership that is to be added or changed."""
    start, end = ownership.starts_on, ownership.ends_on
    problems = _in_order("ends_on", "end", start, end, "started")
    if problems:
        return problems
    others = Ownership.objects.filter(provider=ownership.provider).exclude(pk=ownership.pk)
    for other in _at_the_same_time(others, ("starts_on", "ends_on"), start, end).select_related():
        wrong = (
            f"{other.owner} owned it at the same time ({_span(other.starts_on, other.ends_on)}). "
            "Change those dates first"
        )
        problems.append(("starts_on", wrong))
    return problems


def of_succession(link: Succession) -> Problems:
    """Check that one body may be said to have taken over from another."""
    if link.predecessor == link.successor:
        return [("successor", "Choose another provider: a body can't take over from itself")]
    problems: Problems = []
    links = Succession.objects.filter(predecessor=link.predecessor).exclude(pk=link.pk)
    if links.filter(successor=link.successor).exists():
        return [("successor", f"{link.successor} is shown as taking over already")]
    if link.successor.pk in _all_before(link.predecessor):
        problems.append(("successor", f"{link.predecessor} itself took over from {link.successor}"))
    same_day = links.filter(starts_on=link.starts_on).select_related("successor")
    if other := next((o for o in same_day if not (o.split and link.split)), None):
        wrong = (
            f"{other.successor} also takes over on {say(link.starts_on)}. "
            "If each took a part, mark both as a split"
        )
        problems.append(("split", wrong))
    return problems + _of_its_day(link)


def _of_its_day(link: Succession) -> Problems:
    opened = link.predecessor.opened_on
    if opened and link.starts_on <= opened:
        wrong = (
            f"{link.predecessor} opened on {say(opened)}, "
            f"so nobody can take over on {say(link.starts_on)}"
        )
        return [("starts_on", wrong)]
    closed = link.successor.closed_on
    if closed and link.starts_on > closed:
        wrong = (
            f"{link.successor} closed on {say(closed)}, "
            f"so it can't take over on {say(link.starts_on)}"
        )
        return [("starts_on", wrong)]
    return []


def _all_before(provider: Provider) -> set[int]:
    """Give the keys of every body whose work came to this one."""
    pairs = Succession.objects.values_list("predecessor_id", "successor_id")
    before: dict[int, set[int]] = {}
    for earlier, later in pairs:
        before.setdefault(later, set()).add(earlier)
    found: set[int] = set()
    waiting = {provider.pk}
    while waiting:
        fresh = before.get(waiting.pop(), set()) - found
        found |= fresh
        waiting |= fresh
    return found


def _at_the_same_time(
    rows: QuerySet[ModelT], fields: tuple[str, str], start: date | None, end: date | None
) -> QuerySet[ModelT]:
    opens, closes = fields
    if end:
        rows = rows.filter(Q(**{opens: None}) | Q(**{f"{opens}__lte": end}))
    if start:
        rows = rows.filter(Q(**{closes: None}) | Q(**{f"{closes}__gte": start}))
    return rows


def _in_order(
    field: str, verb: str, start: date | None, end: date | None, started: str
) -> Problems:
    if start and end and end < start:
        return [(field, f"It can't {verb} on {say(end)}, before it {started} on {say(start)}")]
    return []


def _span(start: date | None, end: date | None) -> str:
    if start and end:
        return f"{say(start)} to {say(end)}"
    if start:
        return f"from {say(start)}"
    return f"until {say(end)}" if end else "no dates known"


def _small(label: str) -> str:
    return label if label.startswith("National Probation") else label[0].lower() + label[1:]
