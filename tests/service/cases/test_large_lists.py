"""A national list: 250,000 rows are checked and drawn from outside any transaction."""

import csv
import time
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assay.sampling.sample import Request
from assay.sampling.specification import load_specification
from assay.service.cases.actions import case_lists, draws

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROWS = 250_000
PATIENCE = 300
"""Seconds for the check, and for the draw, on a slow machine; five each on two busy cores."""


@pytest.fixture
def national(tmp_path: Any, rows_of: Any) -> SimpleUploadedFile:
    place = tmp_path / "national.csv"
    with place.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows_of(1))
        writer.writeheader()
        writer.writerows(
            rows_of(n, ldu=f"Unit {n % 60}", responsible_officer=f"Officer Made-up {n % 4000}")
            for n in range(ROWS)
        )
    return SimpleUploadedFile("national.csv", place.read_bytes())


def test_a_list_of_250_000_cases_is_checked_and_drawn_from(
    national: Any, lead: Any, inspection: Any, django_capture_on_commit_callbacks: Any
) -> None:
    began = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        made = case_lists.upload(by=lead, inspection=inspection, file=national)
    made.refresh_from_db()
    checked = time.monotonic()
    assert (made.state, made.rows) == ("clean", ROWS)
    drawn = draws.draw(
        by=lead,
        case_list=made,
        specification=load_specification(),
        request=Request(as_of=date(2025, 1, 1), buffer_percent=20, seed=7),
    )
    assert drawn.cases.filter(state="sample").count() == 165
    assert checked - began < PATIENCE
    assert time.monotonic() - checked < PATIENCE
