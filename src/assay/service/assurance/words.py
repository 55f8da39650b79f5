"""The app's limits and choices, read from `words.toml` and checked on load."""

from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from assay.service.project.packaged import packaged


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ListLimits(_Strict):
    """How much of a list is shown first, and when it counts as old."""

    first: int = Field(gt=0)
    first_reason: str
    stale_days: int = Field(gt=0)
    stale_reason: str


class TeamLimits(_Strict):
    """How many cases one page of a team's list holds."""

    cases: int = Field(gt=0)
    cases_reason: str


class ShareLimits(_Strict):
    """Of how few no share is given."""

    few: int = Field(gt=0)
    few_reason: str


class TrendLimits(_Strict):
    """How many weeks a trend or a time line goes back."""

    weeks: int = Field(gt=1)
    weeks_reason: str


class Integrity(_Strict):
    """Which criteria ask whether the record can be believed, and how many rows a page holds."""

    themes: tuple[str, ...] = Field(min_length=1)
    themes_reason: str
    rows: int = Field(gt=0)
    rows_reason: str


class KeepLimits(_Strict):
    """How many runs of a provider are kept."""

    runs: int = Field(gt=1)
    runs_reason: str


class Words(_Strict):
    """Limits by group, and the reasons a person may choose from."""

    list: ListLimits
    team: TeamLimits
    shares: ShareLimits
    trend: TrendLimits
    timeline: TrendLimits
    integrity: Integrity
    keep: KeepLimits
    snooze: dict[str, str]
    restriction: dict[str, str]


@cache
def words() -> Words:
    """Read and check them once."""
    return packaged("assay.service.assurance", "words.toml", Words)
