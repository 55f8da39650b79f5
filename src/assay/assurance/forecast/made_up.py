"""Made-up audits of a made-up extract, so that a forecast can be tried."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from pydantic import Field

from assay.caseload.record.synthetic.rates import as_of
from assay.caseload.record.synthetic.write import TRUTH
from assay.files.csv_out import as_csv
from assay.problems import InputProblems
from assay.standards.framework import Entry, Framework, Words
from assay.standards.strict_toml import read_strict

REMEDY = "Correct it there"
HEADERS = ("case_id", "key_question", "sufficient", "audited_on", "made_up")


class Habit(Entry):
    """How often made-up auditors do something."""

    value: float = Field(ge=0, le=1)
    source: Words
    reason: Words


class Days(Entry):
    """Over how many days the audits are spread."""

    value: int = Field(ge=1)
    source: Words
    reason: Words


class OnlyWhere(Entry):
    """A standard that is asked only of the cases in a table of the extract."""

    theme: Words
    table: Words
    reason: Words


class Auditors(Entry):
    """How auditors who do not exist answer."""

    habits: dict[Words, Habit]
    days: Days
    only_where: tuple[OnlyWhere, ...]


@cache
def auditors() -> Auditors:
    """The habits of made-up auditors, checked."""
    path = files("assay.assurance.forecast").joinpath("made_up.toml")
    return read_strict(path, Auditors, lambda _: [], REMEDY)


def made_up_audits(
    extract: Path,
    framework: Framework,
    criteria: Mapping[str, Sequence[str]],
    *,
    audits: int,
    seed: int,
) -> bytes:
    """Audit cases of a made-up extract whose true faults are known.

    A case is insufficient on a key question where a criterion that bears on it truly fails
    and the auditor notices, and sometimes without.

    Args:
        extract: A folder that `assay caseload synthesise` wrote.
        framework: Whose key questions are answered.
        criteria: Key question to the criteria that bear on it.
        audits: How many cases; drawn by lot among the current ones.
        seed: Any whole number.

    Returns:
        A CSV file, marked as made up in every row.

    Raises:
        InputProblems: The extract is not a made-up one, or has fewer current cases.
    """
    place = extract / f"{TRUTH}.parquet"
    if not place.is_file():
        raise InputProblems.one(
            str(extract),
            "this is not a made-up extract",
            "Make one with: assay caseload synthesise",
        )
    fails = {(row["criterion"], row["case_id"]) for row in pq.read_table(place).to_pylist()}
    asked = _asked(extract, framework)
    random = np.random.default_rng(seed)
    rows = []
    for turn, case in enumerate(_drawn(extract, audits, seed)):
        day = as_of() - dt.timedelta(days=turn % auditors().days.value)
        for number, names in criteria.items():
            faulty = any((name, case) in fails for name in names)
            answer = _answer(random, faulty=faulty)
            applies = number not in asked or case in asked[number]
            said = answer if applies else "not_applicable"
            rows.append((case, number, said, day.isoformat(), "made up"))
    return as_csv(HEADERS, rows)


def _asked(extract: Path, framework: Framework) -> dict[str, set[str]]:
    """Key question to the cases it is asked of, where that is not all of them."""
    tables = {each.theme: each.table for each in auditors().only_where}
    return {
        question.number: set(_cases_in(extract / f"{tables[standard.theme]}.parquet"))
        for standard in framework.standards
        if standard.theme in tables
        for question in standard.key_questions
    }


def _cases_in(table: Path) -> list[str]:
    cases: list[str] = pq.read_table(table, columns=["case_id"]).column("case_id").to_pylist()
    return cases


def _drawn(extract: Path, audits: int, seed: int) -> list[str]:
    """Current cases by lot: the hash of seed and reference, as samples are drawn."""
    table = pq.read_table(extract / "cases.parquet", columns=["case_id", "ended_on"]).to_pylist()
    current = [row["case_id"] for row in table if row["ended_on"] is None]
    if len(current) < audits:
        wrong = f"there are only {len(current):,} current cases"
        raise InputProblems.one(str(extract), wrong, "Ask for fewer audits")
    return sorted(current, key=lambda case: hashlib.sha256(f"{seed}:{case}".encode()).digest())[
        :audits
    ]


def _answer(random: np.random.Generator, *, faulty: bool) -> str:
    habits = auditors().habits
    insufficient = habits["auditor_notices" if faulty else "other_faults"].value
    not_relevant, verdict = random.random(2)
    if not_relevant < habits["not_applicable"].value:
        return "not_applicable"
    return "no" if verdict < insufficient else "yes"
