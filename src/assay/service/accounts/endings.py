"""What else happens when a person's role or access ends, as told by the apps that know.

An app calls `when_access_ends` once, when it starts.
"""

from typing import Protocol

from assay.service.accounts.models import User


class Ending(Protocol):
    """Something to do in the transaction that ends a role, or all access."""

    def __call__(self, *, by: User, user: User) -> None:
        """Do it; `by` ended the access of `user`."""


_endings: list[Ending] = []


def when_access_ends(ending: Ending) -> None:
    """Add something to do whenever a role or all access of a person has ended."""
    _endings.append(ending)


def access_ended(*, by: User, user: User) -> None:
    """Do what is to be done, in the transaction of the change."""
    for ending in _endings:
        ending(by=by, user=user)
