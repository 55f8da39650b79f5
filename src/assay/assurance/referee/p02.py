"""P02 once more, in plain Python."""

import datetime as dt

from assay.assurance.referee.base import (
    Row,
    Tables,
    Verdict,
    Verdicts,
    first_kept_on,
    judge,
    months_after,
    number,
    signed_off,
    worst,
)
from assay.standards.profile import Profile


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What P02 says of each case on a day."""
    back = number(profile, "P02.looks_back", on)
    found: list[tuple[str, str, Verdict]] = []
    for plan in tables["plans"]:
        signed = plan["signed_at"].date() if plan["signed_at"] else dt.date.max
        if signed <= on and (back is None or on <= months_after(signed, back)):
            found.append((plan["case_id"], plan["plan_id"], _of(plan, signed, tables, on)))
    return worst(found)


def _of(plan: Row, signed: dt.date, tables: Tables, on: dt.date) -> Verdict:
    kept = first_kept_on(tables, plan["case_id"])
    met = kept is not None and kept <= signed
    blank = "plans.agreement" if met and plan["agreement"] is None else None
    right = met and plan["agreement"] in {"agreed", "refused"}
    wrong = "person not asked" if met else "signed before the person was seen"
    noted = signed_off(tables, plan["case_id"], "plan without meeting", on)
    excuse = "manager's note" if noted else None
    return judge(on, signed, signed, right=right, wrong=wrong, excuse=excuse, blank=blank)
