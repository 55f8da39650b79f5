"""Reading a case list. Every person here is made up."""

import datetime as dt
from pathlib import Path

import pytest
from odfdo import Document, Row, Table

from assay.caseload.case_list import CaseList, read_case_list
from assay.caseload.vocabulary import parse_vocabulary, vocabulary
from assay.problems import InputProblems, Problem

PERSON = {
    "crn": "M000001",
    "pnc": "MU/1",
    "family_name": "Madeup",
    "first_name": "Ann",
    "date_of_birth": "01/02/1990",
    "gender": "Female",
    "sentence_type": "Community Order",
    "rosh_level": "Low",
    "start_date": "31/03/2019",
    "end_date": "30/03/2020",
    "cluster": "North",
    "ldu": "Hill",
    "team": "A",
    "responsible_officer": "Officer One",
}
HEADER = list(PERSON)


def read(folder: Path, *people: dict[str, str], header: dict[str, str] | None = None) -> CaseList:
    """Read a list of people who are like PERSON but for what is given.

    `header` gives the file's headers with our name for each.
    """
    columns = header or {name: name for name in HEADER}
    lines = [",".join(columns)]
    for person in people:
        cells = PERSON | person
        lines.append(",".join(cells.get(name, "") for name in columns.values()))
    path = folder / "made-up.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_case_list(path)


def problems_with(folder: Path, *people: dict[str, str]) -> list[Problem]:
    with pytest.raises(InputProblems) as caught:
        read(folder, *people)
    return list(caught.value.problems)


def test_a_row_becomes_values_in_our_own_words(tmp_path: Path) -> None:
    cases = read(tmp_path, {})
    assert len(cases) == 1
    assert (cases.gender, cases.sentence_type, cases.rosh_level) == (
        ["female"],
        ["community order"],
        ["low"],
    )
    assert cases.date_of_birth == [dt.date(1990, 2, 1)]
    assert cases.start_date == [dt.date(2019, 3, 31)]
    assert cases.end_date == [dt.date(2020, 3, 30)]
    assert (cases.rows, cases.team, cases.file) == ([2], ["A"], "made-up.csv")
    assert (dict(cases.aliases), cases.extra) == ({}, ())


def test_an_ods_list_with_real_dates_is_read_like_a_csv_one(tmp_path: Path) -> None:
    sheet = Table("Cases")
    values: dict[str, object] = {**PERSON, "start_date": dt.date(2019, 3, 31)}
    for row in (HEADER, [values[name] for name in HEADER]):
        sheet.append_row(_row(row))
    document = Document("spreadsheet")
    document.body.clear()
    document.body.append(sheet)
    document.save(tmp_path / "made-up.ods")
    cases = read_case_list(tmp_path / "made-up.ods")
    assert cases.start_date == [dt.date(2019, 3, 31)]
    assert cases.crn == ["M000001"]


def _row(values: list[object]) -> object:
    row = Row()
    row.set_values(values)
    return row


def test_other_names_for_columns_are_taken_and_reported(tmp_path: Path) -> None:
    swaps = {"family_name": "Surname", "ldu": "Local Delivery Unit", "rosh_level": "RoSH"}
    header = {swaps.get(name, name): name for name in HEADER}
    assert read(tmp_path, {}, header=header).aliases == swaps


def test_columns_may_come_in_any_order_and_others_are_reported(tmp_path: Path) -> None:
    header = {name: name for name in reversed(HEADER)} | {"Shoe size": ""}
    cases = read(tmp_path, {}, header=header)
    assert cases.extra == ("Shoe size",)
    assert cases.cluster == ["North"]


def test_columns_that_may_be_missing_read_as_blank(tmp_path: Path) -> None:
    absent = {"pnc", "date_of_birth", "end_date", "team"}
    cases = read(tmp_path, {}, header={name: name for name in HEADER if name not in absent})
    assert (cases.pnc, cases.team) == ([""], [""])
    assert (cases.date_of_birth, cases.end_date) == ([None], [None])


