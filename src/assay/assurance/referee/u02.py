"""U02 once more, in plain Python."""

import datetime as dt

from assay.assurance.referee.base import (
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    excuse_of,
    judge,
    working_days_after,
    worst,
)
from assay.assurance.referee.unpaid import months_after, number
from assay.standards.profile import Profile


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What U02 says of each case on a day."""
    found = []
    for work in tables["unpaid_work"]:
        start = work["from_on"]
        if start is None:
            inside = True
        else:
            back = number(profile, "U02.looks_back", start)
            inside = start <= on <= months_after(start, back)
        if inside:
            found.append((work["case_id"], work["unpaid_work_id"], _of(work, tables, on, profile)))
    return worst(found)


def _of(work: Row, tables: Tables, on: dt.date, profile: Profile) -> Verdict:
    given, due = as_day(work["allocated_at"]), None
    if given is not None:
        due = working_days_after(given, number(profile, "unpaid_work.first_session_within", given))
    if work["from_on"] is None:
        return Verdict("cannot tell", due, "blank: unpaid_work.from_on")
    if given is None:
        return Verdict("cannot tell", due, "blank: unpaid_work.allocated_at")
    booked = [x for x in tables["attendances"] if x["unpaid_work_id"] == work["unpaid_work_id"]]
    dated = [as_day(row["arranged_at"]) for row in booked if row["arranged_at"]]
    done = min(each for each in dated if each) if dated else None
    if (done is None or due is None or done > due) and len(dated) < len(booked):
        return Verdict("cannot tell", due, "blank: attendances.arranged_at")
    excuse, until = excuse_of(tables, work["case_id"], ("unfit for work",), given, due)
    return judge(on, due, done, excuse=excuse, excused_until=until)
