"""Dates, times and numbers as the pages say them."""

from datetime import date as calendar_date
from datetime import datetime

from django.utils import timezone


def date(value: calendar_date | datetime | None) -> str:
    """Give a date as "5 March 2027"; a time is first brought to London; None is ""."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return f"{value.day} {value:%B %Y}"


def moment(value: datetime | None) -> str:
    """Give a time as "5 March 2027 at 4:05pm", in London; None is ""."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{date(local)} at {_clock(local)}"


def short_moment(value: datetime | None) -> str:
    """Give a time as "5 Mar 2027 4:05pm", in London, for tables; None is ""."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{local.day} {local:%b %Y} {_clock(local)}"


def _clock(local: datetime) -> str:
    return f"{local.hour % 12 or 12}:{local:%M}{local:%p}".lower()


def number(value: int) -> str:
    """Give a count with commas: 1,234."""
    return f"{value:,}"
