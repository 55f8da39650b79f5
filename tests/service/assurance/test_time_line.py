"""What officers had to carry and what was missed meanwhile, as their manager sees it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.test import Client

from assay.assurance import run as runs
from assay.assurance.kept_run import KeptRun
from assay.caseload.record.shape import record
from assay.caseload.record.synthetic.rates import as_of
from assay.caseload.record.synthetic.write import synthesise
from assay.service.accounts.models import User
from assay.service.assurance.actions.linking import link
from assay.service.assurance.actions.loading import load
from assay.service.assurance.actions.restricting import restrict
from assay.service.assurance.keys import OFFICER, key_of
from assay.service.assurance.timelines import LINES
from assay.service.audit.models import Event
from assay.service.providers.models import Provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def extract(
    tmp_path: Path, provider: Provider, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A made-up extract that is loaded, with one criterion instead of sixty."""
    settings.DATA = tmp_path
    monkeypatch.setattr(runs, "written", lambda: ("A01",))
    place = tmp_path / "extract"
    synthesise(record(), 40, 4, place, lambda _: None)
    run = KeptRun(str(place), as_of().isoformat(), "current", None)
    load(by=None, provider=provider, run=run, progress=lambda _: None)
    return place


def test_a_manager_sees_the_weeks_of_the_team_and_of_one_officer(
    extract: Path,
    provider: Provider,
    people: Callable[[str], Client],
    person: Callable[..., User],
    signed_in: Callable[..., Client],
    at: Callable[..., str],
) -> None:
    held, cases, everybody = (
        pq.read_table(extract / f"{name}.parquet").to_pylist()
        for name in ("allocations", "cases", "staff")
    )
    staff = {row["staff_id"]: row for row in everybody}
    open_now = {row["case_id"] for row in cases if row["ended_on"] is None}
    now = [
        row
        for row in held
        if row["until_at"] is None
        and row["case_id"] in open_now
        and staff[row["officer_id"]]["manager_id"]
    ]
    case, officer = now[0]["case_id"], now[0]["officer_id"]
    manager = person("team_manager", provider=provider)
    link(by=None, provider=provider, user=manager, staff_id=staff[officer]["manager_id"])
    browser = signed_in(user=manager)
    asked = {"officer": str(key_of(provider, OFFICER, officer)), "from": "extract"}
    page = browser.get(at("team", "timeline"), asked).text
    assert page.count("<svg") + page.count("None in these weeks.") == len(LINES)
    assert page.count("<svg") > 5
    event = Event.objects.get(action="caseload.timeline")
    assert str(event.person) == asked["officer"]
    before = cases_held(page)
    assert cases_held(browser.get(at("team", "timeline"), {"from": "extract"}).text) >= before
    lead = people("quality")
    restrict(by=lead.user, provider=provider, case_ref=case, to=[], reason="known")
    assert cases_held(browser.get(at("team", "timeline"), asked).text) == before - 1
    other = str(key_of(provider, OFFICER, "nobody"))
    assert browser.get(at("team", "timeline"), {"officer": other}).status_code == 404
    (extract / "staff.parquet").unlink()
    assert "can’t be read any more" in browser.get(at("team", "timeline"), asked).text


def cases_held(page: str) -> int:
    """Give the number of the newest week."""
    return int(re.findall(r'data-label="Cases held">(\d+)<', page)[0])
