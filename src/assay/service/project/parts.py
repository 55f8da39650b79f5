"""The navigation within one part of the service: the pages of an inspection, of a caseload."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a navigation, for holders of any of the permissions.

    Attributes:
        text: Of its link.
        route: Where the link leads, as "app:name".
        permissions: Any of which opens it.
        within: Names of the other pages of its app that belong to it.
        long: Its text where it stands alone; as `text`, if blank.
    """

    text: str
    route: str
    permissions: tuple[str, ...]
    within: tuple[str, ...] = ()
    long: str = ""

    def holds(self, page: str) -> bool:
        """Whether a page ("app:name") is this one or belongs to it."""
        app, _, name = page.partition(":")
        return page == self.route or (self.route.startswith(f"{app}:") and name in self.within)


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a navigation; `here` says that its page is the one shown."""

    text: str
    long: str
    href: str
    here: bool


def links(
    parts: Iterable[Part], of: object, page: str, may: Callable[[str], bool]
) -> tuple[Link, ...]:
    """Give the links that a visitor may follow.

    Args:
        parts: All of them, in order.
        of: The public id of the inspection or provider they belong to.
        page: The page that is shown, as "app:name".
        may: Whether the visitor holds a permission there.
    """
    return tuple(
        Link(part.text, part.long or part.text, reverse(part.route, args=[of]), part.holds(page))
        for part in parts
        if any(may(permission) for permission in part.permissions)
    )
