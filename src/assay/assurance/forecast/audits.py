"""Internal audits on the inspector's form, checked against the framework and the extract."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assay.assurance.forecast.inputs import forecast_inputs
from assay.files.columns import Matched, match_columns
from assay.files.dates import NotADate, read_date
from assay.files.tables import Table
from assay.problems import Gathered, ProblemList
from assay.rating.inputs import Answer, Assessments, read_assessments, vocabulary
from assay.standards.framework import Framework

AUDITED_ON = "audited_on"
Answers = Mapping[str, Mapping[str, Answer]]
"""Case to key question to answer."""


@dataclass(frozen=True, slots=True)
class Audits:
    """Audits that a forecast may use.

    Attributes:
        answers: By case, in the order of the cases' references.
        days: The days of the audits, rising; empty where the file has no such column.
        ended: Cases left out because they have ended since.
        old: Cases left out because they were audited too long ago.
    """

    answers: Answers
    days: tuple[dt.date, ...]
    ended: int = 0
    old: int = 0


def read_audits(
    table: Table,
    framework: Framework,
    *,
    current: Collection[str],
    ended: Collection[str],
    as_of: dt.date,
    oldest_days: int,
) -> Audits:
    """Check audits and keep those that say something of today's caseload.

    Args:
        table: As for `assay rate`; a column `audited_on` is optional.
        framework: Whose key questions were answered.
        current: Cases that an inspection could draw.
        ended: Cases of the extract that have ended.
        as_of: The day of the forecast.
        oldest_days: Audits further back are left out.

    Returns:
        The audits.

    Raises:
        InputProblems: Everything that is wrong: with the answers, with the days, and cases
            that the extract does not hold.
    """
    gathered = Gathered()
    read = gathered.run(read_assessments, table, framework)
    quiet = ProblemList(table.file)
    headers = {**vocabulary().assessments.columns, **forecast_inputs().audits.columns}
    match = match_columns(table, headers, [], quiet)
    days = gathered.run(_days, table, match, as_of) or {}
    known = {*current, *ended}
    gathered.run(_refuse_strangers, table, match, known)
    gathered.raise_if_any()
    return _kept(read, days, set(current), as_of - dt.timedelta(days=oldest_days))


def _kept(
    read: Assessments | None,
    days: Mapping[str, dt.date],
    current: Collection[str],
    oldest: dt.date,
) -> Audits:
    answers: dict[str, dict[str, Answer]] = {}
    for case, question, answer in read or ():
        answers.setdefault(case, {})[question] = answer
    running = [case for case in sorted(answers) if case in current]
    kept = [case for case in running if days.get(case, oldest) >= oldest]
    return Audits(
        answers={case: answers[case] for case in kept},
        days=tuple(sorted(days[case] for case in kept if case in days)),
        ended=len(answers) - len(running),
        old=len(running) - len(kept),
    )


def _days(table: Table, match: Matched, as_of: dt.date) -> dict[str, dt.date]:
    """The day each case was last audited; blank cells say nothing."""
    problems = ProblemList(table.file)
    header, case_header = match.headers.get(AUDITED_ON), match.headers.get("case_id")
    if header is None or case_header is None:
        return {}
    days: dict[str, dt.date] = {}
    rows = zip(table.rows, table.columns[case_header], table.columns[header], strict=True)
    for row, case, cell in rows:
        if not cell:
            continue
        day = read_date(cell, "event")
        if isinstance(day, NotADate):
            problems.add(day.wrong, day.remedy, row=row, column=header)
        elif day > as_of:
            remedy = "Correct it, or give a later --as-of"
            problems.add("this day is after the day judged", remedy, row=row, column=header)
        else:
            days[case] = max(day, days.get(case, day))
    problems.raise_if_any()
    return days


def _refuse_strangers(table: Table, match: Matched, known: Collection[str]) -> None:
    header = match.headers.get("case_id")
    if header is None:
        return
    problems = ProblemList(table.file)
    for row, case in zip(table.rows, table.columns[header], strict=True):
        if case and case not in known:
            problems.add(
                "the extract holds no such case",
                "Use the reference in the extract's table of cases, or take the audit out",
                row=row,
                column=header,
            )
    problems.raise_if_any()
