"""A08 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import (
    ONE_DAY,
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    judge,
    value,
    worst,
)
from assay.standards.profile import Profile

KINDS = {"police": "police domestic abuse", "children's services": "children's services"}
EVER = dt.date(1900, 1, 1)


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What A08 says of each case on a day."""
    return worst([*_recommended(tables, on, profile), *_unrecommended(tables, on, profile)])


def _recommended(
    tables: Tables, on: dt.date, profile: Profile
) -> Iterator[tuple[str, str, Verdict]]:
    for report in tables["court_reports"]:
        day, waited = report["recommended_on"], report["adjourned_on"]
        asked = value(profile, "curfew.checks", day)
        if day is not None and (on < day or not isinstance(asked, tuple)):
            continue
        if waited is not None and on >= waited:
            yield report["case_id"], report["report_id"], judge(on, waited, waited)
        elif day is None:
            found = judge(on, None, None, blank="court_reports.recommended_on")
            yield report["case_id"], report["report_id"], found
        elif isinstance(asked, tuple):
            yield report["case_id"], report["report_id"], _of(report, asked, tables, on)


def _of(report: Row, asked: tuple[str, ...], tables: Tables, on: dt.date) -> Verdict:
    day: dt.date = report["recommended_on"]
    eve = day - ONE_DAY
    answered = [
        row["type"]
        for row in tables["enquiries"]
        if row["case_id"] == report["case_id"]
        and row["received_at"]
        and row["received_at"].date() < day
    ]
    for word, kind in KINDS.items():
        if word in asked and kind not in answered:
            blank = "enquiries.type" if None in answered else None
            return judge(on, eve, eve, right=False, wrong=f"{word} answer missing", blank=blank)
    homes = {row["address_id"]: as_day(row["occupier_spoken_to_at"]) for row in tables["addresses"]}
    spoken = homes.get(report["address_id"])
    if "main occupier" in asked and (spoken is None or spoken >= day):
        blank = "court_reports.address_id" if report["address_id"] is None else None
        return judge(on, eve, eve, right=False, wrong="occupier not spoken to", blank=blank)
    return judge(on, eve, eve)


def _unrecommended(
    tables: Tables, on: dt.date, profile: Profile
) -> Iterator[tuple[str, str, Verdict]]:
    reported = {row["case_id"] for row in tables["court_reports"]}
    for row in tables["requirements"]:
        start, end = row["from_on"], row["ended_on"]
        if row["type"] != "curfew with a tag" or row["case_id"] in reported:
            continue
        if start is not None and (on < start or value(profile, "curfew.checks", start) is None):
            continue
        if end is None or on <= end:
            found = judge(on, start or EVER, None, blank="court_reports.recommended_on")
            yield row["case_id"], row["requirement_id"], found
