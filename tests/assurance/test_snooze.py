"""How long something may be put off, and whether it still is."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.assurance.catalogue import SEVERITIES, catalogue
from assay.assurance.snooze import holds, last_day, limits
from assay.assurance.worklist import OPEN, Item

TODAY = dt.date(2026, 11, 23)


def day(days: int) -> dt.date:
    return TODAY + dt.timedelta(days)


def thing(severity: str, due_in: int | None, state: str = "not met") -> Item:
    due = None if due_in is None else day(due_in)
    return Item(catalogue()["A01"], state, due, severity, "not done", "")


@pytest.mark.parametrize(
    ("severity", "due_in", "last"),
    [
        ("critical", None, None),
        ("critical", -1, None),
        ("critical", 0, None),
        ("critical", 1, 1),
        ("critical", 7, 7),
        ("critical", 30, 7),
        ("major", None, 14),
        ("major", 3, 10),
        ("major", -90, 7),
        ("minor", -90, 28),
    ],
)
def test_it_waits_until_the_last_day_that_is_safe(
    severity: str, due_in: int | None, last: int | None
) -> None:
    found = last_day(thing(severity, due_in), TODAY)
    assert found == (None if last is None else day(last))


@given(st.sampled_from(SEVERITIES), st.sampled_from(OPEN), st.none() | st.integers(-400, 400))
def test_what_could_hurt_somebody_never_waits_past_the_day_it_is_due(
    severity: str, state: str, due_in: int | None
) -> None:
    item = thing(severity, due_in, state)
    last = last_day(item, TODAY)
    if last is None:
        return
    assert TODAY < last <= TODAY + dt.timedelta(limits().of(severity).longest_days)
    assert holds(item, state, last, TODAY)
    assert not holds(item, state, last, last + dt.timedelta(1))
    if severity == "critical":
        assert item.due_on is not None
        assert last <= item.due_on


def test_it_is_back_when_it_gets_worse_or_its_deadline_comes_nearer() -> None:
    waiting = thing("critical", 6, "due")
    assert holds(waiting, "due", day(6), TODAY)
    assert not holds(thing("critical", 6), "due", day(6), TODAY)
    assert not holds(thing("critical", 5, "due"), "due", day(6), TODAY)
    assert not holds(thing("critical", None, "due"), "due", day(6), TODAY)
