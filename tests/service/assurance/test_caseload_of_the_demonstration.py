"""The caseload of the demonstration, with how it stood week by week."""

from pathlib import Path
from typing import Any

import pytest

from assay.assurance import run as runs
from assay.assurance import trend as trends
from assay.service.assurance.models import Caseload
from assay.service.assurance.trends import has_trend
from assay.service.audit.models import Event
from assay.service.demo.caseload import begin_to_load, load_results, load_trend
from assay.service.demo.scene import scene
from assay.service.providers.models import Provider

pytestmark = pytest.mark.django_db


def test_its_results_and_their_trend_are_worked_out_once(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA = tmp_path
    for module in (runs, trends):
        monkeypatch.setattr(module, "written", lambda: ("A01",))
    monkeypatch.setattr(scene().caseload, "__dict__", {**dict(scene().caseload), "people": 40})
    plan = scene().inspections[0].provider
    Provider.objects.create(name=plan.name, short_name="M", body_type="pdu")
    for _ in range(2):
        load_results()
        load_trend()
    newest, *before = Caseload.objects.all()
    assert len(before) == len(scene().caseload.days) - 1
    assert has_trend(newest)
    assert Event.objects.filter(action="caseload.trend").count() == 1
    assert begin_to_load() is None
