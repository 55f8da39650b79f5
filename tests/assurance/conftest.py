"""Criteria over drawn or random tables on an engine, and their referees beside them."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

import pytest

from assay.assurance.engines.duckdb import on_duckdb
from assay.assurance.engines.plan import Planner
from assay.assurance.referee.base import Verdict
from assay.caseload.record.arrow import as_tables
from assay.caseload.record.shape import record
from assay.standards.load_profile import load_profile

Rows = Mapping[str, list[dict[str, Any]]]
Judge = Callable[[str, Rows, dt.date, str], dict[str, Verdict]]


@pytest.fixture(scope="session")
def on_engine() -> Judge:
    """What a criterion gives on DuckDB, by id of case, officer or unit."""

    @cache  # writing the statements takes longer than running them
    def planner(_criterion: str, as_of: dt.date, profile: str) -> Planner:
        return Planner(record(), load_profile(profile), [as_of], "duckdb")

    def judge(criterion: str, rows: Rows, as_of: dt.date, profile: str) -> dict[str, Verdict]:
        tables = as_tables(rows, record())
        with on_duckdb(tables, planner(criterion, as_of, profile)) as held:
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
