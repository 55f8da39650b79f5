"""How earlier forecasts did, once the inspection came: the method's own past error."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from assay.assurance.forecast.inputs import forecast_inputs
from assay.files.columns import Matched, match_columns
from assay.files.dates import NotADate, read_date
from assay.files.tables import Table
from assay.problems import ProblemList
from assay.rating.intervals import interval
from assay.rating.results import Interval
from assay.standards.framework import PERCENT_TOP

COLUMNS = ("made_on", "key_question", "share", "low", "high", "outcome")
"""One row for each key question forecast: per cents; `outcome` is blank until it is known."""
PERCENTS = COLUMNS[2:]


@dataclass(frozen=True, slots=True)
class PastError:
    """How earlier forecasts did.

    Attributes:
        known: Forecasts of a key question of which the outcome is known.
        waiting: Those of which it is not.
        mean_error: Percentage points: forecast less outcome; above 0, forecasts were too kind.
        mean_distance: Percentage points between forecast and outcome, whichever way.
        inside: Outcomes inside the forecast's interval.
        inside_interval: Of that percentage, which should be 95.
    """

    known: int
    waiting: int
    mean_error: float | None
    mean_distance: float | None
    inside: int
    inside_interval: Interval | None


def read_history(table: Table) -> PastError:
    """Check earlier forecasts and say how they did.

    Args:
        table: Rows of `forecast.csv` files that Assay wrote, with `outcome` filled in.

    Returns:
        Their errors.

    Raises:
        InputProblems: A column is missing; a day or a per cent is not one; an interval is
            the wrong way round.
    """
    problems = ProblemList(table.file)
    match = match_columns(table, forecast_inputs().history.columns, COLUMNS, problems)
    problems.raise_if_any()
    _check_days(table, match, problems)
    rows = [_percents(table, match, place, problems) for place in range(len(table.rows))]
    problems.raise_if_any()
    return _past_error([row for row in rows if row is not None])


def _check_days(table: Table, match: Matched, problems: ProblemList) -> None:
    header = match.headers["made_on"]
    for row, cell in zip(table.rows, table.columns[header], strict=True):
        day = read_date(cell, "event")
        if isinstance(day, NotADate):
            problems.add(day.wrong, day.remedy, row=row, column=header)


def _percents(
    table: Table, match: Matched, place: int, problems: ProblemList
) -> tuple[float, float, float, float | None] | None:
    """Share, low, high and outcome of one row; None where something is wrong with it."""
    read: dict[str, float | None] = {}
    for name in PERCENTS:
        header = match.headers[name]
        cell = table.columns[header][place]
        read[name] = _percent(cell)
        if read[name] is None and (cell or name != "outcome"):
            problems.add(
                "this is not a per cent",
                "Write a number from 0 to 100; leave an outcome blank until it is known",
                row=table.rows[place],
                column=header,
            )
    share, low, high = read["share"], read["low"], read["high"]
    if share is None or low is None or high is None:
        return None
    if not low <= share <= high:
        wrong = "the share is not between low and high"
        problems.add(wrong, "Copy the row again", row=table.rows[place])
    return share, low, high, read["outcome"]


def _percent(cell: str) -> float | None:
    plain = cell.strip().removesuffix("%").strip()
    if not plain.isascii() or not plain.replace(".", "", 1).isdigit():
        return None
    value = float(plain)
    return value if value <= PERCENT_TOP else None


def _past_error(rows: Sequence[tuple[float, float, float, float | None]]) -> PastError:
    known = [(share, low, high, came) for share, low, high, came in rows if came is not None]
    size = len(known)
    inside = sum(low <= came <= high for _, low, high, came in known)
    errors = [share - came for share, _, _, came in known]
    return PastError(
        known=size,
        waiting=len(rows) - size,
        mean_error=round(sum(errors) / size, 1) if size else None,
        mean_distance=round(sum(map(abs, errors)) / size, 1) if size else None,
        inside=inside,
        inside_interval=interval(Fraction(inside, size), size, None) if size else None,
    )
