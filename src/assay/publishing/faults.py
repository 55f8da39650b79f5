"""What is wrong with an inspection.toml, from the validator's words into a reader's."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core.core_schema import ErrorType

from assay.problems import Problem
from assay.standards.framework import RATINGS

LONGEST_ECHO = 60
SHAPE = "docs/how-to/publish-a-report.md shows the shape"
NO_NUMBER = ("this is not a number", 'Write the bare number, as 70, and put "per cent" in unit')
NO_DATE = ("this is not a date", "Write the day without quotation marks, as 2020-03-05")
EMPTY = ("this is empty", "Fill it in")
NO_TEXT = ("this is not text", "Put it in quotation marks")
NO_PART = ("this is not a part with keys of its own", SHAPE)
MISFIT = "this is not what belongs here"
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
    "string_type": NO_TEXT,
    "bool_type": ("this is neither true nor false", "Write true or false, without quotation marks"),
    "tuple_type": ("this is not a list", 'Put it in square brackets, as ["2.1", "2.2"]'),
    "model_type": NO_PART,
    "model_attributes_type": NO_PART,
    "greater_than_equal": ("this is less than {ge}", "Write a whole number from {ge}"),
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
    faults = error.errors(include_url=False)
    found: dict[str, Problem] = {}
    for fault in faults:
        if _only_seems_short(fault, faults):
            continue
        place = _place(fault["loc"])
        wrong, remedy = _words(fault)
        problem = Problem(file, at(place, wrong), remedy, found=_echo(fault))
        found.setdefault(place, problem)
    return list(found.values())


def at(place: str, wrong: str) -> str:
    """What is wrong, after the key it is wrong at: findings[3].kind: this is missing."""
    return f"{place}: {wrong}" if place else wrong


def _only_seems_short(fault: Fault, faults: Sequence[Fault]) -> bool:
    """Whether a list is called too short only because what stands in it has faults."""
    here = fault["loc"]
    return fault["type"] == "too_short" and any(
        len(other["loc"]) > len(here) and other["loc"][: len(here)] == here for other in faults
    )


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
    # The validator's own words speak of types, so only words of our own are passed on.
    ours = kind not in get_args(ErrorType)
    return fault["msg"] if ours else MISFIT, remedy


def _echo(fault: Fault) -> str | None:
    value = fault["input"]
    if isinstance(value, bool | int | float) or (
        isinstance(value, str) and 0 < len(value) <= LONGEST_ECHO
    ):
        return str(value)
    return None
