"""A11 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import (
    Row,
    Tables,
    Verdict,
    Verdicts,
    first_kept_on,
    groups_on,
    judge,
    number,
    risk_on,
    signed_last,
    working_days_after,
    worst,
)
from assay.standards.profile import Profile


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What A11 says of each case on a day."""
    found: list[tuple[str, str, Verdict]] = []
    for case in tables["cases"]:
        made = signed_last(tables, "assessments", case["case_id"], on)
        if made is None:
            found += _waiting(case, tables, on, profile)
        else:
            found.append((case["case_id"], made["assessment_id"], _screened(made, tables, on)))
            found += _analysed(made, tables, on)
    return worst(found)


def _waiting(
    case: Row, tables: Tables, on: dt.date, profile: Profile
) -> Iterator[tuple[str, str, Verdict]]:
    name = case["case_id"]
    kept = first_kept_on(tables, name)
    if kept is None or kept > on or (case["ended_on"] and case["ended_on"] < on):
        return
    risk = risk_on(tables, name, kept)
    within = number(profile, "assessment.within", kept, risk=risk)
    due = working_days_after(kept, within) if within is not None else None
    blank = "risk_levels.level" if risk is None else None
    yield name, name, judge(on, due, None, blank=blank)


def _screened(made: Row, tables: Tables, on: dt.date) -> Verdict:
    signed, complete = made["signed_at"].date(), made["screening_complete"]
    found, blank = made["screening_found_risk"], None
    if complete is None:
        blank = "assessments.screening_complete"
    elif complete and found is None:
        blank = "assessments.screening_found_risk"
    elif complete and found and risk_on(tables, made["case_id"], signed) is None:
        blank = "risk_levels.level"
    return judge(on, signed, signed, right=complete, wrong="screening not complete", blank=blank)


def _analysed(made: Row, tables: Tables, on: dt.date) -> Iterator[tuple[str, str, Verdict]]:
    if not (made["screening_complete"] and made["screening_found_risk"]):
        return
    signed = made["signed_at"].date()
    whole = [
        row
        for row in tables["assessment_analyses"]
        if row["assessment_id"] == made["assessment_id"] and row["completed_at"]
    ]
    for level in groups_on(tables, made["case_id"], signed):
        group, blank = level["group"], None
        if level["level"] in {None, "low"}:
            continue
        if group is None:
            blank = "risk_levels.group"
        elif any(row["group"] == group and row["completed_at"].date() <= on for row in whole):
            continue
        elif any(row["group"] is None for row in whole):
            blank = "assessment_analyses.group"
        wrong = "no analysis of a group at risk"
        verdict = judge(on, signed, signed, right=False, wrong=wrong, blank=blank)
        yield made["case_id"], level["risk_level_id"], verdict
