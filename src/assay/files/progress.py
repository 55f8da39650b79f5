"""Saying how far the reading of a file has come, to whoever listens; to nobody as a rule."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[str, int, int | None], None]
"""Told the stage ("rows" or "checking"), how many rows are done, and of how many if known."""

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Have `listener` told of all that is read meanwhile."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def say(stage: str, done: int, total: int | None = None) -> None:
    """Tell the listener, if there is one; without a total the one told before still holds."""
    listener = _listener.get()
    if listener is not None:
        listener(stage, done, total)
