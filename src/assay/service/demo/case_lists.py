"""The case lists of the demonstration: the made-up example's, moved to now."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping

from django.core.files.uploadedfile import SimpleUploadedFile

from assay.files.examples import example
from assay.service.accounts.models import User
from assay.service.cases.actions import case_lists
from assay.service.cases.checking import worker
from assay.service.cases.models import CaseList
from assay.service.demo.scene import Fault
from assay.service.inspections.models import Inspection

Row = dict[str, str]
DATES = ("start_date", "end_date")
EXAMPLE_AS_OF = dt.date(2021, 1, 18)
"""The day examples/made-up was drawn as of, which its dates are moved from."""
FAULTY_ROWS = 400
"""Enough of the list for a page of problems that a person can read."""


def whole_list(as_of: dt.date) -> list[Row]:
    """Give the example's list as it would be on another day."""
    moved = as_of - EXAMPLE_AS_OF
    with (example("made-up") / "case_list.csv").open(encoding="utf-8", newline="") as file:
        return [_moved(row, moved) for row in csv.DictReader(file)]


def faulty_list(as_of: dt.date, faults: Iterable[Fault]) -> list[Row]:
    """Give a part of the list with something wrong in it; rows as a spreadsheet has them."""
    rows = whole_list(as_of)[:FAULTY_ROWS]
    for fault in faults:
        rows[fault.row - 2][fault.column] = fault.says
    return rows


def send(*, by: User, inspection: Inspection, rows: list[Row]) -> CaseList:
    """Upload a list and check it, there and then."""
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    file = SimpleUploadedFile("case_list.csv", text.getvalue().encode())
    sent = case_lists.upload(by=by, inspection=inspection, file=file)
    worker.check(sent.pk)
    sent.refresh_from_db()
    return sent


def _moved(row: Mapping[str, str], by: dt.timedelta) -> Row:
    dates = {name: (dt.date.fromisoformat(row[name]) + by).isoformat() for name in DATES}
    return {**row, **dates}
