"""Reading framework files strictly: every fault of a file in one error."""

import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import ValidationError

from assay.problems import InputProblems, Problem
from assay.standards.framework import Framework

SHIPPED = files("assay.standards").joinpath("frameworks")


@cache
def framework_ids() -> tuple[str, ...]:
    """Ids of the frameworks that ship with Assay, in alphabetical order."""
    return tuple(
        sorted(entry.name.removesuffix(".toml") for entry in SHIPPED.iterdir() if _is_toml(entry))
    )


@cache
def load_framework(framework_id: str) -> Framework:
    """Load a framework that ships with Assay.

    Args:
        framework_id: One of `framework_ids()`.

    Returns:
        The framework, checked.

    Raises:
        InputProblems: No framework has this id.
    """
    if framework_id not in framework_ids():
        raise InputProblems.one(
            "--framework",
            "there is no framework with this id",
            f"Use one of {', '.join(framework_ids())}",
            found=framework_id,
        )
    return read_framework(SHIPPED.joinpath(f"{framework_id}.toml"))


def read_framework(path: Path | Traversable) -> Framework:
    """Read one framework file.

    Args:
        path: A TOML file in the shape of `Framework`.

    Returns:
        The framework, checked.

    Raises:
        InputProblems: Everything that is wrong with the file, each with its place in it.
    """
    name = path.name
    text = path.read_text(encoding="utf-8")
    try:
        framework = Framework.model_validate(_tuples(tomllib.loads(text)))
    except tomllib.TOMLDecodeError as error:
        raise InputProblems.one(
            name, f"not valid TOML: {error}", "Mend the line named; a key may appear only once"
        ) from error
    except ValidationError as error:
        raise InputProblems(_problems(name, error)) from error
    if framework.id != name.removesuffix(".toml"):
        raise InputProblems.one(
            name, f"the id {framework.id!r} is not the file's name", "Make them the same"
        )
    return framework


def _is_toml(entry: Traversable) -> bool:
    return entry.name.endswith(".toml")


def _tuples(value: object) -> object:
    """TOML's lists as the tuples the frozen model wants."""
    if isinstance(value, list):
        return tuple(_tuples(item) for item in value)
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    return value


def _problems(name: str, error: ValidationError) -> list[Problem]:
    problems = []
    for fault in error.errors(include_url=False):
        place = ".".join(str(part) for part in fault["loc"]) or "the whole file"
        for line in fault["msg"].removeprefix("Value error, ").splitlines():
            problems.append(
                Problem(
                    file=name,
                    wrong=f"{place}: {line}",
                    remedy="Correct it; docs/reference/frameworks.md shows the shape",
                )
            )
    return problems
