"""How criteria stood week by week: a line, and every number in a table."""

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from django.test import Client

from assay.assurance import run as runs
from assay.assurance import trend as trends
from assay.assurance.kept_run import KeptRun
from assay.assurance.trend_kept import TREND
from assay.caseload.record.shape import record
from assay.caseload.record.synthetic.rates import as_of
from assay.caseload.record.synthetic.write import synthesise
from assay.cli.trend_caseload import trend as command
from assay.problems import InputProblems
from assay.service.assurance.actions.loading import load
from assay.service.assurance.actions.restricting import restrict
from assay.service.assurance.charts import line
from assay.service.assurance.keys import UNIT, key_of
from assay.service.assurance.models import Caseload
from assay.service.assurance.places import folder_of
from assay.service.assurance.selectors import seen_by
from assay.service.audit.models import Event
from assay.service.providers.models import Provider

pytestmark = pytest.mark.django_db
WEEKS = {dt.date(2027, 3, 1): (8, 2), dt.date(2027, 3, 8): (4, 0), dt.date(2027, 3, 15): (12, 4)}


def point(day: dt.date, unit: str | None, met: int, not_met: int) -> dict[str, Any]:
    blank = dict.fromkeys(("due", "cannot_tell", "excused"), 0)
    return {"day": day, "criterion": "P03", "unit": unit, "met": met, "not_met": not_met} | blank


@pytest.fixture
def trend(caseload: Caseload) -> Caseload:
    """A run with three weeks of P03 in the first team, and ten met in no unit in the last."""
    points = [point(day, "T1", *counts) for day, counts in WEEKS.items()]
    points.append(point(max(WEEKS), None, 10, 0))
    folder = folder_of(caseload.folder)
    pq.write_table(pa.Table.from_pylist(points, schema=TREND), folder / "trend.parquet")
    (folder / "trend.json").write_text(json.dumps({"left_out": ["C1"]}))
    return caseload


def shares_on(page: str) -> list[str]:
    return re.findall(r'data-label="Share met">([^<]*)<', page)


def test_a_head_sees_each_week_since_when_and_a_gap_where_too_few_were_judged(
    trend: Caseload, provider: Provider, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    browser = people("head")
    team = {"unit": str(key_of(provider, UNIT, "U1"))}
    page = browser.get(at("trend", "P03/"), team).text
    assert "Each week since 1 March 2027" in page
    assert shares_on(page) == ["75%", "Not enough to say", "80%"]
    assert "80% on 1 March 2027, 75% on 15 March 2027" in page
    assert page.count("<polyline") == 2
    assert shares_on(browser.get(at("trend", "P03/")).text)[0] == "85%"
    assert "It was asked of nobody here" in browser.get(at("trend", "A01/")).text


@pytest.mark.parametrize("asked", ["nothing", "5f0f2b1e-0000-5000-8000-000000000000"])
def test_a_unit_that_is_not_there_is_not_found(
    trend: Caseload, people: Callable[[str], Client], at: Callable[..., str], asked: str
) -> None:
    assert people("head").get(at("trend", "P03/"), {"unit": asked}).status_code == 404


def test_without_a_trend_the_page_says_how_one_comes_about(
    caseload: Caseload, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    assert "assay caseload trend" in people("head").get(at("trend", "P03/")).text


def test_a_trend_with_a_case_that_was_restricted_since_is_not_shown(
    trend: Caseload, provider: Provider, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    lead, browser = people("quality"), people("head")
    restrict(by=lead.user, provider=provider, case_ref="C1", to=[], reason="known")
    assert "Each week since" in browser.get(at("trend", "P03/")).text
    restrict(by=lead.user, provider=provider, case_ref="C2", to=[], reason="known")
    assert "Each week since" not in browser.get(at("trend", "P03/")).text


def test_it_is_worked_out_from_the_extract_without_restricted_cases(
    provider: Provider,
    people: Callable[[str], Client],
    tmp_path: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.DATA = tmp_path
    for module in (runs, trends):
        monkeypatch.setattr(module, "written", lambda: ("A01",))
    synthesise(record(), 40, 4, tmp_path / "extract", lambda _: None)
    run = KeptRun(str(tmp_path / "extract"), as_of().isoformat(), "current", None)
    load(by=None, provider=provider, run=run, progress=lambda _: None)
    lead, head = people("quality"), people("head")
    seen = seen_by(lead.user, provider)
    assert seen is not None
    one = next(row for row in seen.rows_of(seen.officers) if row["case_id"])
    restrict(by=lead.user, provider=provider, case_ref=one["case_id"], to=[], reason="known")
    monkeypatch.setattr("assay.service.project.start.prepare", lambda: None)
    done = CliRunner().invoke(command, [provider.name, "--weeks", "2"])
    assert "The trend up to 2026-11-01 is shown" in done.output
    points = [row for row in seen.weeks("A01") if row["day"] == as_of()]
    counted = sum(row[name] for row in points for name in TREND.names[3:8])
    unhidden = seen_by(head.user, provider)
    assert unhidden is not None
    assert counted == sum(row["number"] for row in unhidden.counts()) > 0
    event = Event.objects.get(action="caseload.trend")
    assert (event.changes["weeks"]["after"], event.reason) == (2, "worked out on the server")


def test_the_command_says_when_no_caseload_is_loaded(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assay.service.project.start.prepare", lambda: None)
    refused = CliRunner().invoke(command, [provider.name])
    assert isinstance(refused.exception, InputProblems)
    assert "no caseload is loaded" in str(refused.exception)


def test_a_line_is_broken_where_nothing_is_known() -> None:
    drawn = line([0.0, 1.0, None, 0.5], top=1.0)
    assert drawn.runs == ("0.0,100.0 333.3,0.0", "944.4,50.0 1055.6,50.0")
    assert line([2.0, 4.0]).top == 4.0
    assert line([None]).runs == ()
