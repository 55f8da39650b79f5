"""Reading framework files strictly: every fault of a file in one error."""

import difflib
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from assay.files.toml import tuples
from assay.problems import InputProblems, Problem
from assay.standards.framework import Framework, Rules
from assay.standards.framework_checks import framework_faults
from assay.standards.places import say_place
from assay.standards.walk import Fault

SHIPPED = files("assay.standards").joinpath("frameworks")
REMEDY = "Correct it there; docs/reference/files.md explains the keys"
LONGEST_FOUND = 60


@cache
def framework_ids() -> tuple[str, ...]:
    """Ids of the frameworks that ship with Assay, in alphabetical order."""
    names = (entry.name for entry in SHIPPED.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def load_framework(framework_id: str, option: str = "--framework") -> Framework:
    """Load a framework that ships with Assay.

    Args:
        framework_id: One of `framework_ids()`.
        option: What to call the place the id came from, if there is no such framework.

    Returns:
        The framework, checked.

    Raises:
        InputProblems: No framework has this id; says which ids come near.
    """
    known = framework_ids()
    if framework_id not in known:
        near = difflib.get_close_matches(framework_id.casefold(), known)
        meant = f"Did you mean {' or '.join(near)}? " if near else ""
        raise InputProblems.one(
            option,
            "there is no framework with this id",
            f"{meant}Use one of {', '.join(known)}",
            found=framework_id,
        )
    return read_framework(SHIPPED.joinpath(f"{framework_id}.toml"))


def rules_on(framework: Framework, day: date, option: str) -> Rules:
    """Give the values in force on a day that somebody asked for.

    Args:
        framework: The framework.
        day: The day.
        option: What to call the place the day came from, for example "--on".

    Returns:
        The values in force.

    Raises:
        InputProblems: The day is before the first value.
    """
    try:
        return framework.on(day)
    except LookupError as error:
        raise InputProblems.one(
            option, str(error.args[0]), "Give a later day, or use an earlier framework"
        ) from error


def read_framework(path: Path | Traversable) -> Framework:
    """Read one framework file.

    Args:
        path: A TOML file in the shape of `Framework`.

    Returns:
        The framework, checked.

    Raises:
        InputProblems: Everything that is wrong with the file, each with its line and place.
            What does not make sense is only looked for when the shape is right.
    """
    name = path.name
    text = path.read_text(encoding="utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputProblems.one(
            name, f"not valid TOML: {error}", "Mend the line named; a key may appear only once"
        ) from error
    try:
        framework = Framework.model_validate(tuples(data))
    except ValidationError as error:
        faults = _shape_faults(error.errors(include_url=False))
        raise _problems(name, text, data, faults) from error
    faults = framework_faults(framework)
    if framework.id != name.removesuffix(".toml"):
        faults.append((("id",), f"{framework.id!r} is not the file's name"))
    if faults:
        raise _problems(name, text, data, faults)
    return framework


def _shape_faults(details: list[ErrorDetails]) -> list[Fault]:
    """Faults of shape, without the lists that only look empty because of a fault inside."""
    places = [detail["loc"] for detail in details]
    return [
        _fault(detail)
        for detail in details
        if detail["type"] != "too_short"
        or not any(
            len(place) > len(detail["loc"]) and place[: len(detail["loc"])] == detail["loc"]
            for place in places
        )
    ]


def _fault(detail: ErrorDetails) -> Fault:
    place = tuple(part for part in detail["loc"] if part != "[key]")
    if detail["type"] == "missing":
        return place, "is missing"
    if detail["type"] == "extra_forbidden":
        return place, "is not a key that belongs here"
    if detail["type"] == "too_short":
        return place, "must not be empty"
    if detail["type"] == "model_type":
        return place, f"should be a table, found {repr(detail['input'])[:LONGEST_FOUND]}"
    words = detail["msg"].replace("Input should", "should")
    return place, f"{words}, found {repr(detail['input'])[:LONGEST_FOUND]}"


def _problems(name: str, text: str, data: Mapping[str, Any], faults: list[Fault]) -> InputProblems:
    return InputProblems(
        Problem(file=name, wrong=f"{say_place(text, data, place)}: {words}", remedy=REMEDY)
        for place, words in faults
    )
