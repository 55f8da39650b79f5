"""Made-up lists to sample from."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from assay.caseload.case_list import CaseList

PERSON: dict[str, Any] = {
    "crn": "",
    "pnc": "",
    "family_name": "",
    "first_name": "",
    "date_of_birth": None,
    "gender": "male",
    "sentence_type": "community order",
    "rosh_level": "medium",
    "start_date": dt.date(2019, 6, 1),
    "end_date": None,
    "cluster": "North",
    "ldu": "Hill",
    "team": "",
    "responsible_officer": "Officer A",
}


@pytest.fixture(scope="session")
def people() -> Callable[..., CaseList]:
    """Make a list of made-up people, each like PERSON but for what is given.

    Rows are numbered from 2. A person without any identifier gets a CRN by position.
    """

    def make(records: Sequence[Mapping[str, Any]], sha256: str = "0" * 64) -> CaseList:
        filled = [PERSON | dict(record) for record in records]
        for number, record in enumerate(filled, 1):
            if not any(record[key] for key in ("crn", "pnc", "family_name")):
                record["crn"] = f"M{number:04}"
        columns = {name: [record[name] for record in filled] for name in PERSON}
        rows = range(2, len(filled) + 2)
        return CaseList(
            file="made-up.csv", sha256=sha256, rows=rows, aliases={}, extra=(), **columns
        )

    return make
