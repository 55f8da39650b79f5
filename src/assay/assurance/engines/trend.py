"""How many cases stand in each state on each of many days, from checks worked out once.

A check is a step function of the day, and the worst check is the state of the case. How many
cases have a check in one of the worst so many states is the length of a union of times, so that
it changes only where one begins or ends: the engine counts these changes, nobody joins cases
with days.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

import ibis
import pyarrow as pa

from assay.assurance.engines.answering import answering
from assay.assurance.engines.plan import CHECKS, Dialect, Planner
from assay.assurance.engines.states import STATES, UNIT, steps_of
from assay.assurance.engines.words import (
    Table,
    Value,
    case,
    earliest,
    greatest_before,
    latest,
    one,
    union,
)
from assay.caseload.record.shape import Record as Shape
from assay.standards.profile import Profile

ONE_DAY = dt.timedelta(days=1)
PLACES = ibis.table({"day": "date", "place": "int64"}, name="trend_places")
GROUPS = ibis.table({"unit_id": "string", "unit_group": "string"}, name="trend_groups")
STEPS = {
    "whose": "string",
    "unit_group": "string",
    "rank": "int8",
    "begins": "int64",
    "ends": "int64",
}
"""What is held of a criterion: places among the days judged, the first and the one after."""


def trend_tables(judged: Sequence[dt.date], groups: Mapping[str, str]) -> dict[str, pa.Table]:
    """What an engine must hold beside the record for a trend.

    Args:
        judged: The days, in order.
        groups: For each unit the one it is counted under.

    Returns:
        "trend_places": every day of the period with the place of the first day judged from it
        on; "trend_groups": the groups.
    """
    days, places = [judged[0]], [0]
    while days[-1] <= judged[-1]:
        places_on = places[-1] + (days[-1] == judged[places[-1]])
        days.append(days[-1] + ONE_DAY)
        places.append(places_on)
    units = pa.table(
        {
            "unit_id": pa.array(groups.keys(), pa.string()),
            "unit_group": pa.array(groups.values(), pa.string()),
        }
    )
    return {"trend_places": pa.table({"day": days, "place": places}), "trend_groups": units}


class TrendPlanner(Planner):
    """Writes statements that give changes from day to day instead of the results of one day.

    Args:
        shape: The record's shape.
        profile: Whose values to judge by.
        judged: The days to judge, in order.
        dialect: Of which engine.
    """

    def __init__(
        self, shape: Shape, profile: Profile, judged: Sequence[dt.date], dialect: Dialect = "duckdb"
    ) -> None:
        super().__init__(shape, profile, judged, dialect)
        self._query_of_changes = self._query(_changes(ibis.table(STEPS, name=CHECKS)))

    def results(self) -> str:
        """The query for the changes.

        Returns:
            Rows with unit_group, worst (how many of `STATES`, from the worst, less one), place
            (of the day judged) and change: by how many the cases that have a check in one of
            these states grew.
        """
        return self._query_of_changes

    def _in_period(self, check: Table) -> Table:
        """The times of the states of checks, as places among the days judged."""
        steps = steps_of(super()._in_period(check))
        first, past = one(self.judged[0]), one(self.judged[-1] + ONE_DAY)
        steps = steps.mutate(
            from_on=latest(steps.from_on, first), until_on=earliest(steps.until_on, past)
        )
        begin = PLACES.select(_from="day", begins="place")
        end = PLACES.select(_until="day", ends="place")
        placed = steps.join(begin, steps.from_on == begin["_from"])
        placed = placed.join(end, placed.until_on == end["_until"])
        placed = placed.filter(placed.begins < placed.ends)
        # Most checks of a case end together: of these, the first to begin says it all.
        fewer = placed.group_by("whose", "kind", "rank", "ends").agg(begins=placed.begins.min())
        return self._grouped(fewer)

    def _grouped(self, steps: Table) -> Table:
        held = answering(self._record).select(_whose="whose", _kind="kind", _unit="unit")
        rows = steps.left_join(held, [steps.whose == held["_whose"], steps.kind == held["_kind"]])
        unit = case((rows.kind == UNIT, rows.whose), otherwise=rows["_unit"])
        rows = rows.mutate(unit_id=unit)
        rows = rows.left_join(GROUPS, rows.unit_id == GROUPS.unit_id)
        return rows.select("whose", "unit_group", "rank", "begins", "ends")


def _changes(steps: Table) -> Table:
    """The changes of a criterion, from the steps held."""
    order = [steps.begins]
    seen_to = {
        f"seen_to_{worst}": greatest_before(_up_to(steps, worst), "whose", order)
        for worst in range(len(STATES))
    }
    rows = steps.mutate(**seen_to)
    marks = union(*(_marks(rows, worst) for worst in range(len(STATES))))
    return marks.group_by("unit_group", "worst", "place").agg(
        change=marks.change.sum().cast("int64")
    )


def _up_to(steps: Table, worst: int) -> Value:
    return case((steps["rank"] <= worst, steps.ends))


def _marks(rows: Table, worst: int) -> Table:
    """Where the union of the times in one of the worst states grows: one more, then one less."""
    seen_to = rows[f"seen_to_{worst}"].fill_null(0)
    new = rows.filter((rows["rank"] <= worst) & (rows.ends > seen_to))
    new = new.mutate(worst=one(worst), start=latest(new.begins, seen_to))
    begun = new.select("unit_group", "worst", place="start", change=one(1))
    ended = new.select("unit_group", "worst", place="ends", change=one(-1))
    return union(begun, ended)
