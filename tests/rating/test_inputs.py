"""The two files a rating is made from: what is accepted, and what is refused and how."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assay.files.tables import read_table
from assay.problems import InputProblems, Problem, describe
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


def test_second_answers_to_a_question_of_a_case_are_refused_in_one_line(
    crc: Framework, table: Build
) -> None:
    found = problems(
        read_assessments,
        table(
            rows(
                ("a", "2.1.1", "yes"),
                ("a", "2.1 KQ1", "no"),
                ("b", "2.1.2", "no"),
                ("b", "2.1.2", "no"),
            )
        ),
        crc,
    )
    assert [problem.row for problem in found] == [3, 5]
    assert "rows 3, 5: an earlier row already answers this key question" in describe(found)


def test_a_missing_column_is_named_with_the_names_accepted(crc: Framework, table: Build) -> None:
    (problem,) = problems(read_assessments, table([("case_id", "kq"), ("a", "2.1.1")]), crc)
    assert "no column sufficient" in problem.wrong
    assert "answer" in problem.wrong


def test_where_a_column_is_missing_the_others_are_checked(crc: Framework, table: Build) -> None:
    missing, wrong = problems(read_assessments, table([("kq", "answer"), ("9.9.9", "yes")]), crc)
    assert "no column case_id" in missing.wrong
    assert (wrong.row, wrong.found) == (2, "9.9.9")
    missing, wrong = problems(read_judgements, table([("standard", "why"), ("7.1", "x")]), crc)
    assert "no column rating" in missing.wrong
    assert (wrong.row, wrong.column, wrong.found) == (2, "standard", "7.1")


def test_an_extra_cell_a_formula_and_a_bad_answer_are_listed_at_once(
    crc: Framework, tmp_path: Path
) -> None:
    path = tmp_path / "made-up.csv"
    body = "a,2.1.1,yes,x\nb,2.1.1,=1\nc,2.1.1,maybe\n"
    path.write_text("case_id,key_question,sufficient\n" + body, encoding="utf-8")
    found = problems(read_assessments, read_table(path), crc)
    assert [(problem.row, problem.column) for problem in found] == [
        (2, None),
        (3, "sufficient"),
        (4, "sufficient"),
    ]


@pytest.mark.parametrize("cell", ["Madeup", "Madeup Person", "17/07/1977", "17.07.77", "X123456"])
def test_no_name_date_or_reference_is_echoed(crc: Framework, table: Build, cell: str) -> None:
    answers = table(rows(("a", cell, f"{cell} 45%")))
    judged = table(judgement_rows((cell, cell, "Reason")))
    found = problems(read_assessments, answers, crc) + problems(read_judgements, judged, crc)
    assert [problem.found for problem in found] == [None] * 4
    assert cell not in describe(found)


def test_a_standard_judged_twice_is_found_even_beside_a_bad_rating(
    crc: Framework, table: Build
) -> None:
    found = problems(
        read_judgements,
        table(judgement_rows(("1.1", "excellent", "Reason"), ("1.1", "Good", "Reason"))),
        crc,
    )
    assert {(problem.row, problem.column) for problem in found} == {(2, "rating"), (3, "standard")}


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
