"""The judgements a rating is made from, checked against the framework."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assay.files.columns import Matched, match_columns
from assay.files.tables import Table
from assay.problems import ProblemList
from assay.standards.framework import RATINGS, Framework, Rating

Answer = Literal["yes", "no", "not_applicable"]
NUMBER = re.compile(r"\d(\.\d){0,2}", re.ASCII)
"""A standard's or key question's number; nobody's name, reference or date of birth is like it."""
PERCENTAGE = re.compile(r"\d{1,3}(\.\d{1,2})?\s*%", re.ASCII)


@dataclass(frozen=True, slots=True)
class Assessments:
    """Inspectors' answers, one for each case and key question, as columns of one length.

    Attributes:
        file: Where they came from.
        case_ids: The case.
        questions: The key question's number in the framework.
        answers: "yes" sufficient, "no" not sufficient, "not_applicable".
        extra: Further columns by header, kept for breakdowns.
    """

    file: str
    case_ids: Sequence[str]
    questions: Sequence[str]
    answers: Sequence[Answer]
    extra: Mapping[str, Sequence[str]]

    def __iter__(self) -> Iterator[tuple[str, str, Answer]]:
        """Walk case, key question and answer together."""
        return zip(self.case_ids, self.questions, self.answers, strict=True)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A rating that people decided, with their reason."""

    standard: str
    rating: Rating
    rationale: str


@dataclass(frozen=True, slots=True)
class PublishedRating:
    """A rating known only from what was published, with its source."""

    standard: str
    rating: Rating
    source: str


class _Columns(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    columns: dict[str, list[str]]


class _ColumnsAndAnswers(_Columns):
    answers: dict[Answer, list[str]]


class _Vocabulary(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    assessments: _ColumnsAndAnswers
    discretion: _Columns
    judgements: _Columns


@cache
def vocabulary() -> _Vocabulary:
    """Names accepted for columns and answers; see rating/inputs.toml."""
    text = files("assay.rating").joinpath("inputs.toml").read_text(encoding="utf-8")
    return _Vocabulary.model_validate(tomllib.loads(text))


def read_assessments(table: Table, framework: Framework) -> Assessments:
    """Check inspectors' answers against the framework.

    Args:
        table: One row for each case and key question: `case_id, key_question, sufficient`.
        framework: Whose key questions were answered.

    Returns:
        The answers; columns other than the three are kept.

    Raises:
        InputProblems: A column is missing or named twice; a case is blank; a key question is
            not one the framework counts from cases; an answer is not yes, no or
            not_applicable; a case has two answers to one key question.
    """
    problems = ProblemList(table.file)
    accepted = vocabulary().assessments
    match = match_columns(table, accepted.columns, list(accepted.columns), problems)
    case_ids = _case_ids(table, match, problems)
    questions = _questions(table, match, framework, problems)
    answers = _answers(table, match, problems)
    _refuse_repeats(table, case_ids, questions, problems)
    problems.raise_if_any()
    return Assessments(
        file=table.file,
        case_ids=case_ids,
        questions=[question for question in questions if question is not None],
        answers=[answer for answer in answers if answer is not None],
        extra={header: table.columns[header] for header in match.extra},
    )


def read_judgements(table: Table, framework: Framework) -> dict[str, Judgement]:
    """Check the judged standards' ratings against the framework.

    Args:
        table: One row for each judged standard: `standard, rating, rationale`.
        framework: Whose standards were judged.

    Returns:
        The judgements by standard number.

    Raises:
        InputProblems: A column is missing; a standard is unknown, counted from cases or
            there twice; a rating is not one of the four; a rationale is blank.
    """
    problems = ProblemList(table.file)
    accepted = vocabulary().judgements.columns
    match = match_columns(table, accepted, list(accepted), problems)
    numbers = _cells(table, match, "standard")
    ratings = _cells(table, match, "rating")
    _check_standards(table, match, framework, problems)
    for row, rating in zip(table.rows, ratings, strict=False):
        if match_rating(rating) is None:
            problems.add(
                "this is not a rating" if rating else "the rating is blank",
                f"Use one of {', '.join(RATINGS)}",
                row=row,
                column=match.headers["rating"],
            )
    rationales = _cells(table, match, "rationale")
    for row, rationale in zip(table.rows, rationales, strict=False):
        if not rationale:
            problems.add(
                "a judged rating needs its rationale",
                "Say in a sentence why the evidence supports this rating",
                row=row,
                column=match.headers["rationale"],
            )
    problems.raise_if_any()
    return {
        number: Judgement(number, matched, rationale)
        for number, rating, rationale in zip(numbers, ratings, rationales, strict=True)
        if (matched := match_rating(rating))
    }


def match_rating(text: str) -> Rating | None:
    """The rating a text names, ignoring case and spacing; None if it names none."""
    plain = " ".join(text.split()).casefold()
    for rating in RATINGS:
        if rating.casefold() == plain:
            return rating
    return None


def _cells(table: Table, match: Matched, name: str) -> Sequence[str]:
    """A column's cells; none where it is missing, so that nothing more is said of it."""
    header = match.headers.get(name)
    return [] if header is None else table.columns[header]


