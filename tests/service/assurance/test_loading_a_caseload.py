"""A caseload is checked, worked out and shown whole, or not at all."""

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from assay.assurance import run as runs
from assay.assurance.kept_run import KeptRun
from assay.caseload.record.shape import record
from assay.caseload.record.synthetic.rates import as_of
from assay.caseload.record.synthetic.write import synthesise
from assay.cli.load_caseload import load as command
from assay.problems import InputProblems
from assay.service.assurance.actions.loading import load
from assay.service.assurance.models import Caseload
from assay.service.assurance.places import folder_of, home
from assay.service.assurance.selectors import seen_by
from assay.service.assurance.words import words
from assay.service.audit.models import Event
from assay.service.providers.models import Provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def extract(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A made-up extract, and two criteria instead of sixty."""
    settings.DATA = tmp_path
    monkeypatch.setattr(runs, "written", lambda: ("A01", "A02"))
    place = tmp_path / "extract"
    synthesise(record(), 40, 4, place, lambda _: None)
    return place


def of(extract: Path, days: int = 0) -> KeptRun:
    day = as_of() + dt.timedelta(days)
    return KeptRun(str(extract), day.isoformat(), "current", None)


def test_it_is_shown_to_the_officers_of_its_record_from_then_on(
    extract: Path, provider: Provider, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    left = home() / ".unfinished-by-a-killed-process"
    left.mkdir()
    os.utime(left, (0, 0))
    loaded = load(by=None, provider=provider, run=of(extract), progress=lambda _: None)
    assert loaded.cases > 0
    assert [place.name for place in home().iterdir()] == [loaded.folder]
    event = Event.objects.get(action="caseload.load")
    assert event.reason == "loaded on the server"
    folder = folder_of(loaded.folder)
    assert {oct(file.stat().st_mode)[-3:] for file in folder.iterdir()} == {"600"}
    browser = people("quality")
    page = browser.get(at("officers", "")).text
    assert "MADEUP" in page
    assert "As the record stood on 1 November 2026" in page


def test_a_result_is_worked_out_again_on_its_page_for_one_case_alone(
    extract: Path, provider: Provider, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    load(by=None, provider=provider, run=of(extract), progress=lambda _: None)
    browser = people("quality")
    seen = seen_by(browser.user, provider)
    assert seen is not None
    one = next(row for row in seen.rows_of(seen.officers) if row["case_id"])
    address = at("cases", one["case_id"], one["criterion"], "?again=yes")
    assert "for this case alone: the same" in browser.get(address).text
    for file in (extract / "staff.parquet", extract / "cases.parquet"):
        file.unlink()
    assert "can’t be worked out again" in browser.get(address).text


def test_the_command_names_the_provider_and_refuses_one_it_does_not_know(
    extract: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assay.service.project.start.prepare", lambda: None)
    day = of(extract).as_of
    done = CliRunner().invoke(command, ["made-up", str(extract), "--as-of", day])
    assert done.exit_code == 0, done.output
    assert "are shown to the people of made-up" in done.output
    assert Caseload.objects.get().provider == provider
    refused = CliRunner().invoke(command, ["nobody", str(extract)])
    assert "there is no such provider" in str(refused.exception)


def test_of_one_with_anything_wrong_nothing_is_kept(extract: Path, provider: Provider) -> None:
    (extract / "staff.parquet").unlink()
    with pytest.raises(InputProblems, match="staff"):
        load(by=None, provider=provider, run=of(extract), progress=lambda _: None)
    assert list(home().iterdir()) == []
    assert not Caseload.objects.exists()
    assert not Event.objects.filter(action="caseload.load").exists()


def test_the_oldest_is_erased_when_there_are_more_than_are_kept(
    extract: Path,
    provider: Provider,
    kept: Callable[..., Caseload],
    rows: list[dict[str, Any]],
    django_capture_on_commit_callbacks: Any,
) -> None:
    held = [kept(rows, days_ago=400 + days) for days in range(words().keep.runs)]
    with django_capture_on_commit_callbacks(execute=True):
        load(by=None, provider=provider, run=of(extract), progress=lambda _: None)
    held[-1].refresh_from_db()
    assert held[-1].erased_at is not None
    assert not folder_of(held[-1].folder).exists()
    assert folder_of(held[0].folder).exists()
    assert Event.objects.get(action="caseload.erase").kind == "erasure"
