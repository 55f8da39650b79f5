"""A09 once more, in plain Python."""

import datetime as dt

from assay.assurance.referee.base import (
    Row,
    Tables,
    Verdict,
    Verdicts,
    flags_on,
    judge,
    number,
    signed_last,
    value,
)
from assay.standards.profile import Profile

CHILD = {"child concern", "child protection plan", "child exploitation"}


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What A09 says of each case on a day."""
    found = ((case["case_id"], _of(case, tables, on, profile)) for case in tables["cases"])
    return {name: verdict for name, verdict in found if verdict}


def _of(  # noqa: PLR0911 - one return for each way it can end
    case: Row, tables: Tables, on: dt.date, profile: Profile
) -> Verdict | None:
    signed = signed_last(tables, "assessments", case["case_id"], on)
    if signed is None:
        return None
    day = signed["signed_at"].date()
    least = number(profile, "assessment.source_types_least", day)
    if least is None:
        return None
    rows = [
        row
        for row in tables["assessment_sources"]
        if row["assessment_id"] == signed["assessment_id"]
        and (row["dated_on"] is None or row["dated_on"] <= day)
    ]
    flags = {row["type"] for row in flags_on(tables, case["case_id"], day)}
    kinds = {row["type"] for row in rows if row["type"] and row["dated_on"]}
    asked = value(profile, "assessment.sources_required", on)
    words = asked if isinstance(asked, tuple) else ()
    wrong, blank = _missing(kinds, flags, case, words, least)
    replied = {"police domestic abuse reply", "children's services reply"} <= kinds
    if wrong is None:
        blank = "flags.type" if None in flags and not replied else None
        return judge(on, day, day, blank=blank)
    if any(row["type"] is None for row in rows):
        return judge(on, day, day, blank="assessment_sources.type")
    if any(row["dated_on"] is None for row in rows):
        return judge(on, day, day, blank="assessment_sources.dated_on")
    if blank is not None:
        return judge(on, day, day, blank=blank)
    alone = not flags & {"domestic abuse", *CHILD}
    if alone and case["known_before"] is None:
        return judge(on, day, day, blank="cases.known_before")
    excuse = "first contact" if alone and not case["known_before"] else None
    return judge(on, day, day, right=False, wrong=wrong, excuse=excuse)


def _missing(  # noqa: PLR0911 - one return for each source
    kinds: set[str], flags: set[str], case: Row, asked: tuple[str, ...], least: int
) -> tuple[str | None, str | None]:
    """The first source missing, and the blank for which nobody can tell whether it is."""
    if "previous convictions" in asked and "previous convictions" not in kinds:
        return "previous convictions missing", None
    if "offence account" in asked and not kinds & {"prosecution papers", "offence account"}:
        return "no account of the offence", None
    if "domestic abuse" in flags and "police domestic abuse reply" not in kinds:
        return "police reply missing", None
    if flags & CHILD and "children's services reply" not in kinds:
        return "children's services reply missing", None
    if len(kinds) < least:
        return "too few kinds of source", None
    earlier = "previous assessments" in asked and "previous assessment" not in kinds
    custody = "custody record" in asked and "custody record" not in kinds
    if earlier and case["assessed_before"]:
        return "previous assessment missing", None
    if custody and case["sentence_type"] in ("licence", "post-sentence supervision"):
        return "custody record missing", None
    if earlier and case["assessed_before"] is None:
        return "previous assessment missing", "cases.assessed_before"
    if custody and case["sentence_type"] is None:
        return "custody record missing", "cases.sentence_type"
    return None, None
