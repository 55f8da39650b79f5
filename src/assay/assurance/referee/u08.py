"""U08 once more, in plain Python."""

import datetime as dt

from assay.assurance.referee.base import ONE_DAY, Row, Tables, Verdict, Verdicts, as_day, worst
from assay.assurance.referee.unpaid import bookings, number
from assay.standards.profile import Profile


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What U08 says of each case on a day."""
    found = []
    for row in bookings(tables):
        for held in tables["restrictions"]:
            verdict = _of(row, held, on, profile)
            if held["case_id"] == row["work"]["case_id"] and verdict:
                found.append((held["case_id"], row["attendance_id"], verdict))
    return worst(found)


def _of(row: Row, held: Row, on: dt.date, profile: Profile) -> Verdict | None:
    day, saved = row["held_on"], as_day(row["outcome_recorded_at"])
    read, changed = row["card_read_at"], held["changed_at"]
    if saved is not None and on >= saved:
        return None
    begins = changed.date() if changed else dt.date.min
    if day is None:
        open_one = row["outcome"] is None and on >= begins
        return Verdict("cannot tell", None, "blank: sessions.starts_at") if open_one else None
    begins = max(begins, day - number(profile, "U08.looks_ahead", day) * ONE_DAY)
    if not begins <= on <= day:
        return None
    if read is not None and changed is None:
        return Verdict("cannot tell", begins, "blank: restrictions.changed_at")
    if read is None or read < changed or on < read.date():
        return Verdict("not met", begins - ONE_DAY, "not done")
    return Verdict("met", begins)