def test_every_missing_column_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputProblems) as caught:
        read(tmp_path, {}, header={"crn": "crn", "gender": "gender"})
    wrong = [problem.wrong for problem in caught.value.problems]
    assert len(wrong) == 8
    assert all(clause.startswith("there is no column") for clause in wrong)


SSO = "suspended sentence order"
UNRECORDED = "not recorded as male or female"


@pytest.mark.parametrize(
    ("column", "words", "value"),
    [
        ("sentence_type", "CO|ORA Community Order|community", "community order"),
        ("sentence_type", "SSO|Suspended Sentence|suspended sentence order", SSO),
        ("sentence_type", "Licence|LICENSE|Custody|Post-Release Licence", "licence"),
        ("sentence_type", "PSS|Post sentence supervision", "post-sentence supervision"),
        ("rosh_level", "L|low|Low RoSH|LOW RISK", "low"),
        ("rosh_level", "M|Med|Medium", "medium"),
        ("rosh_level", "H|High|high rosh", "high"),
        ("rosh_level", "VH|Very High|very-high|V.H.", "very high"),
        ("gender", "M|Male|man", "male"),
        ("gender", "F|FEMALE|Woman", "female"),
        ("gender", "|X|Other|Non-binary|not known|Prefer not to say", UNRECORDED),
    ],
)
def test_the_usual_words_and_codes_are_understood(
    tmp_path: Path, column: str, words: str, value: str
) -> None:
    people = [{column: word} for word in words.split("|")]
    assert set(getattr(read(tmp_path, *people), column)) == {value}


def test_every_bad_cell_is_named_by_row_and_column(tmp_path: Path) -> None:
    found = problems_with(
        tmp_path,
        {"rosh_level": "excellent"},
        {"start_date": "31/02/2020", "sentence_type": "youth order"},
        {"gender": "q", "date_of_birth": "unknown"},
        {"end_date": "30/03/2019"},
    )
    assert {(problem.row, problem.column, problem.wrong) for problem in found} == {
        (2, "rosh_level", "this word is not known here"),
        (3, "start_date", "there is no such date"),
        (3, "sentence_type", "this word is not known here"),
        (4, "gender", "this word is not known here"),
        (4, "date_of_birth", "this is not a date that can be read"),
        (5, "end_date", "the end is before the start"),
    }
    words = next(problem for problem in found if problem.column == "rosh_level")
    assert words.remedy == "Use one of: low, medium, high, very high"


def test_nobody_is_born_on_or_after_the_start_or_in_the_future(tmp_path: Path) -> None:
    found = problems_with(tmp_path, {"date_of_birth": "31/03/2019"}, {"date_of_birth": "1/1/2020"})
    assert [(p.row, p.column, p.wrong) for p in found] == [
        (2, "date_of_birth", "the birth is not before the start"),
        (3, "date_of_birth", "the birth is not before the start"),
    ]
    read(tmp_path, {"date_of_birth": "1/1/2018", "start_date": "1/2/2018"})
    with pytest.raises(InputProblems) as caught:
        read_case_list(tmp_path / "made-up.csv", as_of=dt.date(2017, 1, 1))
    (problem,) = caught.value.problems
    assert (problem.column, problem.wrong) == ("date_of_birth", "the birth is in the future")


def test_everything_wrong_is_listed_at_once_and_each_cell_once(tmp_path: Path) -> None:
    found = problems_with(
        tmp_path,
        {"team": "A,B"},
        {"start_date": "=TODAY()", "rosh_level": "#N/A"},
        {"gender": "q"},
    )
    assert [(problem.row, problem.column) for problem in found] == [
        (2, None),
        (3, "rosh_level"),
        (3, "start_date"),
        (4, "gender"),
    ]


