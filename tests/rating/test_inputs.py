"""The two files a rating is made from: what is accepted, and what is refused and how."""

from collections.abc import Callable, Sequence

import pytest

from assay.problems import InputProblems, Problem
from assay.rating.inputs import match_rating, read_assessments, read_judgements
from assay.standards.framework import Framework

Build = Callable[..., object]


def problems(read: Callable, *arguments: object) -> tuple[Problem, ...]:
    with pytest.raises(InputProblems) as raised:
        read(*arguments)
    return raised.value.problems


def rows(*body: Sequence[str]) -> list[Sequence[str]]:
    return [("case_id", "key_question", "sufficient"), *body]


def test_names_and_spellings_people_use_are_understood(crc: Framework, table: Build) -> None:
    cases = read_assessments(
        table(
            [
                ("Case Ref", "KQ", "Answer", "cluster"),
                ("a", "2.1 KQ1", "Y", "North"),
                ("a", "2.1.2", "Sufficient", "North"),
                ("a", "KQ 2.1.3", "n/a", "North"),
            ]
        ),
        crc,
    )
    assert list(cases.questions) == ["2.1.1", "2.1.2", "2.1.3"]
    assert list(cases.answers) == ["yes", "yes", "not_applicable"]
    assert cases.extra == {"cluster": ["North"] * 3}


@pytest.mark.parametrize(
    ("row", "column", "wrong"),
    [
        (("", "2.1.1", "yes"), "case_id", "the case is blank"),
        (("a", "9.9.9", "yes"), "key_question", "crc-2019 has no key question with this number"),
        (("a", "1.1.1", "yes"), "key_question", "belongs to a standard that is judged"),
        (("a", "2.1.1", "45%"), "sufficient", "a percentage, not an answer"),
        (("a", "2.1.1", "excellent"), "sufficient", "not an answer"),
        (("a", "2.1.1", ""), "sufficient", "the answer is blank"),
    ],
)
def test_each_bad_cell_is_named_by_row_and_column(
    crc: Framework, table: Build, row: Sequence[str], column: str, wrong: str
) -> None:
    (problem,) = problems(read_assessments, table(rows(("b", "2.1.1", "no"), row)), crc)
    assert (problem.row, problem.column) == (3, column)
    assert wrong in problem.wrong
    assert problem.remedy


def test_a_shifted_row_does_not_put_a_person_into_an_error(crc: Framework, table: Build) -> None:
    found = problems(
        read_assessments, table(rows(("a", "Madeup Person", "Madeup Person 1/1/1980"))), crc
    )
    assert [problem.found for problem in found] == [None, None]


def test_every_problem_of_a_file_is_listed_at_once(crc: Framework, table: Build) -> None:
    found = problems(
        read_assessments,
        table(rows(("", "2.1.1", "yes"), ("a", "x", "yes"), ("b", "2.1.1", "maybe"))),
        crc,
    )
    assert [problem.row for problem in found] == [2, 3, 4]


def test_two_answers_to_one_question_of_a_case_are_refused_with_both_rows(
    crc: Framework, table: Build
) -> None:
    (problem,) = problems(
        read_assessments, table(rows(("a", "2.1.1", "yes"), ("a", "2.1 KQ1", "no"))), crc
    )
    assert problem.row == 3
    assert "row 2 already answers 2.1.1" in problem.wrong


def test_a_missing_column_is_named_with_the_names_accepted(crc: Framework, table: Build) -> None:
    (problem,) = problems(read_assessments, table([("case_id", "kq"), ("a", "2.1.1")]), crc)
    assert "no column sufficient" in problem.wrong
    assert "answer" in problem.wrong


def judgement_rows(*body: Sequence[str]) -> list[Sequence[str]]:
    return [("standard", "rating", "rationale"), *body]


def test_a_judged_rating_is_read_with_its_rationale(crc: Framework, table: Build) -> None:
    judged = read_judgements(
        table(judgement_rows(("1.1", "requires  IMPROVEMENT", "Made-up reason"))), crc
    )
    assert judged["1.1"].rating == "Requires improvement"
    assert judged["1.1"].rationale == "Made-up reason"


@pytest.mark.parametrize(
    ("row", "column", "wrong"),
    [
        (("1.1", "excellent", "Reason"), "rating", "not a rating"),
        (("1.1", "Good", ""), "rationale", "needs its rationale"),
        (("7.1", "Good", "Reason"), "standard", "no standard with this number"),
        (("2.1", "Good", "Reason"), "standard", "counted from cases"),
        (("1.2", "Good", "Reason"), "standard", "judged twice"),
    ],
)
def test_each_bad_judgement_is_named(
    crc: Framework, table: Build, row: Sequence[str], column: str, wrong: str
) -> None:
    content = judgement_rows(("1.2", "Good", "Made-up reason"), row)
    (problem,) = problems(read_judgements, table(content), crc)
    assert (problem.row, problem.column) == (3, column)
    assert wrong in problem.wrong


def test_a_rating_called_excellent_gets_the_four_names(crc: Framework, table: Build) -> None:
    (problem,) = problems(
        read_judgements, table(judgement_rows(("1.1", "excellent", "Reason"))), crc
    )
    assert "Inadequate, Requires improvement, Good, Outstanding" in problem.remedy


def test_a_name_that_is_no_rating_matches_none() -> None:
    assert match_rating("poor") is None
