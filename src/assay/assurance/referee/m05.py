"""M05 once more, in plain Python."""

import datetime as dt

from assay.assurance.referee.base import Row, Tables, Verdict, Verdicts, as_it_stood, judge
from assay.assurance.referee.staffing import caseloads, unheld
from assay.assurance.referee.unpaid import number
from assay.standards.profile import Profile


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What M05 says of each officer on a day."""
    return {
        who: _of(who, cases, tables, on, profile) for who, cases in caseloads(tables, on).items()
    }


def _of(who: str, cases: set[str], tables: Tables, on: dt.date, profile: Profile) -> Verdict:
    staff: Row = next((row for row in tables["staff"] if row["staff_id"] == who), {})
    for field in ("contracted_hours", "full_time_hours"):
        if staff.get(field) is None:
            return Verdict("cannot tell", on, f"blank: staff.{field}")
    most = number(profile, "caseload.most", on)
    few = len(cases) * staff["full_time_hours"] <= most * staff["contracted_hours"]
    more = len(cases) + len(unheld(tables, on, staff["unit_id"]))
    if few and more * staff["full_time_hours"] > most * staff["contracted_hours"]:
        return Verdict("cannot tell", on, "blank: allocations.officer_id")
    light = all(_lowest(case, tables, on) for case in cases)
    excuse = "all lowest tier" if light else None
    return judge(on, on, on, right=few, wrong="too many cases", excuse=excuse)


def _lowest(case: str, tables: Tables, on: dt.date) -> bool:
    rows = [row for row in tables["tiers"] if row["case_id"] == case]
    tier = as_it_stood(rows, "set_at", "tier_id", on)
    return tier is not None and tier["tier"] == "1"
