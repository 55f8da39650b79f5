"""How each criterion stood on each of many days, from checks worked out once for all of them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from assay.assurance.criteria import written
from assay.assurance.engines.duckdb import on_duckdb
from assay.assurance.engines.engine import Engine
from assay.assurance.engines.states import STATES
from assay.assurance.engines.trend import TrendPlanner, trend_tables
from assay.assurance.places import groups, unit_rows
from assay.assurance.sources import Sources
from assay.assurance.standing import Standing, by_name
from assay.caseload.record.shape import record
from assay.standards.profile import Profile

ONE_DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(weeks=1)
MONTHS = 12
EVERY = ("week", "month")
MEMORY = "3GB"
"""What DuckDB may hold: more than for one day, so that little is put aside in files."""
AT_ONCE = {"D01": 26}
"""How many days are judged together by a criterion that joins contacts with days: for memory."""


@dataclass(frozen=True, slots=True)
class Point(Standing):
    """How a criterion stood on a day.

    `unit` is blank for the whole extract, and where the trend is by unit for those that belong
    to none.
    """

    day: dt.date
    criterion: str
    unit: str | None


def judged_days(first: dt.date, last: dt.date, every: str) -> list[dt.date]:
    """The days of a trend: the last one, and every week or month before it.

    Args:
        first: No day is before it.
        last: The last day.
        every: One of `EVERY`. A month is counted back from the last day; one without such a
            day ends sooner.
    """
    days: list[dt.date] = []
    while (day := _back(last, len(days), every)) >= first:
        days.append(day)
    return days[::-1]


def _back(last: dt.date, steps: int, every: str) -> dt.date:
    if every == "week":
        return last - steps * WEEK
    year, month = divmod(last.year * MONTHS + last.month - steps, MONTHS)
    end = dt.date(year, month + 1, 1) - ONE_DAY
    return end.replace(day=min(last.day, end.day))


def trend(
    sources: Sources,
    profile: Profile,
    days: Sequence[dt.date],
    *,
    by: str | None = None,
    criteria: Iterable[str] | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Iterator[Point]:
    """Give how criteria stood on each day, as a whole run judged as of that day would say.

    What happened counts from the day it happened, even if it was recorded later. A case is
    counted under the unit it belongs to on the last day.

    Args:
        sources: The tables of an extract, checked.
        profile: Whose values to judge by.
        days: The days, in order.
        by: None for one point a day, or one of `places.LEVELS`.
        criteria: Ids; all, if left out.
        progress: Told the id of each criterion when it is done.

    Yields:
        Points by criterion, unit and day; of units, those with somebody to judge.
    """
    grouped = groups(unit_rows(sources["units"]), by) if by else {}
    for cuts, alike in _alike(profile, days, criteria or written()).items():
        found: dict[str, list[Point]] = defaultdict(list)
        for stretch in _stretches(days, cuts):
            tables = {**sources, **trend_tables(stretch, grouped)}
            planner = TrendPlanner(record(), profile, stretch)
            with planner.ahead(alike), on_duckdb(tables, planner, MEMORY) as engine:
                for criterion in alike:
                    points = _points(engine, criterion, stretch)
                    found[criterion] += [each for each in points if not by or each.population]
                    if stretch[-1] == days[-1]:
                        progress(criterion)
                        yield from sorted(found.pop(criterion), key=_place)


def _place(point: Point) -> tuple[str, dt.date]:
    return point.unit or "", point.day


def _alike(
    profile: Profile, days: Sequence[dt.date], criteria: Iterable[str]
) -> dict[tuple[dt.date, ...], list[str]]:
    """Criteria by the days on which to begin again, such as where a value that they use changes."""
    alike: dict[tuple[dt.date, ...], list[str]] = defaultdict(list)
    for criterion in criteria:
        cuts = _changes(profile, days, criterion) | set(days[:: AT_ONCE.get(criterion, len(days))])
        alike[tuple(sorted(cuts - {days[0]}))].append(criterion)
    return alike


def _changes(profile: Profile, days: Sequence[dt.date], criterion: str) -> set[dt.date]:
    starts = {
        day
        for key in profile.practice.keys.values()
        if criterion in key.criteria
        for span in profile.spans[key.key]
        for day in (span.starts, span.ends and span.ends + ONE_DAY)
        if day
    }
    return {day for day in starts if days[0] < day <= days[-1]}


def _stretches(days: Sequence[dt.date], cuts: Sequence[dt.date]) -> list[list[dt.date]]:
    """The days, cut where values change: a criterion may use those of the last day it is given."""
    starts = [dt.date.min, *cuts]
    ends = [*cuts, dt.date.max]
    pieces = (
        [day for day in days if start <= day < end] for start, end in zip(starts, ends, strict=True)
    )
    return [piece for piece in pieces if piece]


def _points(engine: Engine, criterion: str, days: Sequence[dt.date]) -> list[Point]:
    changes: dict[str | None, list[list[int]]] = defaultdict(
        lambda: [[0] * (len(days) + 1) for _ in STATES]
    )
    changes[None]  # there even if nobody is judged
    for batch in engine.results(criterion):
        for row in batch.to_pylist():
            changes[row["unit_group"]][row["worst"]][row["place"]] += int(row["change"])
    return [
        point
        for unit, of_unit in changes.items()
        for point in _of_unit(criterion, unit, days, of_unit)
    ]


def _of_unit(
    criterion: str, unit: str | None, days: Sequence[dt.date], changes: Sequence[Sequence[int]]
) -> Iterator[Point]:
    """Points from how many were at worst in each state: less those who were in a worse one."""
    held = [list(accumulate(each)) for each in changes]
    for place, day in enumerate(days):
        up_to = [0, *(each[place] for each in held)]
        counts = {
            state: most - less for state, most, less in zip(STATES, up_to[1:], up_to, strict=False)
        }
        yield Point(day, criterion, unit, **by_name(counts))
