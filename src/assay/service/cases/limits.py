"""The app's limits, read from `limits.toml` and checked on load."""

from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from assay.service.project.packaged import packaged


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BreakGlassLimits(_Strict):
    """How long a restricted case stays open to somebody who broke the glass, and wrong tries."""

    minutes: int = Field(gt=0)
    minutes_reason: str
    wrong_tries: int = Field(gt=0)
    wrong_tries_reason: str


class CheckingLimits(_Strict):
    """How a check of a case list is waited for."""

    refresh_seconds: int = Field(gt=0)
    refresh_reason: str
    beat_seconds: int = Field(gt=0)
    beat_reason: str
    dead_seconds: int = Field(gt=0)
    dead_reason: str
    at_once: int = Field(gt=0)
    at_once_reason: str
    tell_seconds: int = Field(gt=0)
    tell_reason: str


class ProblemLimits(_Strict):
    """How much of a case list's problems one line shows."""

    ranges: int = Field(gt=0)
    ranges_reason: str


class ReadingLimits(_Strict):
    """How much memory and time the reading of an upload may take, and how much it may say."""

    megabytes: int = Field(gt=0)
    megabytes_reason: str
    seconds: int = Field(gt=0)
    seconds_reason: str
    look_seconds: int = Field(gt=0)
    look_reason: str
    small_bytes: int = Field(gt=0)
    small_reason: str
    problems: int = Field(gt=0)
    problems_reason: str


class Limits(_Strict):
    """Every limit, by group."""

    break_glass: BreakGlassLimits
    checking: CheckingLimits
    problems: ProblemLimits
    reading: ReadingLimits


@cache
def limits() -> Limits:
    """Read and check the limits once."""
    return packaged("assay.service.cases", "limits.toml", Limits)
