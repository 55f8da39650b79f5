"""U07 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import Row, Tables, Verdict, Verdicts, as_day, judge, value, worst
from assay.assurance.referee.unpaid import live
from assay.standards.profile import Profile

FIELDS = ("learning_need", "from_on", "learning_hours", "hours_ordered")


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What U07 says of each case on a day."""
    return worst(
        (work["case_id"], work["unpaid_work_id"], verdict)
        for work in tables["unpaid_work"]
        if work["learning_need"] is not False and work["inducted_at"]
        if live(on, work["inducted_at"].date(), work["ended_on"])
        for verdict in _of(work, tables, on, profile)
    )


def _of(work: Row, tables: Tables, on: dt.date, profile: Profile) -> Iterator[Verdict]:
    inducted, offered = work["inducted_at"].date(), as_day(work["learning_offered_at"])
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
