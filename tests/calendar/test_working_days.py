"""Deadlines run in working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.calendar.working_days import OutsideCalendarError, WorkingDays, england_and_wales

CALENDAR = england_and_wales()
days = st.dates(date(2013, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        # Good Friday and Easter Monday are skipped.
        (date(2025, 4, 17), 5, date(2025, 4, 28)),
        # Christmas Day and Boxing Day fell on a weekend: two substitute days.
        (date(2021, 12, 24), 1, date(2021, 12, 29)),
        # The Queen's funeral, a bank holiday of one year only.
        (date(2022, 9, 16), 1, date(2022, 9, 20)),
        # From a Saturday the first working day after it is day 1.
        (date(2024, 6, 1), 1, date(2024, 6, 3)),
    ],
)
def test_bank_holidays_and_weekends_are_not_counted(start: date, count: int, due: date) -> None:
    assert CALENDAR.after(start, count) == due


@given(days, st.integers(1, 60))
def test_a_deadline_is_a_working_day_with_as_many_working_days_before_it(
    start: date, count: int
) -> None:
    due = CALENDAR.after(start, count)
    assert CALENDAR.is_working(due)
    assert CALENDAR.between(start, due) == count
    assert CALENDAR.between(due, start) == -count


@given(days, st.integers(1, 20))
def test_it_agrees_with_stepping_day_by_day(start: date, count: int) -> None:
    day = start
    left = count
    while left:
        day += timedelta(1)
        left -= CALENDAR.is_working(day)
    assert CALENDAR.after(start, count) == day


def test_days_the_office_is_closed_are_not_counted_either() -> None:
    closed = WorkingDays([date(2024, 1, 1), date(2024, 12, 25)], closures=[date(2024, 6, 4)])
    assert closed.after(date(2024, 6, 3), 1) == date(2024, 6, 5)
    assert not closed.is_working(date(2024, 6, 4))


def test_a_year_that_is_not_known_is_an_error_and_not_a_guess() -> None:
    with pytest.raises(OutsideCalendarError, match="known from 2012-01-01"):
        CALENDAR.is_working(date(2011, 12, 30))
    with pytest.raises(OutsideCalendarError, match="a newer govuk-bank-holidays"):
        CALENDAR.after(CALENDAR.last, 1)


def test_counting_starts_from_one() -> None:
    with pytest.raises(ValueError, match="from 1"):
        CALENDAR.after(date(2024, 6, 3), 0)
