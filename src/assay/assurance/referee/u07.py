"""U07 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import (
    KEPT,
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    by,
    judge,
    value,
    worst,
)
from assay.assurance.referee.unpaid import bookings, live
from assay.standards.profile import Profile

FIELDS = ("learning_need", "from_on", "learning_hours", "hours_ordered")


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What U07 says of each case on a day."""
    worked = _first_worked(tables)
    return worst(
        (work["case_id"], work["unpaid_work_id"], verdict)
        for work in tables["unpaid_work"]
        if work["learning_need"] is not False
        and (start := as_day(work["inducted_at"]) or worked.get(work["unpaid_work_id"]))
        and live(on, start, work["ended_on"])
        for verdict in _of(work, tables, on, profile)
    )


def _first_worked(tables: Tables) -> dict[str, dt.date]:
    """The day of the first session worked for each requirement."""
    rows = (row for row in bookings(tables) if row["outcome"] in KEPT and row["held_on"])
    return {
        name: min(row["held_on"] for row in mine)
        for name, mine in by(rows, "unpaid_work_id").items()
    }


def _of(work: Row, tables: Tables, on: dt.date, profile: Profile) -> Iterator[Verdict]:
    inducted, offered = as_day(work["inducted_at"]), as_day(work["learning_offered_at"])
    if inducted is None:
        yield judge(on, None, None, blank="unpaid_work.inducted_at")
        return
    blanks = [f"unpaid_work.{field}" for field in FIELDS if work[field] is None]
    if blanks:
        yield Verdict("cannot tell", inducted, f"blank: {blanks[0]}")
    else:
        cap = value(profile, "unpaid_work.learning_most", work["from_on"])
        above = isinstance(cap, int) and work["learning_hours"] * 100 > work["hours_ordered"] * cap
        yield judge(on, inducted, inducted, right=not above, wrong="above the cap")
    if work["learning_need"] and (offered is None or on < offered):
        declined = any(
            row["declined"] and (row["assessed_at"] is None or row["assessed_at"].date() <= on)
            for row in tables["needs"]
            if row["case_id"] == work["case_id"] and row["need"] == "education, skills and work"
        )
        yield judge(on, inducted, None, excuse="declined" if declined else None)
