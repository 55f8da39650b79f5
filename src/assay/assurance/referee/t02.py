"""T02 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import (
    ONE_DAY,
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    as_it_stood,
    judge,
    last_day,
    number,
    worst,
)
from assay.assurance.referee.custody import inside
from assay.standards.profile import Profile

WEEK = 7


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What T02 says of each case on a day."""
    return worst(
        (row["case_id"], f"{row['resettlement_id']}/{place}", verdict)
        for row in inside(tables, on)
        for place, verdict in enumerate(_of(row, tables, on, profile))
    )


def _of(row: Row, tables: Tables, on: dt.date, profile: Profile) -> Iterator[Verdict]:
    """Each thing asked, in the order in which ties are settled: by the evidence."""
    release, set_on = _expected(row, tables, on)
    weeks = number(profile, "resettlement.before_release", release)
    if release is None or weeks is None or on > release:
        return
    near = release - weeks * WEEK * ONE_DAY
    start = max(near, set_on or near, as_day(row["received_at"]) or near)
    if on < start:
        return
    notice = number(profile, "T02.warns", near)
    due = near + notice * ONE_DAY if notice is not None else None
    if start > near:
        due = last_day(profile, "resettlement.short_term_within", start)
    blank = None if row["received_at"] else "resettlements.received_at"
    for action in sorted(tables["resettlement_actions"], key=_id):
        if action["resettlement_id"] != row["resettlement_id"]:
            continue
        if action["need"] is None and action["group"] is not None:
            continue
        if action["state"] in ("in progress", "done"):
            yield judge(on, due, start, blank=blank)
            continue
        fields = [f"resettlement_actions.{f}" for f in ("need", "state") if action[f] is None]
        yield judge(on, due, None, blank=blank or next(iter(fields), None))
    review = as_day(row["review_at"])
    yield judge(on, due, review if review and review >= near else None, blank=blank)


def _id(action: Row) -> str:
    return str(action["resettlement_action_id"])


def _expected(row: Row, tables: Tables, on: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """The release day as it stood, and the day it was set, if the record says."""
    days = [
        each
        for each in tables["release_dates"]
        if each["resettlement_id"] == row["resettlement_id"] and each["set_at"]
    ]
    if not days:
        return row["release_on"], None
    stood = as_it_stood(days, "set_at", "release_date_id", on, first_counts=False)
    if stood is None:
        return None, None
    return stood["expected_on"] or row["release_on"], stood["set_at"].date()
