"""What happens to good and bad CSV files."""

import hashlib
from pathlib import Path

import pytest

from assay.files import tables
from assay.files.tables import Table, read_table
from assay.problems import InputProblems, Problem


def csv_file(folder: Path, contents: str | bytes, name: str = "made-up.csv") -> Path:
    path = folder / name
    path.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
    return path


def problems_of(path: Path) -> tuple[Problem, ...]:
    try:
        found = read_table(path).problems
    except InputProblems as caught:
        found = caught.problems
    assert all(problem.file == path.name for problem in found)
    assert all(problem.wrong and problem.remedy for problem in found)
    return found


def the_problem(path: Path) -> Problem:
    (problem,) = problems_of(path)
    return problem


def test_a_csv_file_becomes_columns_with_row_numbers_and_a_hash(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "name, age\nAda ,36\n\n,\n Ben,\n")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    columns = {"name": ["Ada", "Ben"], "age": ["36", ""]}
    assert read_table(path) == Table("made-up.csv", digest, columns, [2, 5])
    assert len(read_table(path)) == 2


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_comma_semicolon_and_tab_are_all_read(tmp_path: Path, mark: str) -> None:
    path = csv_file(tmp_path, f"a{mark}b\n1{mark}2\n")
    assert read_table(path).columns == {"a": ["1"], "b": ["2"]}


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    assert "a" in read_table(csv_file(tmp_path, b"\xef\xbb\xbfa\n1\n")).columns


def test_a_first_column_called_pk_is_not_taken_for_a_zip(tmp_path: Path) -> None:
    assert read_table(csv_file(tmp_path, "PK,a\n1,2\n")).columns["PK"] == ["1"]


def test_short_rows_are_filled_with_blanks(tmp_path: Path) -> None:
    assert read_table(csv_file(tmp_path, "a,b\n1\n")).columns["b"] == [""]


def test_a_line_break_inside_quotation_marks_does_not_shift_row_numbers(tmp_path: Path) -> None:
    assert read_table(csv_file(tmp_path, 'a,b\n"1\n2",x\n3,y\n')).rows == [2, 3]


def test_windows_1252_is_refused_naming_the_row(tmp_path: Path) -> None:
    problem = the_problem(csv_file(tmp_path, b"a\nplain\nZo\xeb\n"))
    assert problem.row == 3
    assert problem.wrong == "the text is not in UTF-8"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_utf_16_is_refused(tmp_path: Path, encoding: str) -> None:
    problem = the_problem(csv_file(tmp_path, "a,b\n1,2\n".encode(encoding)))
    assert problem.remedy == "Save it as CSV UTF-8 (comma delimited)"