def _case_ids(table: Table, match: Matched, problems: ProblemList) -> Sequence[str]:
    case_ids = _cells(table, match, "case_id")
    for row, case_id in zip(table.rows, case_ids, strict=False):
        if not case_id:
            header = match.headers["case_id"]
            problems.add("the case is blank", "Give the case's reference", row=row, column=header)
    return case_ids


def _questions(
    table: Table, match: Matched, framework: Framework, problems: ProblemList
) -> list[str | None]:
    counted = {
        question.number.casefold(): question.number
        for standard in framework.standards
        if standard.decided_by == "counts"
        for question in standard.key_questions
    }
    judged = {number.casefold() for number in framework.key_questions} - set(counted)
    cells = _cells(table, match, "key_question")
    meaning = {cell: counted.get(_plain_number(cell)) for cell in set(cells)}
    for row, cell in zip(table.rows, cells, strict=False):
        if meaning[cell] is None:
            if _plain_number(cell) in judged:
                wrong = "this key question belongs to a standard that is judged, not counted"
                remedy = "Move it to the judgements file as one rating with its rationale"
            else:
                wrong = f"{framework.id} has no key question with this number"
                remedy = f"Use a number from: assay frameworks {framework.id}"
            header = match.headers["key_question"]
            problems.add(wrong, remedy, row=row, column=header, found=_number_in(cell))
    return [meaning[cell] for cell in cells]


def _number_in(cell: str) -> str | None:
    """The cell as it may be shown: only where it is a number of the framework's kind."""
    plain = _plain_number(cell)
    return plain if NUMBER.fullmatch(plain) else None


def _plain_number(cell: str) -> str:
    """A key question's number without the ways people dress it: "2.1 KQ3" is 2.1.3."""
    return ".".join(part.strip() for part in cell.casefold().split("kq") if part.strip())


def _answers(table: Table, match: Matched, problems: ProblemList) -> list[Answer | None]:
    known: dict[str, Answer] = {}
    for answer, others in vocabulary().assessments.answers.items():
        known.update(dict.fromkeys([answer, answer.replace("_", " "), *others], answer))
    cells = _cells(table, match, "sufficient")
    meaning = {cell: known.get(" ".join(cell.split()).casefold()) for cell in set(cells)}
    for row, cell in zip(table.rows, cells, strict=False):
        if meaning[cell] is None:
            wrong = "this is a percentage, not an answer" if "%" in cell else "not an answer"
            problems.add(
                wrong if cell else "the answer is blank",
                "Use yes, no or not_applicable, one row for each case and key question",
                row=row,
                column=match.headers["sufficient"],
                found=cell if PERCENTAGE.fullmatch(cell) else None,
            )
    return [meaning[cell] for cell in cells]


def _refuse_repeats(
    table: Table,
    case_ids: Sequence[str],
    questions: Sequence[str | None],
    problems: ProblemList,
) -> None:
    seen: set[tuple[str, str]] = set()
    for row, case_id, question in zip(table.rows, case_ids, questions, strict=False):
        if not case_id or question is None:
            continue
        if (case_id, question) in seen:
            problems.add(
                "an earlier row already answers this key question for this case",
                "Keep one; put a second reader's answers in a file of their own",
                row=row,
            )
        seen.add((case_id, question))


def _check_standards(
    table: Table, match: Matched, framework: Framework, problems: ProblemList
) -> None:
    seen: set[str] = set()
    for row, number in zip(table.rows, _cells(table, match, "standard"), strict=False):
        fault = _standard_fault(number, framework, seen)
        if fault:
            header = match.headers["standard"]
            problems.add(*fault, row=row, column=header, found=_number_in(number))
        seen.add(number)


def _standard_fault(
    number: str, framework: Framework, judged: Collection[str]
) -> tuple[str, str] | None:
    """What is wrong with a judged standard's number and what to do; None if nothing is."""
    decided_by = {standard.number: standard.decided_by for standard in framework.standards}
    if number not in decided_by:
        ours = (standard for standard, how in decided_by.items() if how == "judgement")
        return f"{framework.id} has no standard with this number", f"Use one of {', '.join(ours)}"
    if decided_by[number] == "counts":
        return (
            "this standard is counted from cases, not judged",
            "Take it out of this file and put its answers in the assessments file",
        )
    if number in judged:
        return "this standard is judged twice", "Keep one row"
    return None
