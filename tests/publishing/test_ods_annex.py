"""The annex, read back by another program's reader."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from assay.publishing.build import report_of
from assay.publishing.ods import ods_of
from assay.publishing.report_model import Report

FRONT = ["cover", "contents", "notes"]
Rows = list[list[object]]


@pytest.fixture(scope="module", params=["made_up", "swm"])
def report(request: pytest.FixtureRequest) -> Report:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def sheets(report: Report) -> dict[str, Rows]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(ods_of(report)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_cover_contents_and_notes_come_before_one_table_a_sheet(
    sheets: dict[str, Rows], report: Report
) -> None:
    assert list(sheets) == [*FRONT, *(table.id for table in report.annex)]


def test_every_sheet_starts_in_a1_and_bears_the_mark(
    sheets: dict[str, Rows], report: Report
) -> None:
    assert report.mark is not None
    for rows in sheets.values():
        assert rows[0][0]
        assert rows[1][0] == f"{report.mark.words}."


def test_contents_lists_every_sheet_with_a_link(sheets: dict[str, Rows], report: Report) -> None:
    listed = [row[0] for row in sheets["contents"][4:]]
    assert listed == list(sheets)[2:]
    with zipfile.ZipFile(io.BytesIO(ods_of(report))) as packed:
        content = packed.read("content.xml").decode()
    for name in listed:
        assert f'xlink:href="#{name}.A1"' in content


def test_tables_come_back_with_numbers_as_numbers(sheets: dict[str, Rows], report: Report) -> None:
    for table in report.annex:
        rows = sheets[table.id]
        assert rows[4] == [column.header for column in table.columns]
        body = rows[5:]
        assert len(body) == len(table.rows)
        for shown, meant in zip(body, table.rows, strict=True):
            for one, other in zip(shown, meant, strict=True):
                if isinstance(other, int | float):
                    assert one == pytest.approx(other)
                    assert isinstance(one, int | float)
                else:
                    assert one


def test_no_cell_of_a_table_is_blank_and_none_is_merged(
    sheets: dict[str, Rows], report: Report
) -> None:
    for table in report.annex:
        assert all("" not in row for row in sheets[table.id][4:])
    with zipfile.ZipFile(io.BytesIO(ods_of(report))) as packed:
        assert "spanned" not in packed.read("content.xml").decode()


def test_shorthand_is_used_and_explained(sheets: dict[str, Rows], made_up: Report) -> None:
    notes = {row[0]: row[1] for row in sheets["notes"][4:]}
    assert notes["[c]"] == "too few to show"
    book = CalamineWorkbook.from_filelike(io.BytesIO(ods_of(made_up)))
    by_cluster = book.get_sheet_by_name("by_cluster").to_python()
    assert any("[c]" in row for row in by_cluster)
    assert "[c] is too few to show" in str(by_cluster[2][0])


def test_every_note_referred_to_is_on_the_notes_sheet(
    sheets: dict[str, Rows], report: Report
) -> None:
    notes = {row[0]: row[1] for row in sheets["notes"][4:]}
    for table in report.annex:
        for note in table.notes:
            sign = next(sign for sign, words in notes.items() if words == note)
            assert str(sign) in str(sheets[table.id][0][0])


def test_the_language_is_british_english(report: Report) -> None:
    with zipfile.ZipFile(io.BytesIO(ods_of(report))) as packed:
        styles, meta = packed.read("styles.xml").decode(), packed.read("meta.xml").decode()
        assert packed.namelist()[0] == "mimetype"
    assert 'fo:language="fr"' not in styles
    assert 'fo:language="en"' in styles
    assert "<dc:language>en-GB</dc:language>" in meta


def test_the_same_report_gives_the_same_bytes(swm: Report) -> None:
    assert ods_of(swm) == ods_of(swm)


def test_an_annex_of_ones_own_report_has_no_mark_row(edited: Callable[..., Path]) -> None:
    report, _ = report_of(edited("made-up", ("made_up = true", "made_up = false")))
    book = CalamineWorkbook.from_filelike(io.BytesIO(ods_of(report)))
    assert book.get_sheet_by_name("ratings").to_python()[1][0] == "This sheet contains one table."


def test_text_that_looks_like_a_formula_stays_text(edited: Callable[..., Path]) -> None:
    folder = edited("made-up", ('words = "Leaders set', 'words = "=1+1 Leaders set'))
    with zipfile.ZipFile(io.BytesIO(ods_of(report_of(folder)[0]))) as packed:
        assert "table:formula" not in packed.read("content.xml").decode()
