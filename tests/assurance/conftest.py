"""Criteria over drawn or random tables on an engine, and their referees beside them."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from assay.assurance.engines.duckdb import on_duckdb
from assay.assurance.engines.plan import Planner
from assay.assurance.referee.base import Verdict
from assay.caseload.record.arrow import as_tables
from assay.caseload.record.shape import record
from assay.caseload.record.synthetic.write import synthesise
from assay.standards.load_profile import load_profile

Rows = Mapping[str, list[dict[str, Any]]]
Judge = Callable[..., dict[str, Verdict]]
NOT_THERE = {
    "absences.until_on": "they are still away",
    "addresses.until_on": "it lasts",
    "allocations.until_at": "the officer still holds the case",
    "assessments.signed_at": "it is still open",
    "attendances.credited_at": "the hours are not credited",
    "attendances.outcome": "the session is today, and not over",
    "enquiries.sent_at": "nobody asked, and the reason stands",
    "oversights.looked_at": "nobody has looked yet",
    "plans.signed_at": "it is still open",
    "recalls.agreed_at": "no manager has agreed",
    "recalls.sent_at": "it was not sent",
    "requirements.programme_from_on": "the programme is not booked, and could start today",
    "resettlement_actions.need": "it meets no need",
    "reviews.signed_at": "it is still open",
    "signoffs.ends_on": "it has no last day",
    "signoffs.signed_at": "it is not signed",
    "staff.in_post_until_on": "they are still in post",
    "supervisions.held_at": "it was not held",
    "unpaid_work.allocated_at": "the requirement is not with the team yet",
}
"""Columns of which a blank says, by the record's own words, that there is nothing to judge."""


@pytest.fixture(scope="session")
def on_engine() -> Judge:
    """What a criterion gives on DuckDB, by id of case, officer or unit.

    With `since` that day is judged too, though only the last is given.
    """

    @cache  # writing the statements takes longer than running them
    def planner(_criterion: str, days: tuple[dt.date, ...], profile: str) -> Planner:
        return Planner(record(), load_profile(profile), days, "duckdb")

    def judge(
        criterion: str, rows: Rows, as_of: dt.date, profile: str, since: dt.date | None = None
    ) -> dict[str, Verdict]:
        tables = as_tables(rows, record())
        days = (as_of,) if since is None else (since, as_of)
        with on_duckdb(tables, planner(criterion, days, profile)) as held:
            found = held.results(criterion).read_all().to_pylist()
        return {
            row["case_id"] or row["staff_id"] or row["unit_id"]: Verdict(
                row["state"], row["due_on"], row["reason"], row["severity"]
            )
            for row in found
        }

    return judge


@pytest.fixture(scope="session")
def by_referee() -> Judge:
    """What the referee says, by id of case, officer or unit."""

    def judge(criterion: str, rows: Rows, as_of: dt.date, profile: str) -> dict[str, Verdict]:
        module = import_module(f"assay.assurance.referee.{criterion.lower()}")
        found: dict[str, Verdict] = module.verdicts(rows, as_of, load_profile(profile))
        return found

    return judge


@pytest.fixture(scope="session")
def not_there() -> dict[str, str]:
    """Columns of which a blank says, by the record's own words, that there is nothing to judge."""
    return NOT_THERE


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int, int], Path]:
    """Write an extract of so many made-up people, from a seed."""

    def write(people: int, seed: int) -> Path:
        folder = tmp_path_factory.mktemp("made-up") / "extract"
        synthesise(record(), people, seed, folder, lambda _: None)
        return folder

    return write
