"""M04 once more, in plain Python."""

import datetime as dt

from assay.assurance.referee.base import Tables, Verdict, Verdicts, judge
from assay.assurance.referee.staffing import caseloads
from assay.assurance.referee.unpaid import WEEK, live, monday, number
from assay.standards.profile import Profile


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What M04 says of each officer on a day."""
    return {who: _of(who, tables, on, profile) for who in caseloads(tables, on)}


def _of(who: str, tables: Tables, on: dt.date, profile: Profile) -> Verdict:
    count = number(profile, "workload.excessive_weeks", on)
    weeks = [monday(on) - back * WEEK for back in range(1, count + 1)]
    shares = [_over(who, week, tables, profile) for week in weeks]
    undated = [
        row for row in tables["workloads"] if row["staff_id"] == who and not row["week_from_on"]
    ]
    if False in shares:
        sure = shares.count(False) > len(undated)
        blank = None if sure else "blank: workloads.week_from_on"
        return Verdict("met" if sure else "cannot tell", on, blank)
    if None in shares:
        return Verdict("cannot tell", on, "blank: workloads.points_used")
    ends = [
        row["until_on"]
        for row in tables["relief_plans"]
        if row["staff_id"] == who and row["until_on"] and live(on, row["from_on"], row["until_on"])
    ]
    return judge(
        on,
        on,
        on,
        right=False,
        wrong="over the limit",
        excuse="relief plan" if ends else None,
        excused_until=max(ends, default=None),
    )


def _over(who: str, week: dt.date, tables: Tables, profile: Profile) -> bool | None:
    """Whether an officer was over the limit in a week; None where nobody can tell."""
    entries = [
        row
        for row in tables["workloads"]
        if row["staff_id"] == who and row["week_from_on"] and monday(row["week_from_on"]) == week
    ]
    if not entries:
        return None
    entry = max(entries, key=lambda row: str(row["workload_id"]))
    used, available = entry["points_used"], entry["points_available"]
    if used is None or available is None:
        return None
    return bool(used * 100 > available * number(profile, "workload.excessive_over", week))
