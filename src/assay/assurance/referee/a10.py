"""A10 once more, in plain Python."""

import datetime as dt

from assay.assurance.referee.base import (
    Row,
    Tables,
    Verdict,
    Verdicts,
    flags_on,
    judge,
    number,
    risk_on,
    signed_last,
    signed_off,
    value,
    working_days_after,
)
from assay.standards.profile import Profile

MEANS = {
    "child concern": "child concern",
    "child protection plan": "child concern",
    "child exploitation": "child concern",
    "sexual offence": "sexual",
    "registered sexual offence": "sexual",
}


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What A10 says of each case on a day."""
    found: Verdicts = {}
    for case in tables["cases"]:
        made = signed_last(tables, "assessments", case["case_id"], on)
        verdict = _of(case, made, tables, on, profile) if made else None
        if verdict:
            found[case["case_id"]] = verdict
    return found


def _of(case: Row, made: Row, tables: Tables, on: dt.date, profile: Profile) -> Verdict | None:
    signed = made["signed_at"].date()
    full = number(profile, "assessment.full_layer", signed)
    sign = _sign(tables, case["case_id"], signed, on, profile)
    if full is None or sign == "none":
        return None
    if sign != "some":
        return judge(on, signed, signed, blank=sign)
    if signed_off(tables, case["case_id"], "assessment layer", on) or made["layer"] == full:
        return judge(on, signed, signed)
    if made["layer"] is None:
        return judge(on, signed, signed, blank="assessments.layer")
    if case["ends_on"] is None:
        return judge(on, signed, signed, blank="cases.ends_on")
    short = number(profile, "assessment.short_case", signed)
    last = working_days_after(signed, short) if short is not None else None
    excuse = "ends soon" if last and case["ends_on"] <= last else None
    return judge(on, signed, signed, right=False, wrong="not the full layer", excuse=excuse)


def _sign(tables: Tables, case: str, signed: dt.date, on: dt.date, profile: Profile) -> str:
    words = value(profile, "assessment.full_layer_for", on)
    listed = words if isinstance(words, tuple) else ()
    by_risk = "medium or higher risk" in listed
    types = {row["type"] for row in flags_on(tables, case, signed)}
    risk = risk_on(tables, case, signed)
    if {MEANS.get(each, each) for each in types} & set(listed):
        return "some"
    if by_risk and risk not in {None, "low"}:
        return "some"
    if None in types:
        return "flags.type"
    return "risk_levels.level" if by_risk and risk is None else "none"
