"""The app's limits, read from `limits.toml` and checked on load."""

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BreakGlassLimits(_Strict):
    """How long a restricted case stays open to somebody who broke the glass."""

    minutes: int = Field(gt=0)
    minutes_reason: str


class CheckingLimits(_Strict):
    """How a check of a case list is waited for."""

    refresh_seconds: int = Field(gt=0)
    refresh_reason: str
    stale_minutes: int = Field(gt=0)
    stale_reason: str


class ProblemLimits(_Strict):
    """How much of a case list's problems one line shows."""

    ranges: int = Field(gt=0)
    ranges_reason: str


class Limits(_Strict):
    """Every limit, by group."""

    break_glass: BreakGlassLimits
    checking: CheckingLimits
    problems: ProblemLimits


@cache
def limits() -> Limits:
    """Read and check the limits once."""
    text = files("assay.service.cases").joinpath("limits.toml").read_text(encoding="utf-8")
    return Limits.model_validate(tomllib.loads(text))
