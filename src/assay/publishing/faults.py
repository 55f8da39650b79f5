"""What is wrong with an inspection.toml, from the validator's words into a reader's."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from assay.problems import Problem
from assay.standards.framework import RATINGS

LONGEST_ECHO = 60
SHAPE = "docs/how-to/publish-a-report.md shows the shape"
NO_NUMBER = ("this is not a number", 'Write the bare number, as 70, and put "per cent" in unit')
NO_DATE = ("this is not a date", "Write the day without quotation marks, as 2020-03-05")
EMPTY = ("this is empty", "Fill it in")
WORDS = {
    "not_a_rating": ("this is not a rating", f"Use one of {', '.join(RATINGS)}"),
    "int_type": NO_NUMBER,
    "float_type": NO_NUMBER,
    "finite_number": NO_NUMBER,
    "date_type": NO_DATE,
    "date_from_datetime_inexact": NO_DATE,
    "missing": ("this is missing", f"Add it; {SHAPE}"),
    "extra_forbidden": ("nothing of this name belongs here", f"Remove it or correct it; {SHAPE}"),
    "literal_error": ("this is not one of the words allowed", "Use {expected}"),
    "string_too_long": ("this is longer than {max_length} characters", "Shorten it"),
    "string_too_short": EMPTY,
    "too_short": EMPTY,
}
Fault = Mapping[str, Any]


def problems_of(file: str, error: ValidationError) -> list[Problem]:
    """Give each fault as a problem with its place in the file.

    Args:
        file: The file's name.
        error: What the validator found.

    Returns:
        One problem a fault; a place that takes one of several types is named once.
    """
    found: dict[str, Problem] = {}
    for fault in error.errors(include_url=False):
        place = _place(fault["loc"])
        wrong, remedy = _words(fault)
        problem = Problem(file, wrong, remedy, column=place or None, found=_echo(fault))
        found.setdefault(place, problem)
    return list(found.values())


def _place(location: Sequence[int | str]) -> str:
    """A place such as findings[3].kind, counting from 1 as people do."""
    place = ""
    for part in location:
        if isinstance(part, int):
            place += f"[{part + 1}]"
        elif part.isidentifier() and part not in {"int", "float", "date", "str"}:
            place += f".{part}" if place else part
    return place


def _words(fault: Fault) -> tuple[str, str]:
    kind, more = fault["type"], fault.get("ctx", {})
    if kind in WORDS:
        wrong, remedy = WORDS[kind]
        return wrong.format(**more), remedy.format(**more)
    remedy = f"Use one of: {more['use']}" if "use" in more else f"Correct it; {SHAPE}"
    return fault["msg"], remedy


def _echo(fault: Fault) -> str | None:
    value = fault["input"]
    if isinstance(value, bool | int | float) or (
        isinstance(value, str) and 0 < len(value) <= LONGEST_ECHO
    ):
        return str(value)
    return None
