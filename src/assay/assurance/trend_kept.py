"""A trend worked out over an extract and kept: as Parquet, and as CSV for a spreadsheet."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from assay.assurance.criteria import written
from assay.assurance.keeping import whole, write_table
from assay.assurance.kept_run import KeptRun
from assay.assurance.run import profile_of, sources_of
from assay.assurance.trend import Point, judged_days, trend
from assay.problems import InputProblems

COLUMNS = {
    "day": (pa.date32(), "the day judged"),
    "criterion": (pa.string(), "its id"),
    "unit": (pa.string(), "the team, unit or service; blank for all, or for those in none"),
    "met": (pa.int64(), "how many cases, officers or units met it"),
    "not_met": (pa.int64(), "did not meet it"),
    "due": (pa.int64(), "had time left"),
    "cannot_tell": (pa.int64(), "lack a value that it needs"),
    "excused": (pa.int64(), "did not meet it, with an excuse"),
    "share_met": (pa.float64(), "met out of met and not met; blank where nobody is either"),
}
"""The columns of `trend.parquet` and `trend.csv`, with what they mean."""
TREND = pa.schema({name: kind for name, (kind, _) in COLUMNS.items()})


@dataclass(frozen=True, slots=True)
class AskedTrend:
    """What a trend is worked out from.

    Attributes:
        extract: The extract's folder, as an absolute path.
        extract_day: Its own day: nothing in it happened later.
        first: No day of the trend is before it.
        last: The last day.
        every: "week" or "month".
        by: None, "team", "unit" or "service".
        profile: Id of the practice profile, or the path of a file.
        mapping: The mapping file, if one is used.
        criteria: Ids; none means all.
    """

    extract: str
    extract_day: dt.date
    first: dt.date
    last: dt.date
    every: str
    by: str | None
    profile: str
    mapping: str | None
    criteria: tuple[str, ...] = ()

    @property
    def days(self) -> list[dt.date]:
        """The days to judge.

        Raises:
            InputProblems: The last day is before the first, or after the extract's own.
        """
        if self.last < self.first:
            raise InputProblems.one("--to", f"is before {self.first}", "Give a later day")
        if self.last > self.extract_day:
            raise InputProblems.one(
                "--to",
                f"is after {self.extract_day}, the extract's own day",
                "Give an earlier day",
            )
        return judged_days(self.first, self.last, self.every)


def trend_of(asked: AskedTrend, progress: Callable[[str], None]) -> Iterator[Point]:
    """Work a trend out.

    Raises:
        InputProblems: The extract, the profile, the mapping or the days are wrong.
    """
    days = asked.days
    run = KeptRun(asked.extract, asked.extract_day.isoformat(), asked.profile, asked.mapping)
    profile = profile_of(run)
    criteria = asked.criteria or written()
    return trend(sources_of(run), profile, days, by=asked.by, criteria=criteria, progress=progress)


def keep_trend(asked: AskedTrend, out: Path, progress: Callable[[str], None]) -> None:
    """Work a trend out and keep it, whole or not at all.

    Args:
        asked: From what.
        out: A folder, there or to be made.
        progress: Told the id of each criterion when it is done.

    Raises:
        InputProblems: The extract, the profile, the mapping or the days are wrong.
    """
    points = trend_of(asked, progress)
    with whole(out) as folder:
        write_table(map(as_row, points), TREND, folder, "trend")
        said = json.dumps(asdict(asked), indent=2, default=str)
        (folder / "trend.json").write_text(said, encoding="utf-8")


def read_trend(folder: Path) -> list[Point]:
    """Read a kept trend.

    Raises:
        InputProblems: None is kept there, or it can't be read.
    """
    place = folder / "trend.parquet"
    try:
        rows = pq.read_table(place).drop_columns("share_met").to_pylist()
    except (OSError, ValueError, KeyError):
        raise InputProblems.one(
            str(place), "no trend can be read here", "Run `assay assure trend EXTRACT_DIR` first"
        ) from None
    return [Point(**row) for row in rows]


def as_row(point: Point) -> dict[str, object]:
    """A point as it is written, in the order of the columns."""
    return {name: getattr(point, name) for name in TREND.names}
