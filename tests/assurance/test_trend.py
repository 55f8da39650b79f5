"""A trend says of every day what a whole run as of that day says, from checks worked out once."""

import datetime as dt
from collections import Counter

import pyarrow as pa
import pytest

from assay.assurance.criteria import written
from assay.assurance.engines.duckdb import on_duckdb
from assay.assurance.engines.plan import Planner
from assay.assurance.places import groups, under, unit_rows
from assay.assurance.sources import Sources
from assay.assurance.standing import by_name, share
from assay.assurance.trend import Point, judged_days, trend
from assay.caseload.record.arrow import as_tables
from assay.caseload.record.shape import record
from assay.caseload.record.synthetic.write import synthesise
from assay.standards.load_profile import load_profile

LAST = dt.date(2026, 11, 1)
CURRENT = load_profile("current")
QUICK = ("A05", "D09", "M02")
"""One with excuses, one of which a value changes, one judged day by day."""


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    folder = tmp_path_factory.mktemp("trend")
    synthesise(record(), 250, 3, folder, lambda _: None)
    return {name: folder / f"{name}.parquet" for name in record().tables}


def whole_run(sources: Sources, day: dt.date, criteria: tuple[str, ...]) -> list[Point]:
    found = []
    with on_duckdb(sources, Planner(record(), CURRENT, [day], "duckdb")) as engine:
        for criterion in criteria:
            states = engine.results(criterion).read_all().column("state").to_pylist()
            found.append(Point(day, criterion, None, **by_name(Counter(states))))
    return found


def held_against_runs(sources: Sources, criteria: tuple[str, ...], places: list[int]) -> None:
    days = judged_days(dt.date(2025, 5, 1), LAST, "week")
    found = list(trend(sources, CURRENT, days, criteria=criteria))
    assert len(found) == len(days) * len(criteria)
    for place in places:
        by_trend = [point for point in found if point.day == days[place]]
        assert sorted(by_trend, key=lambda point: point.criterion) == whole_run(
            sources, days[place], criteria
        )


def test_a_day_of_the_trend_is_a_whole_run_of_that_day(sources: Sources) -> None:
    held_against_runs(sources, QUICK, [10, -1])


@pytest.mark.long
def test_so_it_is_for_every_criterion(sources: Sources) -> None:
    held_against_runs(sources, written(), [3, 40, -2, -1])


def test_a_trend_by_team_adds_up_to_the_whole(sources: Sources) -> None:
    days = judged_days(dt.date(2026, 9, 1), LAST, "month")
    whole = {p.day: p for p in trend(sources, CURRENT, days, criteria=["A05"])}
    teams = list(trend(sources, CURRENT, days, by="team", criteria=["A05"]))
    assert None not in {point.unit for point in teams}
    for day in days:
        of_day = [point for point in teams if point.day == day]
        assert sum(point.met for point in of_day) == whole[day].met > 0
        assert sum(point.population for point in of_day) == whole[day].population


def test_what_was_done_late_does_not_show_before_it_was_done() -> None:
    case = {"case_id": "C1", "started_on": dt.date(2026, 3, 2)}
    given = {
        "allocation_id": "1",
        "case_id": "C1",
        "officer_id": "S1",
        "allocated_at": dt.datetime(2026, 3, 23, 10),  # noqa: DTZ001 - by the clock on the wall
    }
    tier = {
        "tier_id": "1",
        "case_id": "C1",
        "tier": "2",
        "set_at": dt.datetime(2026, 3, 2, 10),  # noqa: DTZ001 - as above
    }
    rows = {"cases": [case], "allocations": [given], "tiers": [tier]}
    tables = as_tables({name: rows.get(name, []) for name in record().tables}, record())
    days = judged_days(dt.date(2026, 3, 2), dt.date(2026, 3, 23), "week")
    found = list(trend(tables, CURRENT, days, criteria=["A01"]))
    assert [(point.due, point.not_met, point.met) for point in found] == [
        (1, 0, 0),
        (0, 1, 0),
        (0, 1, 0),
        (0, 1, 0),
    ]
    reasons = [first_reason(tables, day) for day in days]
    assert reasons == [None, "not done", "not done", "late"]


def first_reason(tables: dict[str, pa.Table], day: dt.date) -> str | None:
    with on_duckdb(tables, Planner(record(), CURRENT, [day], "duckdb")) as engine:
        found: str | None = engine.results("A01").read_all().to_pylist()[0]["reason"]
    return found


def test_the_last_day_is_always_judged_and_months_end_where_they_end() -> None:
    days = judged_days(dt.date(2026, 1, 1), dt.date(2026, 3, 31), "month")
    assert days == [dt.date(2026, 1, 31), dt.date(2026, 2, 28), dt.date(2026, 3, 31)]
    assert judged_days(LAST, LAST, "week") == [LAST]


def test_a_unit_counts_under_the_one_above_it(sources: Sources) -> None:
    rows = unit_rows(sources["units"])
    service = next(row["unit_id"] for row in rows if row["level"] == "service")
    assert set(groups(rows, "service").values()) == {service}
    assert under(rows, service) == {row["unit_id"] for row in rows}
    loop = [
        {"unit_id": "a", "level": "team", "parent_id": "b"},
        {"unit_id": "b", "level": "unit", "parent_id": "a"},
    ]
    assert groups(loop, "unit") == {"a": "b", "b": "b"}


def test_a_share_is_met_out_of_what_is_judged_and_nothing_where_nobody_is() -> None:
    assert share("A01", Counter({"met": 3, "not met": 1, "due": 5, "excused": 1})).share_met == 0.75
    assert share("A01", Counter({"due": 5, "cannot tell": 1})).share_met is None
