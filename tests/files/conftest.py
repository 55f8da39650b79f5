"""Small workbooks made by hand, so that odd ones can be made too."""

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

XLSX_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        '<Override PartName="/xl/styles.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="xl/workbook.xml" Type="http://schemas.openxmlformats.org'
        '/officeDocument/2006/relationships/officeDocument"/></Relationships>'
    ),
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="Cases" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="worksheets/sheet1.xml" Type="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships/worksheet"/>'
        '<Relationship Id="rId2" Target="styles.xml" Type="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships/styles"/></Relationships>'
    ),
    # Style 1 is a date (number format 14).
    "xl/styles.xml": (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    ),
}
ODS_HEAD = (
    '<?xml version="1.0"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="Cases">'
)
ODS_TAIL = "</table:table></office:spreadsheet></office:body></office:document-content>"


@pytest.fixture
def xlsx(tmp_path: Path) -> Callable[..., Path]:
    """Make an XLSX file from the XML of each cell's inside, or from text cells."""

    def make(rows: Sequence[Sequence[str]], name: str = "made-up.xlsx") -> Path:
        lines = []
        for number, row in enumerate(rows, 1):
            cells = "".join(_xlsx_cell(chr(ord("A") + i), number, c) for i, c in enumerate(row))
            lines.append(f'<row r="{number}">{cells}</row>')
        return _zip(tmp_path / name, XLSX_PARTS | {"xl/worksheets/sheet1.xml": _sheet(lines)})

    return make


@pytest.fixture
def xlsx_sheet(tmp_path: Path) -> Callable[[str], Path]:
    """Make an XLSX file from the XML of its rows."""

    def make(rows: str) -> Path:
        parts = XLSX_PARTS | {"xl/worksheets/sheet1.xml": _sheet([rows])}
        return _zip(tmp_path / "made-up.xlsx", parts)

    return make


@pytest.fixture
def ods(tmp_path: Path) -> Callable[[str], Path]:
    """Make an ODS file from the XML of its rows."""

    def make(rows: str) -> Path:
        parts = {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": (
                '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:'
                'manifest:1.0"/>'
            ),
            "content.xml": ODS_HEAD + rows + ODS_TAIL,
        }
        return _zip(tmp_path / "made-up.ods", parts)

    return make


def _sheet(rows: Sequence[str]) -> str:
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{''.join(rows)}</sheetData></worksheet>"
    )


def _xlsx_cell(letter: str, row: int, text: str) -> str:
    if text.startswith("<"):
        return text.replace("<c", f'<c r="{letter}{row}"', 1)
    return f'<c r="{letter}{row}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def _zip(path: Path, parts: dict[str, str]) -> Path:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    path.write_bytes(packed.getvalue())
    return path
