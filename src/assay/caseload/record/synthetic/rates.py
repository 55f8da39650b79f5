"""Rates and faults of the made-up caseload, from rates.toml and faults.toml."""

import datetime as dt
import tomllib
from functools import cache
from importlib.resources import files

from pydantic import Field, TypeAdapter

from assay.standards.framework import Entry, Words


class Rate(Entry):
    """A figure with its source and the reason for it."""

    value: float | int | Words
    source: Words
    reason: Words


class SeededFault(Entry):
    """What is done to the record so that a criterion is not met, and how often."""

    share: float = Field(gt=0, le=1)
    why: Words


@cache
def rates() -> dict[str, Rate]:
    """Every rate by name."""
    return TypeAdapter(dict[str, Rate]).validate_python(tomllib.loads(_text("rates")))


@cache
def faults() -> dict[str, SeededFault]:
    """Every seeded fault by the criterion it breaks."""
    return TypeAdapter(dict[str, SeededFault]).validate_python(tomllib.loads(_text("faults")))


def rate(name: str) -> float:
    """A rate that is a number."""
    return float(rates()[name].value)


def as_of() -> dt.date:
    """The day of every made-up extract."""
    return dt.date.fromisoformat(str(rates()["as_of"].value))


def _text(name: str) -> str:
    folder = files("assay.caseload.record.synthetic")
    return folder.joinpath(f"{name}.toml").read_text(encoding="utf-8")
