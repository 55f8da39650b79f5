"""How a criterion stood week by week, from the newest run with which that was worked out."""

import datetime as dt
import json
from dataclasses import dataclass

from assay.assurance.catalogue import Criterion
from assay.service.assurance.models import Caseload
from assay.service.assurance.places import folder_of
from assay.service.assurance.selectors import Row, Seen, kept_runs
from assay.service.assurance.shares import Share

TREND_FILE, TREND_OF = "trend.parquet", "trend.json"
STATE_OF = {
    "met": "met",
    "not_met": "not met",
    "cannot_tell": "cannot tell",
    "due": "due",
    "excused": "excused",
}
"""The columns of a trend and the states they count."""


@dataclass(frozen=True, slots=True)
class Week:
    """How a criterion stood on one day."""

    day: dt.date
    share: Share


@dataclass(frozen=True, slots=True)
class Trend:
    """The weeks of a criterion, the earliest first.

    Attributes:
        weeks: None left out.
        as_of: The day of the run they were worked out from.
    """

    weeks: tuple[Week, ...]
    as_of: dt.date


def has_trend(caseload: Caseload) -> bool:
    """Say whether the trend of a run was worked out."""
    return (folder_of(caseload.folder) / TREND_OF).is_file()


def trend_of(seen: Seen, criterion: Criterion, unit: str | None) -> Trend | None:
    """Give the weeks of a criterion in a unit and under it; of all units for None.

    Returns:
        None where no run has a trend that leaves out every case kept from the visitor.
    """
    for caseload in kept_runs(seen.provider):
        folder = folder_of(caseload.folder)
        if has_trend(caseload):
            left_out = set(json.loads((folder / TREND_OF).read_text(encoding="utf-8"))["left_out"])
            if not seen.hidden <= left_out:
                return None
            wanted = None if unit is None else _under(seen, unit)
            rows = [
                row
                for row in Seen(seen.user, caseload).weeks(criterion.id)
                if wanted is None or row["unit"] in wanted
            ]
            return Trend(_weeks(criterion, rows), caseload.as_of)
    return None


def _weeks(criterion: Criterion, rows: list[Row]) -> tuple[Week, ...]:
    found: dict[dt.date, Week] = {}
    for row in sorted(rows, key=lambda row: row["day"]):
        week = found.setdefault(row["day"], Week(row["day"], Share(criterion)))
        for column, state in STATE_OF.items():
            week.share.counts[state] += row[column]
    return tuple(found.values())


def _under(seen: Seen, unit: str) -> set[str]:
    from assay.assurance.places import under  # noqa: PLC0415 - needs the extra

    return under(seen.units.values(), unit)
