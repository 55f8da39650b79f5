"""How dates, counts and lists are written in a report."""

from collections.abc import Sequence
from datetime import date


def day(when: date) -> str:
    """A day in full: 5 March 2020."""
    return f"{when.day} {when:%B %Y}"


def days(first: date, last: date) -> str:
    """Two days as a span: 4 to 22 May 2026, or 27 April to 15 May 2026."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%B} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def number(value: float, places: int | None = None) -> str:
    """A number with thousands set off: 12,600 or 3.5.

    Args:
        value: The number.
        places: Decimals to show; None for those it has.
    """
    if places is not None:
        return f"{value:,.{places}f}"
    return f"{value:,}" if isinstance(value, int) or value % 1 else f"{value:,.0f}"


def count(size: int, one: str, many: str | None = None) -> str:
    """A count with its noun: 1 case, 150 cases."""
    return f"{size:,} {one if size == 1 else many or one + 's'}"


def listed(items: Sequence[str], last: str = "and") -> str:
    """Items as a list in a sentence: a, b and c."""
    *others, end = items
    return f"{', '.join(others)} {last} {end}" if others else end


def sentence(words: str) -> str:
    """Words with a capital at the start and a full stop at the end."""
    ended = words if words.endswith((".", "!", "?")) else f"{words}."
    return ended[0].upper() + ended[1:]


def are(things: Sequence[object]) -> str:
    """The verb for things listed: "is" for one, "are" for several."""
    return "is" if len(things) == 1 else "are"


def day_as_known(text: str) -> str:
    """A day, month or year written as data, in words: 5 March 2020, February 2024 or 2024.

    Args:
        text: YYYY-MM-DD, YYYY-MM or YYYY.
    """
    year, *rest = (int(part) for part in text.split("-"))
    if not rest:
        return str(year)
    first = date(year, rest[0], rest[1] if len(rest) > 1 else 1)
    return day(first) if len(rest) > 1 else f"{first:%B %Y}"


def capital(words: str) -> str:
    """Words with a capital at the start and no full stop at the end."""
    return words[:1].upper() + words[1:].rstrip().removesuffix(".")
