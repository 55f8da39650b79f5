"""Finding columns under other names."""

from assay.files.columns import match_columns
from assay.files.tables import Table
from assay.problems import Problem, ProblemList

ALIASES = {"crn": ["case reference"], "ldu": ["local delivery unit", "PDU"], "team": []}


def table(*headers: str) -> Table:
    return Table("made-up.csv", "", {header: ["x"] for header in headers}, [2])


def test_names_match_whatever_their_case_spaces_and_punctuation() -> None:
    problems = ProblemList("made-up.csv")
    matched = match_columns(
        table("Case_Reference", "Local Delivery Unit", "shoe size"), ALIASES, ["crn"], problems
    )
    assert matched.headers == {"crn": "Case_Reference", "ldu": "Local Delivery Unit"}
    assert matched.aliases == matched.headers
    assert list(matched.extra) == ["shoe size"]
    assert problems.found == []


def test_a_column_under_its_own_name_is_no_alias() -> None:
    matched = match_columns(table("crn"), ALIASES, [], ProblemList("made-up.csv"))
    assert matched.aliases == {}


def test_every_missing_column_is_named_with_the_names_accepted() -> None:
    problems = ProblemList("made-up.csv")
    match_columns(table("shoe size"), ALIASES, ["crn", "team"], problems)
    assert [problem.wrong for problem in problems.found] == [
        "there is no column crn (also accepted: case reference)",
        "there is no column team",
    ]


def test_two_headers_for_one_column_are_a_problem() -> None:
    problems = ProblemList("made-up.csv")
    match_columns(table("LDU", "PDU"), ALIASES, [], problems)
    (problem,) = problems.found
    assert (problem.wrong, problem.column) == ("this column and 'LDU' both mean ldu", "PDU")


def test_what_was_wrong_with_the_table_comes_first_and_its_cells_get_no_second_problem() -> None:
    formula = Problem("made-up.csv", "the cell holds a formula", "Replace it", 2, "crn")
    problems = ProblemList("made-up.csv")
    match_columns(Table("made-up.csv", "", {"crn": ["=1"]}, [2], (formula,)), ALIASES, [], problems)
    problems.add("the cell is blank", "Fill it in", row=2, column="crn")
    problems.add("the cell is blank", "Fill it in", row=3, column="crn")
    problems.add("nothing says who this is", "Give the CRN", row=2)
    assert [(problem.row, problem.column) for problem in problems.found] == [
        (2, "crn"),
        (3, "crn"),
        (2, None),
    ]
    assert problems.found[0] == formula
