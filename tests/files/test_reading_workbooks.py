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
    with pytest.raises(InputProblems) as caught:
        read_table(path)
    (problem,) = caught.value.problems
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


def test_a_formula_in_an_xlsx_file_is_refused_by_cell(xlsx: Make) -> None:
    problem = the_problem(xlsx([["a", "b"], ["x", "<c><f>1+1</f><v>2</v></c>"]]))
    assert (problem.wrong, problem.row, problem.column) == ("the cell holds a formula", 2, "B")


def test_a_formula_in_a_cell_without_an_address_is_refused(xlsx_sheet: Make) -> None:
    path = xlsx_sheet("<row><c t='str'><f>1+1</f><v>2</v></c></row>")
    assert the_problem(path).wrong == "a cell holds a formula"


def test_a_formula_in_an_ods_file_is_refused(ods: Make) -> None:
    rows = ods_rows(["a"]) + ODS_ROW.format(
        '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>'
    )
    assert the_problem(ods(rows)).wrong == "a cell holds a formula"


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
    monkeypatch.setattr(tables, "limits", lambda: {"bytes": 10_000, "unpacked_bytes": 100_000})
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