def test_a_missing_column_does_not_hide_bad_cells_elsewhere(tmp_path: Path) -> None:
    header = {name: name for name in HEADER if name not in {"crn", "first_name"}}
    with pytest.raises(InputProblems) as caught:
        read(tmp_path, {"gender": "q", "start_date": "soon"}, header=header)
    assert [(problem.row, problem.column) for problem in caught.value.problems] == [
        (1, None),
        (1, None),
        (2, "gender"),
        (2, "start_date"),
    ]


def test_a_column_of_different_bad_dates_is_read_once_and_said_in_few_lines(
    tmp_path: Path,
) -> None:
    people = [{"crn": f"M{n}", "start_date": f"31/02/{n}"} for n in range(1000, 6000)]
    with pytest.raises(InputProblems) as caught:
        read(tmp_path, *people)
    assert len(caught.value.problems) == 5000
    _, years, days = str(caught.value).splitlines()
    assert "rows 2-901, 1202-5001, column start_date: the year is outside 1900 to 2199" in years
    assert "rows 902-1201, column start_date: there is no such date" in days


def test_what_every_case_needs_may_not_be_blank(tmp_path: Path) -> None:
    found = problems_with(tmp_path, {"sentence_type": "", "rosh_level": "", "start_date": ""})
    assert [(problem.row, problem.column) for problem in found] == [
        (2, "sentence_type"),
        (2, "rosh_level"),
        (2, "start_date"),
    ]
    assert {problem.wrong for problem in found} == {"the cell is blank"}


@pytest.mark.parametrize(
    "known",
    [{"crn": "M1"}, {"pnc": "MU/9"}, {"date_of_birth": "1/2/1990", "first_name": "Ann"}],
)
def test_any_one_identifier_is_enough(tmp_path: Path, known: dict[str, str]) -> None:
    nobody = {"crn": "", "pnc": "", "date_of_birth": "", "first_name": ""}
    assert len(read(tmp_path, nobody | known)) == 1
    (problem,) = problems_with(tmp_path, nobody)
    assert (problem.row, problem.column) == (2, None)
    assert "nothing says who this is" in problem.wrong


def test_a_restricted_row_may_be_blank_or_masked(tmp_path: Path) -> None:
    masked = {**dict.fromkeys(HEADER, "****"), "first_name": ""}
    blank = {**dict.fromkeys(HEADER, ""), "family_name": "*"}
    cases = read(tmp_path, masked, blank)
    assert (cases.sentence_type, cases.start_date) == (["", ""], [None, None])


def test_a_wrong_word_on_a_restricted_row_is_still_a_problem(tmp_path: Path) -> None:
    (problem,) = problems_with(tmp_path, {"family_name": "Mad*up", "rosh_level": "excellent"})
    assert problem.column == "rosh_level"


def test_problems_quote_nobody(tmp_path: Path) -> None:
    person = {
        "family_name": "Zebedee",
        "crn": "M777",
        "pnc": "MU/777",
        "date_of_birth": "1/13/1991",
    }
    shifted = {"gender": "Zebedee", "sentence_type": "M777", "start_date": "MU/777"}
    said = "\n".join(str(problem) for problem in problems_with(tmp_path, person | shifted))
    assert not any(word in said for word in ("Zebedee", "M777", "MU/777", "1/13/1991"))


def test_the_shipped_vocabulary_reads_the_columns_of_the_contract() -> None:
    assert list(vocabulary().columns) == HEADER


def test_a_word_that_stands_for_two_values_stops_the_load() -> None:
    text = """
        source = "made up"
        restricted_mark = "*"
        columns = { crn = { required = true, aliases = ["CRN"] } }
        sentence_type = { "licence" = ["CO"], "community order" = ["C.O."] }
        rosh_level = { low = [] }
        gender = { male = [] }
    """
    with pytest.raises(ValueError, match="given twice") as caught:
        parse_vocabulary(text)
    assert "columns: 'crn'" in str(caught.value)
    assert "sentence_type: 'co'" in str(caught.value)
