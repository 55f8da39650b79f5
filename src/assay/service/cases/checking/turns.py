"""So many checks at a time on one machine, whatever threads and workers the server has.

The locks are the operating system's: they end with the process, even one that was killed.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from assay.service.cases.limits import limits
from assay.service.cases.storage import work_folder


@contextmanager
def turn() -> Iterator[bool]:
    """Give whether a check may go on now; the place is held until the end."""
    handle = _take()
    try:
        yield handle is not None
    finally:
        if handle is not None:
            os.close(handle)


def _take() -> int | None:
    for place in range(limits().checking.at_once):
        handle = os.open(work_folder() / f"{place}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
        else:
            return handle
    return None
