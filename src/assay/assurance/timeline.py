"""Workload, sickness, supervision, missed contact and enforcement side by side, week by week."""

import datetime as dt
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assay.assurance.engines.timeline import weekly
from assay.assurance.places import under, unit_rows
from assay.assurance.sources import Source, Sources
from assay.assurance.trend import trend
from assay.calendar.working_days import england_and_wales
from assay.problems import InputProblems
from assay.standards.profile import Profile

WEEK = dt.timedelta(weeks=1)
ONE_DAY = dt.timedelta(days=1)
SUPERVISION = "M02"


@dataclass(frozen=True, slots=True)
class Week:
    """One week of an officer or of all staff of a unit.

    Attributes:
        week: Its Monday.
        cases: Cases held at its end.
        points_used: Workload points of the work held; None where none are recorded.
        points_available: Workload points of the hours available.
        days_sick: Working days lost to sickness.
        days_away: Working days away for another reason.
        supervisions_held: Supervision meetings held.
        supervisions_late: Officers without supervision in time at its end (criterion M02).
        contacts_planned: Appointments and home visits planned.
        missed_by_service: Of these, those that the service called off or sent home from.
        missed_by_person: Of these, those missed without an acceptable reason.
        failures: Failures to comply in cases held at the time.
        warnings: Warnings and other enforcement letters sent for such failures.
        breaches: Breaches of such failures referred.
    """

    week: dt.date
    cases: int = 0
    points_used: float | None = None
    points_available: float | None = None
    days_sick: int = 0
    days_away: int = 0
    supervisions_held: int = 0
    supervisions_late: int = 0
    contacts_planned: int = 0
    missed_by_service: int = 0
    missed_by_person: int = 0
    failures: int = 0
    warnings: int = 0
    breaches: int = 0

    def as_row(self) -> dict[str, Any]:
        """Its columns by name."""
        return asdict(self)


def of_officer(
    sources: Sources, profile: Profile, officer: str, first: dt.date, last: dt.date
) -> list[Week]:
    """Give the weeks of one officer, to be shown to them, their manager and quality staff.

    Args:
        sources: The tables of an extract, checked.
        profile: By which supervision is late.
        officer: Their id.
        first: A day of the first week.
        last: The last day; none later than the extract's own.

    Raises:
        InputProblems: There is no such officer, or the days are wrong.
    """
    staff = _staff(sources["staff"])
    found = staff.filter(pc.field("staff_id") == officer)
    return _weeks(sources, profile, found, "--officer", (first, last))


def of_unit(
    sources: Sources, profile: Profile, unit: str, first: dt.date, last: dt.date
) -> list[Week]:
    """Give the weeks of all staff of a unit and of those under it, added up.

    Args:
        sources: The tables of an extract, checked.
        profile: By which supervision is late.
        unit: Its id.
        first: A day of the first week.
        last: The last day; none later than the extract's own.

    Raises:
        InputProblems: There is no such unit or nobody in it, or the days are wrong.
    """
    wanted = under(unit_rows(sources["units"]), unit)
    units = pa.array(sorted(wanted), pa.string())
    staff = _staff(sources["staff"])
    found = staff.filter(pc.is_in(staff["unit_id"].cast(pa.string()), units))
    return _weeks(sources, profile, found, "--unit", (first, last))


def of_staff(
    sources: Sources, profile: Profile, staff_ids: Collection[str], first: dt.date, last: dt.date
) -> list[Week]:
    """Give the weeks of some staff, such as those of one manager, added up.

    Args:
        sources: The tables of an extract, checked.
        profile: By which supervision is late.
        staff_ids: Their ids.
        first: A day of the first week.
        last: The last day; none later than the extract's own.

    Raises:
        InputProblems: Nobody has one of these ids, or the days are wrong.
    """
    staff = _staff(sources["staff"])
    found = staff.filter(pc.field("staff_id").isin(sorted(staff_ids)))
    return _weeks(sources, profile, found, "staff", (first, last))


def _staff(source: Source) -> pa.Table:
    return source if isinstance(source, pa.Table) else pq.read_table(source)


def _weeks(
    sources: Sources,
    profile: Profile,
    staff: pa.Table,
    option: str,
    period: tuple[dt.date, dt.date],
) -> list[Week]:
    first, last = period
    _check(staff, option, first, last)
    monday = first - dt.timedelta(first.weekday())
    mondays = [monday + n * WEEK for n in range((last - monday).days // WEEK.days + 1)]
    found: dict[dt.date, dict[str, Any]] = {each: {} for each in mondays}
    for name, week, number in weekly(sources, staff["staff_id"].to_pylist(), monday, last):
        found[week][name] = number if name.startswith("points") else int(number)
    ends = {min(each + WEEK - ONE_DAY, last): each for each in mondays}
    narrowed = {**sources, "staff": staff}
    for point in trend(narrowed, profile, list(ends), criteria=[SUPERVISION]):
        found[ends[point.day]]["supervisions_late"] = point.not_met
    return [Week(week, **numbers) for week, numbers in found.items()]


def _check(staff: pa.Table, option: str, first: dt.date, last: dt.date) -> None:
    calendar = england_and_wales()
    if staff.num_rows == 0:
        raise InputProblems.one(option, "the extract has no staff under this id", "Check the id")
    if last < first:
        raise InputProblems.one("--to", f"is before {first}", "Give a later day")
    if first < calendar.first + WEEK or last > calendar.last:
        raise InputProblems.one(
            "--from",
            "the bank holidays of these years are not known",
            f"Give days from {calendar.first + WEEK} to {calendar.last}",
        )
