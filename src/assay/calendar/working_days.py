"""Counting working days: not Saturdays, Sundays, bank holidays or days an office is closed.

Bank holidays come from the copy of GOV.UK's list that ships with govuk-bank-holidays, so no
network is needed and everyone counts alike. A day outside the years of that list is an
error, never a guess.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

SATURDAY = 5
DIVISION = BankHolidays.ENGLAND_AND_WALES


class OutsideCalendarError(LookupError):
    """Raised for a day in a year whose bank holidays are not known."""


class WorkingDays:
    """The working days of the years whose bank holidays are known.

    Args:
        holidays: Bank holidays; their first and last year bound the calendar.
        closures: Further days on which an office is closed.
    """

    def __init__(self, holidays: Iterable[date], closures: Iterable[date] = ()) -> None:
        known = sorted(holidays)
        self.first = date(known[0].year, 1, 1)
        self.last = date(known[-1].year, 12, 31)
        closed = {*known, *closures}
        every = (self.first + timedelta(n) for n in range((self.last - self.first).days + 1))
        self._days = [day for day in every if day.weekday() < SATURDAY and day not in closed]

    def is_working(self, day: date) -> bool:
        """Whether work is done on a day.

        Raises:
            OutsideCalendarError: The day's bank holidays are not known.
        """
        self._check(day)
        place = bisect_left(self._days, day)
        return place < len(self._days) and self._days[place] == day

    def after(self, day: date, count: int) -> date:
        """The working day that is `count` working days after a day, which itself is day 0.

        Args:
            day: Any day; counting starts with the next working day.
            count: 1 or more.

        Returns:
            A working day.

        Raises:
            ValueError: `count` is less than 1.
            OutsideCalendarError: The start or the end is in a year that is not known.
        """
        if count < 1:
            raise ValueError(f"count working days from 1, not {count}")
        self._check(day)
        place = bisect_right(self._days, day) + count - 1
        if place >= len(self._days):
            raise OutsideCalendarError(
                f"{count} working days after {day} is past {self.last}, the last day whose "
                "bank holidays are known; a newer govuk-bank-holidays knows more years"
            )
        return self._days[place]

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and with `end`; below 0 if it is earlier.

        Raises:
            OutsideCalendarError: Either day is in a year that is not known.
        """
        self._check(start)
        self._check(end)
        return bisect_right(self._days, end) - bisect_right(self._days, start)

    def _check(self, day: date) -> None:
        if not self.first <= day <= self.last:
            raise OutsideCalendarError(
                f"bank holidays are known from {self.first} to {self.last}, not on {day}"
            )


@cache
def england_and_wales() -> WorkingDays:
    """Working days with the bank holidays of England and Wales and no other closures."""
    shipped = BankHolidays(use_cached_holidays=True)
    return WorkingDays(holiday["date"] for holiday in shipped.get_holidays(division=DIVISION))
