"""What happens to good and bad XLSX and ODS files."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assay.files import tables
from assay.files.tables import read_table
from assay.problems import InputProblems, Problem

Make = Callable[..., Path]
ODS_ROW = "<table:table-row>{}</table:table-row>"
ODS_TEXT = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
ODS_DATE = (
    '<table:table-cell office:value-type="date" office:date-value="{}"><text:p>x</text:p>'
    "</table:table-cell>"
)


def ods_rows(*rows: list[str]) -> str:
    return "".join(ODS_ROW.format("".join(map(ODS_TEXT.format, row))) for row in rows)


def the_problem(path: Path) -> Problem:
    try:
        (problem,) = read_table(path).problems
    except InputProblems as caught:
        (problem,) = caught.problems
    assert problem.remedy
    return problem


def test_an_xlsx_file_gives_text_dates_and_whole_numbers(xlsx: Make) -> None:
    # 43921 days after 30 December 1899 is 31 March 2020; style 1 says that it is a date.
    cells = ["A", '<c s="1"><v>43921</v></c>', "<c><v>12</v></c>", "<c><v>2.5</v></c>"]
    yes = '<c t="b"><v>1</v></c>'
    time = '<c s="1"><v>43921.5</v></c>'
    table = read_table(xlsx([["a", "b", "c", "d", "e", "f"], [*cells, yes, time]]))
    assert [column[0] for column in table.columns.values()] == [
        "A",
        "2020-03-31",
        "12",
        "2.5",
        "yes",
        "2020-03-31 12:00:00",
    ]
    assert table.rows == [2]


def test_an_ods_file_gives_text_and_dates(ods: Make) -> None:
    rows = ods_rows(["a", "b"]) + ODS_ROW.format(
        ODS_TEXT.format("x") + ODS_DATE.format("2020-03-31")
    )
    assert read_table(ods(rows)).columns == {"a": ["x"], "b": ["2020-03-31"]}


FORMULA = "the cell holds a formula"
ERROR = "the cell holds a spreadsheet's error, not a value"


def test_a_formula_in_an_xlsx_file_is_refused_by_row_and_column(xlsx: Make) -> None:
    path = xlsx([["a", "sex"], ["x", '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>']])
    problem = the_problem(path)
    assert (problem.wrong, problem.row, problem.column) == (FORMULA, 2, "sex")


def test_a_formula_in_a_cell_without_an_address_is_refused(xlsx_sheet: Make) -> None:
    rows = "".join(
        f"<row><c t='str'>{inside}</c></row>" for inside in ("<v>a</v>", "<f>1</f><v>1</v>")
    )
    assert "a cell holds a formula" in the_problem(xlsx_sheet(rows)).wrong


def test_an_error_in_an_xlsx_file_is_refused_and_not_read_as_blank(xlsx: Make) -> None:
    path = xlsx([["a", "sex"], ["x", "y"], ["x", '<c t="e"><v>#N/A</v></c>']])
    problem = the_problem(path)
    assert (problem.wrong, problem.row, problem.column) == (ERROR, 3, "sex")


def test_a_cell_beyond_the_named_columns_is_named_by_its_letters(xlsx_sheet: Make) -> None:
    path = xlsx_sheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c><c r="AB2" t="e"><v>#REF!</v></c></row>'
    )
    problem = the_problem(path)
    assert (problem.wrong, problem.row, problem.column) == (ERROR, 2, "AB")


def test_formulas_on_another_sheet_are_refused_without_a_row(xlsx: Make) -> None:
    path = xlsx([["a"], ["x"]])
    other = '<worksheet><sheetData><row r="1"><c r="A1"><f>1</f></c></row></sheetData></worksheet>'
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/worksheets/sheet2.xml", other)
    problem = the_problem(path)
    assert "on another sheet" in problem.wrong
    assert problem.row is None


def test_formulas_and_errors_in_an_ods_file_are_refused_by_row_and_column(ods: Make) -> None:
    formula = (
        '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>'
    )
    errors = (
        '<table:table-cell table:number-columns-repeated="2" office:value-type="string" '
        'office:string-value="" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
    )
    plain = ODS_TEXT.format("x")
    twice = '<table:table-row table:number-rows-repeated="2">{}</table:table-row>'
    rows = ods_rows(["a", "b", "c"]) + twice.format(plain * 3)
    rows += ODS_ROW.format(plain + formula) + ODS_ROW.format(plain + errors)
    found = read_table(ods(rows)).problems
    assert [(problem.row, problem.column, problem.wrong) for problem in found] == [
        (4, "b", FORMULA),
        (5, "b", ERROR),
        (5, "c", ERROR),
    ]


def test_a_formula_on_the_second_sheet_of_an_ods_file_is_refused_without_a_row(ods: Make) -> None:
    second = '</table:table><table:table table:name="Other">'
    second += ODS_ROW.format('<table:table-cell table:formula="of:=1" office:value-type="float"/>')
    problem = the_problem(ods(ods_rows(["a"], ["x"]) + second))
    assert "on another sheet" in problem.wrong


def test_a_title_above_the_column_names_of_a_workbook_is_called_a_title(xlsx: Make) -> None:
    problem = the_problem(xlsx([["Made-up list", "", ""], ["a", "b", "c"], ["1", "2", "3"]]))
    assert problem.wrong.startswith("row 1 seems to be a title")


@pytest.mark.parametrize("name", ["made-up.xlsx", "made-up.ods"])
@pytest.mark.parametrize(
    "contents",
    [
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, id="a picture"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, id="locked by a password"),
        pytest.param(b"PK\x03\x04" + b"x" * 99, id="a damaged zip"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path, name: str, contents: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(contents)
    assert "is not a spreadsheet" in the_problem(path).wrong
    assert "password" in the_problem(path).wrong


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "made-up.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("letter.txt", "Dear inspector")
    assert "is not a spreadsheet" in the_problem(path).wrong


def test_a_workbook_damaged_inside_is_refused(xlsx: Make) -> None:
    path = xlsx([["a"], ["x" * 200]])
    data = bytearray(path.read_bytes())
    place = data.index(b"xl/worksheets/sheet1.xml") + 60
    data[place : place + 8] = b"\xff" * 8
    path.write_bytes(data)
    assert "is not a spreadsheet" in the_problem(path).wrong


def test_a_workbook_with_nothing_in_it_is_refused(xlsx: Make) -> None:
    assert the_problem(xlsx([])).wrong == "every sheet is empty"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(
    xlsx: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = xlsx([["a"], ["x" * 200_000]])
    assert path.stat().st_size < 10_000
    monkeypatch.setattr(
        tables, "limits", lambda: {"bytes": 10_000, "unpacked_bytes": 100_000, "parts": 9}
    )
    assert "unpacks to" in the_problem(path).wrong


def test_a_stray_cell_in_the_last_corner_is_refused(xlsx_sheet: Make) -> None:
    path = xlsx_sheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )
    # 1,048,576 rows by 16,384 columns.
    assert "17,179,869,184 cells" in the_problem(path).wrong


def test_an_ods_row_repeated_without_end_is_refused(ods: Make) -> None:
    cell = '<table:table-cell office:value-type="float" office:value="1" {}/>'
    wide = cell.format('table:number-columns-repeated="500"')
    rows = f'<table:table-row table:number-rows-repeated="1000000">{wide}</table:table-row>'
    assert "500,000,001 cells" in the_problem(ods(ods_rows(["a"]) + rows)).wrong


def test_blank_rows_repeated_to_the_foot_of_an_ods_sheet_are_fine(ods: Make) -> None:
    blank = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
    blank += 'table:number-columns-repeated="16384"/></table:table-row>'
    assert read_table(ods(ods_rows(["a"], ["x"]) + blank)).columns == {"a": ["x"]}
