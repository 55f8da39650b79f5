"""Custody once more, in plain Python."""

import datetime as dt

from assay.assurance.referee.base import Row, Tables


def inside(tables: Tables, on: dt.date) -> list[Row]:
    """The times in custody that are not over on a day, by release or the end of the case."""
    ends = {row["case_id"]: row["ended_on"] or dt.date.max for row in tables["cases"]}
    return [
        row
        for row in tables["resettlements"]
        if row["case_id"] in ends
        and on <= ends[row["case_id"]]
        and (row["released_at"] is None or on < row["released_at"].date())
    ]
