"""Reading dates as people and spreadsheets write them: day before month, or ISO."""

import datetime as dt
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["birth", "event"]
ACCEPTED = "Write it as 2020-03-31 or 31/03/2020"

_TIME = r"(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_SHAPES = tuple(
    re.compile(shape + _TIME, re.ASCII)
    for shape in (
        r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})",
        r"(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})",
        r"(?P<day>\d{1,2})[ -](?P<month>[A-Za-z]{3,9})[ -](?P<year>\d{4}|\d{2})",
    )
)


@dataclass(frozen=True, slots=True)
class NotADate:
    """Why a text is not a date, and what to do; it never quotes the text.

    Attributes:
        wrong: What is wrong, as a short clause.
        remedy: What to do, as an instruction.
    """

    wrong: str
    remedy: str


class DateRules(BaseModel):
    """What files/dates.toml holds, checked."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    class Years(BaseModel):
        """The years taken for real."""

        model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
        earliest: int = Field(ge=1)
        latest: int = Field(le=9999)
        reason: str

    class TwoDigitYears(BaseModel):
        """The first two-digit year that belongs to the 1900s, for each kind of date."""

        model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
        birth: int = Field(ge=0, le=100)
        event: int = Field(ge=0, le=100)
        reason: str

    years: Years
    two_digit_years: TwoDigitYears
    months: dict[str, int]


@cache
def date_rules() -> DateRules:
    """The rules of files/dates.toml."""
    text = files("assay.files").joinpath("dates.toml").read_text(encoding="utf-8")
    return DateRules.model_validate(tomllib.loads(text))


def read_dates(texts: Iterable[str], kind: Kind) -> dict[str, dt.date | NotADate]:
    """Read every different text of a column once.

    Args:
        texts: Cells; blank ones must be left out.
        kind: "birth" for a date of birth, else "event": it settles two-digit years.

    Returns:
        Each text with its date, or with what is wrong with it.
    """
    return {text: read_date(text, kind) for text in set(texts)}


def read_date(text: str, kind: Kind) -> dt.date | NotADate:
    """Read one date.

    Args:
        text: ISO (with or without a time), or day, month, year: 31/03/2020, 31-3-20,
            31.03.2020, 31 Mar 2020.
        kind: As for `read_dates`.

    Returns:
        The date, or what is wrong with it.
    """
    for shape in _SHAPES:
        match = shape.fullmatch(text)
        if match:
            return _date(match["year"], match["month"], match["day"], kind)
    if text.isdecimal():
        return NotADate("this is a number, not a date", "Format the column as dates and save again")
    return NotADate("this is not a date that can be read", ACCEPTED)


def _date(year: str, month: str, day: str, kind: Kind) -> dt.date | NotADate:
    rules = date_rules()
    month_number = rules.months.get(month.casefold()) if month.isalpha() else int(month)
    full_year = int(year)
    if len(year) == len("yy"):
        full_year += 1900 if full_year >= getattr(rules.two_digit_years, kind) else 2000
    if not rules.years.earliest <= full_year <= rules.years.latest:
        return NotADate(
            f"the year is outside {rules.years.earliest} to {rules.years.latest}",
            "Correct the year",
        )
    try:
        return dt.date(full_year, month_number or 0, int(day))
    except ValueError:
        return NotADate("there is no such date", f"Correct it; the day comes first. {ACCEPTED}")
