"""How long something on a list may be put off: never past a safety deadline.

Pure: values in, values out. The days are data, in `snooze.toml`.
"""

import datetime as dt
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

from assay.assurance.worklist import Item
from assay.standards.strict_toml import read_strict


class Limit(BaseModel):
    """How long something of one severity may be put off.

    Attributes:
        longest_days: From today.
        after_due_days: How far past the day it is due; and how long at a time once it is late.
        without_due: Whether what has no due date may be put off.
        reason: Why so long.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    longest_days: int = Field(gt=0)
    after_due_days: int = Field(ge=0)
    without_due: bool
    reason: str


class Limits(BaseModel):
    """The limit of each severity."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    critical: Limit
    major: Limit
    minor: Limit
    organisation: Limit

    def of(self, severity: str) -> Limit:
        """The limit of one severity."""
        found: Limit = getattr(self, severity)
        return found


@cache
def limits() -> Limits:
    """Read and check the limits once."""
    path = files("assay.assurance").joinpath("snooze.toml")
    return read_strict(path, Limits, lambda _: [], "Correct it there")


def last_day(item: Item, today: dt.date) -> dt.date | None:
    """The last day to which something may be put off.

    Args:
        item: What is to do.
        today: The day it is put off.

    Returns:
        A day after today, or None if it may not be put off at all.
    """
    limit = limits().of(item.severity)
    longest = today + dt.timedelta(limit.longest_days)
    if item.due_on is None:
        return longest if limit.without_due else None
    # Late already: counted from today, so that it comes back again and again.
    deadline = max(item.due_on, today) if limit.after_due_days else item.due_on
    last = min(longest, deadline + dt.timedelta(limit.after_due_days))
    return last if last > today else None


def holds(item: Item, state_then: str, until: dt.date, today: dt.date) -> bool:
    """Whether something that was put off still is.

    Args:
        item: What is to do, as it stands now.
        state_then: Its state when it was put off.
        until: The last day it was put off to.
        today: The day asked about.

    Returns:
        False once the day is over, once it got worse, and where the deadline has moved so that
        it could not be put off so long any more.
    """
    if today > until or item.state != state_then:
        return False
    limit = limits().of(item.severity)
    if item.due_on is None:
        return limit.without_due
    return bool(limit.after_due_days) or until <= item.due_on
