"""Reading framework files strictly: every fault of a file in one error."""

import difflib
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from assay.problems import InputProblems
from assay.standards.framework import Framework, Rules
from assay.standards.framework_checks import framework_faults
from assay.standards.strict_toml import read_strict
from assay.standards.walk import Fault

SHIPPED = files("assay.standards").joinpath("frameworks")
REMEDY = "Correct it there; docs/reference/files.md explains the keys"


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

    def sense(framework: Framework) -> list[Fault]:
        faults = framework_faults(framework)
        if path.name != f"{framework.id}.toml":
            faults.append((("id",), f"{framework.id!r} is not the file's name"))
        return faults

    return read_strict(path, Framework, sense, REMEDY)