@pytest.mark.parametrize("start", [b"%PDF-1.7\n", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n\x00\x00"])
def test_another_kind_of_file_renamed_to_csv_is_refused(tmp_path: Path, start: bytes) -> None:
    assert the_problem(csv_file(tmp_path, start + b"x" * 50)).wrong == "the file is not text"


@pytest.mark.parametrize("contents", ["", "  \n\n"])
def test_an_empty_file_is_refused(tmp_path: Path, contents: str) -> None:
    assert the_problem(csv_file(tmp_path, contents)).wrong == "the file is empty"


def test_a_header_without_rows_is_refused(tmp_path: Path) -> None:
    assert "no rows" in the_problem(csv_file(tmp_path, "a,b\n,\n")).wrong


def test_a_blank_first_row_is_refused(tmp_path: Path) -> None:
    assert "no column names" in the_problem(csv_file(tmp_path, ",,\na,b,c\n")).wrong


def test_blank_and_repeated_headers_are_all_named(tmp_path: Path) -> None:
    blank, repeated = problems_of(csv_file(tmp_path, "a,,b,a\n1,2,3,4\n"))
    assert blank.wrong == "column 2 has no name"
    assert (repeated.wrong, repeated.column) == ("2 columns have this name", "a")


def test_of_repeated_columns_the_first_is_kept_so_that_the_rest_can_be_checked(
    tmp_path: Path,
) -> None:
    assert read_table(csv_file(tmp_path, "a,,b,a\n1,2,3,4\n")).columns == {"a": ["1"], "b": ["3"]}


@pytest.mark.parametrize("title", ["Made-up list of cases", "Made-up list of cases,,"])
def test_a_title_above_the_column_names_is_called_a_title(tmp_path: Path, title: str) -> None:
    problem = the_problem(csv_file(tmp_path, f"{title}\n\na,b,c\n1,2,3\n"))
    assert problem.wrong.startswith("row 1 seems to be a title")
    assert problem.remedy == "Put the column names in row 1"


def test_a_list_of_one_column_is_no_title(tmp_path: Path) -> None:
    assert read_table(csv_file(tmp_path, "a\n1\n2\n")).columns == {"a": ["1", "2"]}


def test_rows_with_more_cells_than_the_header_are_all_named(tmp_path: Path) -> None:
    found = problems_of(csv_file(tmp_path, "a,b\n1,2,3\n1,2\n1,2,,4\n1,2,\n"))
    assert [problem.row for problem in found] == [2, 4]


def test_a_quotation_mark_left_open_is_refused(tmp_path: Path) -> None:
    problem = the_problem(csv_file(tmp_path, 'a,b\n"1,2\n3,4\n'))
    assert problem.wrong.startswith("the text stops being CSV at line 3")


def test_formulas_are_refused_by_row_and_column(tmp_path: Path) -> None:
    text = "a,b\n=1+1,x\ny,@SUM(A1)\n+cmd|x,-2+A1\n"
    found = problems_of(csv_file(tmp_path, text))
    assert [(problem.row, problem.column) for problem in found] == [
        (2, "a"),
        (4, "a"),
        (3, "b"),
        (4, "b"),
    ]


@pytest.mark.parametrize(
    "cell",
    [
        "-A1",
        "+A1+B2",
        "-1/2",
        '-A1&"x"',
        "- SUM(A1)",
        "-x+WEBSERVICE(A1)",
        "+cmd|' /C calc'!A0",
        "-Sheet2!A1",
        "=x",
        "@x",
    ],
)
def test_what_a_spreadsheet_could_run_is_a_formula(tmp_path: Path, cell: str) -> None:
    quoted = cell.replace('"', '""')
    problem = the_problem(csv_file(tmp_path, f'a,b\n"{quoted}",x\n'))
    assert (problem.wrong, problem.row, problem.column) == ("the cell holds a formula", 2, "a")


@pytest.mark.parametrize(
    "cell",
    [
        "- weak oversight; = none",
        "-Secret",
        "- weak (see 2.1.3)",
        "- none!",
        "+ strong joint work - and good plans",
        "- 3 of 4 cases had no plan",
    ],
)
def test_a_note_that_begins_with_a_dash_is_no_formula(tmp_path: Path, cell: str) -> None:
    table = read_table(csv_file(tmp_path, f'a,b\n"{cell}",x\n'))
    assert (table.columns["a"], table.problems) == ([cell], ())


@pytest.mark.parametrize("cell", ["#N/A", "#REF!", "#DIV/0!", "#NAME?", "Err:502"])
def test_the_text_of_a_spreadsheets_error_is_refused_by_row_and_column(
    tmp_path: Path, cell: str
) -> None:
    problem = the_problem(csv_file(tmp_path, f"a,b\nx,y\nx,{cell}\n"))
    assert "a spreadsheet's error" in problem.wrong
    assert (problem.row, problem.column) == (3, "b")


def test_a_hash_before_a_number_is_no_error(tmp_path: Path) -> None:
    assert read_table(csv_file(tmp_path, "a\n#12\nErrol\n")).problems == ()


def test_a_nul_anywhere_is_refused(tmp_path: Path) -> None:
    problem = the_problem(csv_file(tmp_path, b"a,b\n" + b"1,2\n" * 5000 + b"1,\x00\n"))
    assert problem.wrong == "the file is not text"


def test_extra_cells_formulas_and_faulty_headers_are_all_named_at_once(tmp_path: Path) -> None:
    found = problems_of(csv_file(tmp_path, "a,b,,b\n1,2,3,4,5\n=1,2,3,4\n#N/A,2,3,4\n"))
    assert [(problem.row, problem.column) for problem in found] == [
        (1, None),
        (1, "b"),
        (2, None),
        (3, "a"),
        (4, "a"),
    ]


def test_signed_numbers_telephones_and_dashes_are_not_formulas(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "a,b,c\n-5,+44 20 7946 0000,-\n")
    assert [cells[0] for cells in read_table(path).columns.values()] == [
        "-5",
        "+44 20 7946 0000",
        "-",
    ]


def test_too_many_rows_and_columns_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        tables, "limits", lambda: {"bytes": 1000, "rows": 2, "columns": 2, "cells": 4}
    )
    assert "more than 2 rows" in the_problem(csv_file(tmp_path, "a\n1\n2\n3\n")).wrong
    assert "3 columns" in the_problem(csv_file(tmp_path, "a,b,c\n1,2,3\n")).wrong


def test_a_file_over_the_limit_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        tables, "limits", lambda: {"bytes": 10, "rows": 2, "columns": 2, "cells": 4}
    )
    assert "limit" in the_problem(csv_file(tmp_path, "a,b\n" + "1,2\n" * 9)).wrong


def test_a_file_of_100_megabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "made-up.csv"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    assert the_problem(path).wrong == "the file is 100 MB, more than the 80 MB limit"


def test_a_missing_file_a_folder_and_an_unknown_ending_are_refused(tmp_path: Path) -> None:
    assert "can't be opened" in the_problem(tmp_path / "nowhere.csv").wrong
    (tmp_path / "folder.csv").mkdir()
    assert the_problem(tmp_path / "folder.csv").wrong == "this is a folder"
    assert "kind of file" in the_problem(csv_file(tmp_path, "a\n1\n", "made-up.docx")).wrong
