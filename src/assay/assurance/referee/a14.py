"""A14 once more, in plain Python."""

import datetime as dt

from assay.assurance.referee.base import Row, Tables, Verdict, Verdicts, judge, signed_last
from assay.caseload.record.shape import record
from assay.standards.profile import Profile


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:  # noqa: ARG001 - no numbers
    """What A14 says of each case on a day."""
    names = {row["case_id"] for row in tables["assessments"]}
    made = {name: signed_last(tables, "assessments", name, on) for name in names}
    return {name: _of(row, tables, on) for name, row in made.items() if row}


def _of(made: Row, tables: Tables, on: dt.date) -> Verdict:
    signed, name = made["signed_at"], made["case_id"]
    own = [row for row in tables["self_assessments"] if row["case_id"] == name]
    before = [row for row in own if row["given_at"] and row["given_at"] < signed]
    views = any(not row["declined"] for row in before)
    undated = any(row["given_at"] is None and not row["declined"] for row in own)
    answers = {
        row["topic"]
        for row in tables["diversity_answers"]
        if row["case_id"] == name and row["answered_at"] and row["answered_at"] < signed
    }
    asked = set(record().vocabularies["diversity_topic"].words) <= answers
    blank = None
    if not views and undated:
        blank = "self_assessments.given_at"
    elif not asked and None in answers:
        blank = "diversity_answers.topic"
    excuse = "declined" if asked and any(row["declined"] for row in before) else None
    wrong = "no views" if asked else "not everything asked"
    day, right = signed.date(), views and asked
    return judge(on, day, day, right=right, wrong=wrong, excuse=excuse, blank=blank)
