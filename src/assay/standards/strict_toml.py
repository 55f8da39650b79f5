"""Reading a TOML file into a strict model: every fault in one error, each with its place."""

import tomllib
from collections.abc import Callable, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from assay.files.toml import tuples
from assay.problems import InputProblems, Problem
from assay.standards.places import say_place
from assay.standards.walk import Fault

Model = TypeVar("Model", bound=BaseModel)
LONGEST_FOUND = 60


def read_strict(
    path: Path | Traversable,
    model: type[Model],
    sense: Callable[[Model], list[Fault]],
    remedy: str,
) -> Model:
    """Read one file.

    Args:
        path: A TOML file.
        model: Its shape.
        sense: What does not make sense in a file that is right in shape.
        remedy: What to do about a fault.

    Returns:
        The model, checked.

    Raises:
        InputProblems: Everything that is wrong with the file, each with its line and place.
    """
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputProblems.one(
            path.name, f"not valid TOML: {error}", "Mend it; a key may appear only once"
        ) from error
    try:
        read = model.model_validate(tuples(data))
    except ValidationError as error:
        faults = _shape_faults(error.errors(include_url=False))
        raise _problems(path.name, text, data, faults, remedy) from error
    if faults := sense(read):
        raise _problems(path.name, text, data, faults, remedy)
    return read


def _shape_faults(details: list[ErrorDetails]) -> list[Fault]:
    """One fault for each place; a list that only looks empty because of a fault inside has none."""
    places = [detail["loc"] for detail in details]
    faults: dict[tuple[str | int, ...], str] = {}
    for detail in details:
        if detail["type"] == "too_short" and any(_inside(place, detail["loc"]) for place in places):
            continue
        place, words = _fault(detail)
        faults.setdefault(place, words)
    return list(faults.items())


def _inside(place: tuple[str | int, ...], outer: tuple[str | int, ...]) -> bool:
    return len(place) > len(outer) and place[: len(outer)] == outer


def _fault(detail: ErrorDetails) -> Fault:
    place = tuple(part for part in detail["loc"] if part != "[key]")
    found = repr(detail["input"])[:LONGEST_FOUND]
    if "value" in place:
        whole = place[: place.index("value") + 1]
        return whole, f"should be a whole number, a word or a list of words, found {found}"
    if detail["type"] == "missing":
        return place, "is missing"
    if detail["type"] == "extra_forbidden":
        return place, "is not a key that belongs here"
    if detail["type"] in {"too_short", "string_too_short"}:
        return place, "must not be empty"
    if detail["type"] == "model_type":
        return place, f"should be a table, found {found}"
    return place, f"{detail['msg'].replace('Input should', 'should')}, found {found}"


def _problems(
    name: str, text: str, data: Mapping[str, Any], faults: list[Fault], remedy: str
) -> InputProblems:
    return InputProblems(
        Problem(file=name, wrong=f"{say_place(text, data, place)}: {words}", remedy=remedy)
        for place, words in faults
    )
