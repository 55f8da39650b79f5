"""What officers had to carry, and what was missed meanwhile, on one line of weeks."""

import datetime as dt
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assay.problems import InputProblems
from assay.service.assurance.charts import Line, line
from assay.service.assurance.selectors import Seen
from assay.service.assurance.words import words

if TYPE_CHECKING:
    from assay.assurance.timeline import Week

LINES = {
    "Cases held": ("cases",),
    "Workload, of what the hours allow": ("points_used", "points_available"),
    "Days sick": ("days_sick",),
    "Days away otherwise": ("days_away",),
    "Supervisions held": ("supervisions_held",),
    "Without supervision in time": ("supervisions_late",),
    "Contacts planned": ("contacts_planned",),
    "Missed by the service": ("missed_by_service",),
    "Missed by the person": ("missed_by_person",),
    "Failures to comply": ("failures",),
    "Enforcement letters": ("warnings",),
    "Breaches": ("breaches",),
}
"""What is drawn, one below the other, and the columns of a week it comes from."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One of the lines.

    Attributes:
        name: What it is of.
        values: One for each week; None where the record holds nothing.
        line: The picture.
        parts: Whether the values are shares.
    """

    name: str
    values: tuple[float | None, ...]
    line: Line
    parts: bool

    def says(self, value: float | None) -> str:
        """Write a value."""
        if value is None:
            return "–"
        return f"{value:.0%}" if self.parts else f"{value:,.0f}"


@dataclass(frozen=True, slots=True)
class TimeLine:
    """The weeks, each by its Monday, and the lines."""

    weeks: tuple[dt.date, ...]
    lines: tuple[Drawn, ...]


def timeline_of(seen: Seen, staff_ids: Collection[str]) -> TimeLine | None:
    """Work the weeks of officers out from the extract, added up, without hidden cases.

    Returns:
        None if the extract can't be read any more.
    """
    try:
        weeks = _weeks(seen, set(staff_ids) & set(seen.officers))
    except InputProblems:
        return None
    lines = (_drawn(name, columns, weeks) for name, columns in LINES.items())
    return TimeLine(tuple(week.week for week in weeks), tuple(lines))


def _weeks(seen: Seen, staff_ids: Collection[str]) -> "list[Week]":
    from assay.assurance.engines.timeline import TABLES  # noqa: PLC0415 - needs the extra
    from assay.assurance.kept_run import read_run  # noqa: PLC0415
    from assay.assurance.run import profile_of, sources_of  # noqa: PLC0415
    from assay.assurance.timeline import of_staff  # noqa: PLC0415
    from assay.service.assurance.leaving_out import without  # noqa: PLC0415

    run = read_run(seen.folder)
    first = run.day - dt.timedelta(weeks=words().timeline.weeks - 1)
    with tempfile.TemporaryDirectory() as place:
        sources = without(sources_of(run), seen.hidden, Path(place), TABLES)
        return of_staff(sources, profile_of(run), staff_ids, first, run.day)


def _drawn(name: str, columns: tuple[str, ...], weeks: "list[Week]") -> Drawn:
    parts = len(columns) > 1
    values = tuple(_share(week, *columns) if parts else getattr(week, columns[0]) for week in weeks)
    return Drawn(name, values, line(values), parts)


def _share(week: "Week", part: str, of: str) -> float | None:
    whole, held = getattr(week, of), getattr(week, part)
    return held / whole if held is not None and whole else None
