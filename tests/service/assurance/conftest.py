"""A small made-up run, kept as a real one is: two teams, four officers, ten cases."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.test import Client
from django.utils import timezone

from assay.assurance.kept_run import RESULTS_FILE, RUN_FILE, KeptRun
from assay.assurance.run import RESULTS
from assay.assurance.shelf import arrange
from assay.service.accounts.models import User
from assay.service.assurance.actions.linking import link
from assay.service.assurance.keys import CASE, OFFICER, key_of
from assay.service.assurance.models import Caseload
from assay.service.assurance.places import folder_of
from assay.service.providers.models import Provider

OFFICERS = {"S1": ("T1", "M1"), "S2": ("T1", "M1"), "S3": ("T2", "M2"), "M1": ("T1", None)}
TODAY = timezone.localdate()


def row(
    criterion: str,
    case_id: str | None,
    officer_id: str | None = "S1",
    state: str = "not met",
    severity: str = "critical",
    due_in: int | None = -3,
    reason: str | None = "not done",
) -> dict[str, Any]:
    """A row of results; "due_in" counts days from today."""
    return {
        "criterion": criterion,
        "case_id": case_id,
        "officer_id": officer_id,
        "unit": OFFICERS.get(officer_id or "", ("T1", None))[0],
        "state": state,
        "due_on": None if due_in is None else TODAY + dt.timedelta(due_in),
        "severity": severity,
        "reason": reason if state == "not met" else None,
        "evidence": f"plans/{case_id} signed_at=2026-03-02 09:30:00; excuses: none",
    }


ROWS = [
    row("P03", "C1"),
    row("P01", "C1", severity="major"),
    row("A12", "C2", state="due", severity="major", due_in=2),
    row("D06", "C3", severity="minor", due_in=-9),
    row("A11", "C3", state="met", due_in=None),
    row("M02", None, severity="major", due_in=-1),
    row("P03", "C4", "S2"),
    row("P03", "C5", "S3"),
    row("A11", "C5", "S3", state="met", due_in=None),
    row("P03", "C6", None),
]


@pytest.fixture
def rows() -> list[dict[str, Any]]:
    """The results of the run that most tests look at."""
    return [*ROWS]


@pytest.fixture
def kept(provider: Provider, tmp_path: Path, settings: Any) -> Callable[..., Caseload]:
    """Keep a run: `kept(rows, days_ago=1)`."""
    settings.DATA = tmp_path

    def keep(rows: list[dict[str, Any]], days_ago: int = 0) -> Caseload:
        name, day = f"run-{Caseload.objects.count()}", TODAY - dt.timedelta(days_ago)
        folder = folder_of(name)
        folder.mkdir()
        pq.write_table(pa.Table.from_pylist(rows, schema=RESULTS), folder / RESULTS_FILE)
        run = KeptRun(str(tmp_path / "extract"), day.isoformat(), "current", None)
        (folder / RUN_FILE).write_bytes(run.as_json())
        cases = arrange(folder, staff(), units(), lambda *of: str(key_of(provider, *of)))
        return Caseload.objects.create(
            provider=provider, as_of=day, profile="current", extract="", folder=name, cases=cases
        )

    return keep


@pytest.fixture
def caseload(kept: Callable[..., Caseload]) -> Caseload:
    """The run that most tests look at."""
    return kept(ROWS)


@pytest.fixture
def people(
    provider: Provider, person: Callable[..., User], signed_in: Callable[..., Client]
) -> Callable[[str], Client]:
    """Sign somebody of the service in: `people("S1")`, `people("quality")`, `people("head")`."""
    roles = {"quality": "service_quality", "head": "head_of_service", "M1": "team_manager"}

    def give(who: str) -> Client:
        user = person(roles.get(who, "probation_officer"), provider=provider)
        if who in OFFICERS:
            link(by=None, provider=provider, user=user, staff_id=who)
        return signed_in(user=user)

    return give


@pytest.fixture
def at(provider: Provider) -> Callable[..., str]:
    """Give an address of the caseload: `at("cases", "C1", "P03/")`."""
    kinds = {"cases": CASE, "officers": OFFICER}

    def address(*parts: str) -> str:
        start, *rest = [*parts]
        if start in kinds and rest and rest[0]:
            rest[0] = str(key_of(provider, kinds[start], rest[0]))
        return f"/caseload/{provider.public_id}/" + "/".join([start, *rest])

    return address


def staff() -> pa.Table:
    """The extract's table of staff."""
    of = [(name, *place, "probation officer") for name, place in OFFICERS.items()]
    names = ("staff_id", "unit_id", "manager_id", "grade")
    return pa.Table.from_pylist([dict(zip(names, one, strict=True)) for one in of])


def units() -> pa.Table:
    """The extract's table of units."""
    names = ("unit_id", "name", "level", "parent_id")
    of = [("T1", "Made-up team 1", "team", "U1"), ("T2", "Made-up team 2", "team", "U1"),
          ("U1", "Made-up unit", "unit", None)]  # fmt: skip
    return pa.Table.from_pylist([dict(zip(names, one, strict=True)) for one in of])
