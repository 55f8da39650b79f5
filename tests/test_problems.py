"""What is wrong with an input, said completely and without naming anyone."""

import pytest

from assay.problems import Gathered, InputProblems, Problem, ProblemList, as_json, describe


def test_like_problems_come_together_with_their_rows_as_ranges() -> None:
    problems = ProblemList("list.csv")
    for row in (9, 2, 3, 4, 12):
        problems.add("the case is blank", "Give the case", row=row, column="case_id")
    assert describe(problems.found) == (
        "5 problems found:\n"
        "  list.csv, rows 2-4, 9, 12, column case_id: the case is blank. Give the case."
    )


def test_one_problem_is_not_called_problems() -> None:
    text = describe([Problem("list.csv", "the file is empty", "Fill it")])
    assert text == "1 problem found:\n  list.csv: the file is empty. Fill it."


def test_the_value_found_is_shown_where_it_was_kept() -> None:
    text = describe([Problem("j.csv", "not a rating", "Use one of four", 2, "rating", "poor")])
    assert "(found 'poor')" in text


def test_scattered_rows_are_cut_short_in_text_but_all_kept() -> None:
    problems = ProblemList("list.csv")
    for row in range(2, 102, 2):
        problems.add("the case is blank", "Give the case", row=row, column="case_id")
    text = describe(problems.found)
    assert text.startswith("50 problems found:\n  list.csv, rows 2, 4, ")
    assert ", 40 and 30 more rows, column case_id" in text
    assert len(as_json(problems.found)) == 50


def test_a_value_is_quoted_plainly_on_one_line() -> None:
    text = describe([Problem("j.csv", "not known", "Use one of four", 2, "a\nb", "x\xa0y\x1b[1m")])
    assert text.splitlines()[1] == (
        "  j.csv, row 2, column a b: not known (found 'x y [1m'). Use one of four."
    )


def test_problems_of_several_readers_are_raised_together() -> None:
    def fail(name: str) -> None:
        raise InputProblems.one(name, "it is wrong", "Mend it")

    gathered = Gathered()
    assert gathered.run(fail, "one.csv") is None
    assert gathered.run(len, "abc") == 3
    assert gathered.run(fail, "two.csv") is None
    with pytest.raises(InputProblems) as raised:
        gathered.raise_if_any()
    assert [problem.file for problem in raised.value.problems] == ["one.csv", "two.csv"]
    assert as_json(raised.value.problems)[0]["remedy"] == "Mend it"


def test_no_problem_raises_nothing() -> None:
    Gathered().raise_if_any()
    ProblemList("list.csv").raise_if_any()


def test_an_exception_without_a_problem_can_not_be_made() -> None:
    with pytest.raises(ValueError, match="at least one"):
        InputProblems([])
