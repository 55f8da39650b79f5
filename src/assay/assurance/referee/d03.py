"""D03 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import (
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    excuse_of,
    judge,
    last_day,
    value,
    working_days_after,
    worst,
)
from assay.standards.profile import Profile

Check = tuple[str, str, Verdict]


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What D03 says of each case on a day."""
    found: list[Check] = []
    for row in tables["referrals"]:
        last = last_day(profile, "D03.looks_back", row["closed_on"])
        if row["closed_on"] is None or (last is not None and on <= last):
            who = (row["case_id"], row["referral_id"])
            found += [(*who, verdict) for verdict in _steps(row, tables, on, profile)]
    return worst(found)


def _steps(row: Row, tables: Tables, on: dt.date, profile: Profile) -> Iterator[Verdict]:
    sent, assessed, planned = (as_day(row[at]) for at in ("sent_at", "assessed_at", "plan_at"))
    if sent is None:
        field = "assessed_at" if assessed is None and planned else "sent_at"
        yield Verdict("cannot tell", None, f"blank: referrals.{field}")
    within = value(profile, "referral.assessed_within", sent)
    if sent is not None and sent <= on and isinstance(within, int):
        due = working_days_after(sent, within)
        excuse, until = excuse_of(tables, row["case_id"], ("person missed it",), sent, due)
        blank = "referrals.assessed_at" if assessed is None and planned else None
        yield judge(on, due, assessed, excuse=excuse, excused_until=until, blank=blank)
    within = value(profile, "referral.planned_within", assessed)
    if assessed is not None and assessed <= on and isinstance(within, int):
        yield judge(on, working_days_after(assessed, within), planned)
