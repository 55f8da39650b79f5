"""What each address asks of its visitor. An address that says nothing is shut.

A view says it with a decorator (`needs`, `signed_in`, `public`); another package's view is
wrapped where it is routed. `accounts.gate` enforces it, and a test walks every address.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from django.urls import URLResolver, get_resolver

from assay.service.accounts.roles import catalogue

View = Callable[..., Any]
Declared = TypeVar("Declared", bound=View)
ATTRIBUTE = "assay_access"


@dataclass(frozen=True, slots=True)
class Access:
    """The rule of one address.

    Attributes:
        level: Anybody, anybody signed in, or holders of a permission.
        permission: The permission, for the third.
        inspection: The name of the path's argument that is an inspection's public id; the
            permission is then asked there, and `request.inspection` is set.
        provider: The same for a provider, and `request.provider`.
        anywhere: Holding it in any place is enough, because the view lists only what the
            visitor may see.
        before_codes: Open to a signed-in person who hasn't set up their codes yet.
        why: Why it is public.
    """

    level: Literal["public", "signed in", "permission"]
    permission: str = ""
    inspection: str = ""
    provider: str = ""
    anywhere: bool = False
    before_codes: bool = False
    why: str = ""


def needs(
    permission: str, *, inspection: str = "", provider: str = "", anywhere: bool = False
) -> Callable[[Declared], Declared]:
    """Open a view to holders of a permission.

    Args:
        permission: A permission that `roles.toml` describes; KeyError otherwise.
        inspection: The path argument with an inspection's public id, like "inspection_id".
        provider: The path argument with a provider's public id.
        anywhere: Enough to hold it in any place; the view filters.
    """
    if permission not in catalogue().permissions:
        raise KeyError(permission)
    return _declare(Access("permission", permission, inspection, provider, anywhere=anywhere))


def signed_in(*, before_codes: bool = False) -> Callable[[Declared], Declared]:
    """Open a view to anybody who has signed in."""
    return _declare(Access("signed in", before_codes=before_codes))


def public(why: str) -> Callable[[Declared], Declared]:
    """Open a view to the world, saying why."""
    return _declare(Access("public", why=why, before_codes=True))


def access_of(view: View) -> Access | None:
    """Give what a view declared, or None."""
    found: Access | None = getattr(view, ATTRIBUTE, None)
    return found


def every_route() -> Iterator[tuple[str, str, View]]:
    """Give every address of the service as (name with namespace, pattern, view)."""
    yield from _walk(get_resolver().url_patterns, "/", "")


def _walk(entries: list[Any], start: str, space: str) -> Iterator[tuple[str, str, View]]:
    for entry in entries:
        path = start + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry.url_patterns, path, inner)
        else:
            yield f"{space}{entry.name}", path, entry.callback


def _declare(access: Access) -> Callable[[Declared], Declared]:
    def decorate(view: Declared) -> Declared:
        setattr(view, ATTRIBUTE, access)
        return view

    return decorate
