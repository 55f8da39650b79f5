"""U04 once more, in plain Python."""

import datetime as dt

from assay.assurance.referee.base import ONE_DAY, Row, Tables, Verdict, Verdicts, by, excuse_of
from assay.assurance.referee.unpaid import WEEK, bookings, number
from assay.standards.profile import Profile

OURS = (
    "acceptable absence (stood down)",
    "rescheduled by service",
    "attended sent home (service issue)",
)


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What U04 says of each case on a day."""
    booked = by(({**row, "case_id": row["work"]["case_id"]} for row in bookings(tables)), "case_id")
    found = {case: _of(rows, tables, on, profile) for case, rows in booked.items()}
    return {case: verdict for case, verdict in found.items() if verdict}


def _of(rows: list[Row], tables: Tables, on: dt.date, profile: Profile) -> Verdict | None:
    lately = [row for row in rows if row["held_on"] and _lately(row["held_on"], on, profile)]
    if not lately:
        return None
    most = number(profile, "unpaid_work.sessions_lost_from", on)
    lost = [row for row in lately if row["outcome"] in OURS]
    closed = [row for row in lost if _closed(row, tables)]
    no_outcome = [
        row for row in lately if row["outcome"] is None and row["held_on"] <= on - ONE_DAY
    ]
    undated = [row for row in rows if not row["held_on"] and row["outcome"] in (None, *OURS)]
    if len(lost) < most <= len(lost) + len(no_outcome) + len(undated):
        field = "attendances.outcome" if no_outcome else "sessions.starts_at"
        return Verdict("cannot tell", on, f"blank: {field}")
    if len(lost) < most:
        return Verdict("met", on)
    if len(lost) - len(closed) < most:
        return Verdict("excused", on, "weather")
    return Verdict("not met", on, "lost by us")


def _lately(held: dt.date, on: dt.date, profile: Profile) -> bool:
    return held <= on <= held + number(profile, "U04.looks_back", held) * WEEK


def _closed(row: Row, tables: Tables) -> bool:
    unit, day = row["session"]["unit_id"], row["held_on"]
    return (
        unit is not None
        and excuse_of(tables, unit, ("weather",), day, day, of="unit_id")[0] is not None
    )
