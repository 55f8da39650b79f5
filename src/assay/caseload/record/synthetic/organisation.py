"""Units, staff, absence, supervision and workload: what does not belong to one case."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from assay.caseload.record.shape import Record
from assay.caseload.record.synthetic.columns import NONE
from assay.caseload.record.synthetic.rates import faults, rate
from assay.caseload.record.synthetic.rows import SLOTS, Rows

TEAMS_PER_UNIT = 5
UNITS_PER_SERVICE = 10
LEVELS = 10_000_000
"""References of units: each level has its own range."""
ONE_IN = 5
"""Every fifth officer is a probation services officer."""
MEETINGS = 4
WEEKS = 8
FULL_TIME, FEW_HOURS = 37.0, 11.1
DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Organisation:
    """Who there is.

    Attributes:
        officers: How many hold cases; their numbers count from 0.
        per_team: Officers in a team.
        junior: By officer, whether a probation services officer.
        away: By officer, whether absent on the day of the extract.
        joined: By officer, the first day in post.
        rows: The rows of the tables.
    """

    officers: int
    per_team: int
    junior: Any
    away: Any
    joined: Any
    rows: Rows

    def team(self, officer: Any) -> Any:
        """The number of an officer's team."""
        return officer // self.per_team

    def manager(self, officer: Any) -> Any:
        """The staff number of an officer's manager."""
        return self.officers + self.team(officer)

    def supervisor(self, officer: Any) -> Any:
        """The staff number of the unpaid work supervisor beside an officer."""
        teams = -(-self.officers // self.per_team)
        return self.officers + teams + self.team(officer)


def organise(shape: Record, people: int, seed: int) -> Organisation:
    """Make the organisation that holds a caseload of this size."""
    rows = Rows(shape, (seed, 1))
    officers = max(1, -(-people // int(rate("cases_per_officer"))))
    numbers = np.arange(officers)
    away = rows.chance(rate("officer_absent"), officers)
    # The last officer may hold too few cases to be over any limit.
    free = (numbers < officers - 1) & ~away
    faulty = {}
    for criterion in ("M02", "M03", "M04", "M05"):
        faulty[criterion] = free & rows.chance(faults()[criterion].share, officers)
        free &= ~faulty[criterion]
        rows.note(criterion, staff_id=numbers[faulty[criterion]] * SLOTS)
    joined = rows.today - rows.rng.integers(800, 6000, officers) * DAY
    per_team = int(rate("officers_per_team"))
    made = Organisation(officers, per_team, numbers % ONE_IN == 0, away, joined, rows)
    _units(made)
    _staff(made, faulty["M05"])
    _absences(made)
    _supervisions(made, faulty["M02"], faulty["M03"])
    _workloads(made, faulty["M04"])
    return made


def _units(made: Organisation) -> None:
    teams = made.team(made.officers - 1) + 1
    units = -(-teams // TEAMS_PER_UNIT)
    services = -(-units // UNITS_PER_SERVICE)
    levels = (
        ("team", teams, TEAMS_PER_UNIT),
        ("unit", units, UNITS_PER_SERVICE),
        ("service", services, 0),
    )
    for level, (word, count, below) in enumerate(levels):
        numbers = np.arange(count)
        parents = (level + 1) * LEVELS + numbers // below if below else np.full(count, NONE)
        names = np.array([f"Made-up {word} {number + 1}" for number in numbers], dtype=object)
        made.rows.add("units", level * LEVELS + numbers, level=word, parent_id=parents, name=names)


def _staff(made: Organisation, part_time: Any) -> None:
    rows, numbers = made.rows, np.arange(made.officers)
    words = rows.shape.vocabularies["grade"].words
    senior, junior = words.index("probation officer"), words.index("probation services officer")
    joined = made.joined
    rows.add(
        "staff",
        numbers * SLOTS,
        unit_id=made.team(numbers),
        manager_id=made.manager(numbers) * SLOTS,
        grade=np.where(made.junior, junior, senior),
        qualified_on=np.where(made.junior, np.datetime64("NaT"), joined),
        in_post_from_on=joined,
        contracted_hours=np.where(part_time, FEW_HOURS, FULL_TIME),
        full_time_hours=FULL_TIME,
    )
    first = np.arange(0, made.officers, made.per_team)
    for grade, who in (
        ("senior probation officer", made.manager),
        ("unpaid work supervisor", made.supervisor),
    ):
        rows.add(
            "staff",
            who(first) * SLOTS,
            unit_id=made.team(first),
            grade=grade,
            in_post_from_on=rows.today - 3000 * DAY,
            contracted_hours=FULL_TIME,
            full_time_hours=FULL_TIME,
        )


def _absences(made: Organisation) -> None:
    """Fewer days lost than the year before, but for the faulty units."""
    rows, numbers = made.rows, np.arange(made.officers)
    unit = made.team(numbers) // TEAMS_PER_UNIT
    counted = np.bincount(unit)
    big = counted >= made.per_team * 2
    worse = big & rows.chance(faults()["M06"].share, len(big))
    rows.note("M06", unit_id=LEVELS + np.flatnonzero(worse))
    for slot, (back, lost) in enumerate(((600, 10), (200, np.where(worse[unit], 12, 7)))):
        start = rows.today - (back + rows.rng.integers(0, 60, made.officers)) * DAY
        rows.add(
            "absences",
            numbers * SLOTS + slot,
            staff_id=numbers * SLOTS,
            reason="sickness",
            from_on=start,
            until_on=start + 20 * DAY,
            working_days=lost,
        )
    gone = np.flatnonzero(made.away)
    rows.add(
        "absences",
        gone * SLOTS + 2,
        staff_id=gone * SLOTS,
        reason="annual leave",
        from_on=rows.today - 6 * DAY,
        until_on=rows.today + 8 * DAY,
        working_days=5.0,
    )


def _supervisions(made: Organisation, unseen: Any, idle: Any) -> None:
    rows, numbers = made.rows, np.arange(made.officers)
    for meeting in range(MEETINGS):
        days_ago = 10 + 35 * meeting + np.where(unseen, 100, 0)
        rows.add(
            "supervisions",
            numbers * SLOTS + meeting,
            staff_id=numbers * SLOTS,
            manager_id=made.manager(numbers) * SLOTS,
            held_at=rows.at(rows.today - days_ago * DAY),
            case_from_gaps=np.where(idle, 0, 1),
            practice_observed=np.where(idle, 0, rows.chance(0.3, made.officers)),
            skill_goal=np.where(idle, 0, rows.chance(0.5, made.officers)),
        )


def _workloads(made: Organisation, over: Any) -> None:
    rows, numbers = made.rows, np.arange(made.officers)
    relieved = ~over & rows.chance(rate("relief_plan"), made.officers)
    helped = numbers[relieved] * SLOTS
    rows.add(
        "relief_plans",
        helped,
        staff_id=helped,
        from_on=rows.today - 60 * DAY,
        until_on=rows.today + 60 * DAY,
    )
    monday = np.busday_offset(rows.today, 0, "backward", weekmask="Mon")
    for week in range(WEEKS):
        usual = rows.rng.integers(85, 106, made.officers)
        rows.add(
            "workloads",
            numbers * SLOTS + week,
            staff_id=numbers * SLOTS,
            week_from_on=monday - 7 * (week + 1) * DAY,
            points_used=np.where(over | relieved, 125.0, usual),
            points_available=100.0,
        )
