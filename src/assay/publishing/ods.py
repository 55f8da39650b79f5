"""The data annex as an ODS spreadsheet, laid out as the government table guidance asks.

A cover, a contents list with links, the notes, then one table a sheet: title in A1, what
the sheet holds and its source below, then the header row. No merged cells, no blank rows or
columns inside a table, no meaning in colour, units in the headers, numbers as numbers.
Source: Government Analysis Function, "Releasing statistics in spreadsheets".
"""

import io
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, time

import odfdo

from assay.publishing.report_model import SHORTHAND, Cell, Missing, Report, Table
from assay.publishing.words import listed

COVER, CONTENTS, NOTES = "cover", "contents", "notes"
LANGUAGE = "en-GB"
TITLE, HEADER, PLAIN, WRAPPED = "assay-title", "assay-header", "assay-plain", "assay-wrapped"
MARK = "assay-mark"
LOOKS = {  # weight, size, wrapping
    TITLE: ("bold", "14pt", "no-wrap"),
    MARK: ("bold", "10pt", "no-wrap"),
    PLAIN: ("normal", "10pt", "no-wrap"),
    HEADER: ("bold", "10pt", "wrap"),
    WRAPPED: ("normal", "10pt", "wrap"),
}
WIDTHS = {"wide": "11cm", "text": "6cm", "number": "3cm"}
TEXT_UP_TO = 40
GENERATOR = "Assay"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet, with its style, and its target when its first cell is a link."""

    cells: tuple[Cell, ...]
    style: str = PLAIN
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: name, rows from A1 down, and the width of each column."""

    name: str
    lines: tuple[Line, ...]
    widths: tuple[str, ...] = field(default=("wide",))


def ods_of(report: Report) -> bytes:
    """Write the report's annex.

    Args:
        report: The report, with at least one table in its annex.

    Returns:
        An ODS file: the same report gives the same bytes.
    """
    notes = _notes(report)
    sheets = [
        _cover(report),
        _contents(report),
        _notes_sheet(report, notes),
        *(_table_sheet(report, table, place, notes) for place, table in _numbered(report)),
    ]
    book = odfdo.Document("spreadsheet")
    book.body.clear()
    _styles(book)
    for sheet in sheets:
        book.body.append(_sheet(sheet))
    _describe(book, report)
    saved = io.BytesIO()
    book.save(saved)
    return _same_bytes(saved, report.published)


def _numbered(report: Report) -> list[tuple[int, Table]]:
    return list(enumerate(report.annex, start=1))


def _notes(report: Report) -> dict[str, int]:
    """Every note of the tables, numbered in the order they are met."""
    words = dict.fromkeys(note for table in report.annex for note in table.notes)
    return {note: place for place, note in enumerate(words, start=1)}


def _cover(report: Report) -> Sheet:
    facts = (f"{label}: {value}" for label, value in report.facts)
    verdict = f"Overall rating: {report.verdict.rating} ({report.verdict.words})"
    lines = [Line((f"{report.title}: data annex",), TITLE), *_mark(report)]
    if report.mark:
        lines.append(Line((report.mark.because,)))
    lines += [Line((text,)) for text in (verdict, *facts)]
    return Sheet(COVER, tuple(lines))


def _contents(report: Report) -> Sheet:
    return Sheet(
        CONTENTS,
        (
            Line(("Contents",), TITLE),
            *_mark(report),
            Line(("This sheet contains one table. Each name links to its sheet.",)),
            Line(("Sheet", "What it holds"), HEADER),
            Line((NOTES, "Notes, and the shorthand used in the tables"), link=NOTES),
            *(
                Line((table.id, f"Table {place}: {table.title}"), link=table.id)
                for place, table in _numbered(report)
            ),
        ),
        ("text", "wide"),
    )


def _notes_sheet(report: Report, notes: dict[str, int]) -> Sheet:
    return Sheet(
        NOTES,
        (
            Line(("Notes and shorthand",), TITLE),
            *_mark(report),
            Line(("This sheet contains one table.",)),
            Line(("Note or shorthand", "What it means"), HEADER),
            *(Line((sign, str(missing)), WRAPPED) for missing, sign in SHORTHAND.items()),
            *(Line((f"[note {place}]", words), WRAPPED) for words, place in notes.items()),
        ),
        ("text", "wide"),
    )


def _table_sheet(report: Report, table: Table, place: int, notes: dict[str, int]) -> Sheet:
    marks = "".join(f" [note {notes[note]}]" for note in table.notes)
    return Sheet(
        table.id,
        (
            Line((f"Table {place}: {table.title}{marks}",), TITLE),
            *_mark(report),
            Line((_holds(table),)),
            Line((f"Source: {report.title}. {report.when}.",)),
            Line(tuple(column.header for column in table.columns), HEADER),
            *(Line(tuple(map(_value, row)), WRAPPED) for row in table.rows),
        ),
        tuple(_width(table, at) for at in range(len(table.columns))),
    )


def _mark(report: Report) -> list[Line]:
    return [Line((f"{report.mark.words}.",), MARK)] if report.mark else []


def _holds(table: Table) -> str:
    words = "This sheet contains one table."
    if table.notes:
        words += " Notes are on the notes sheet."
    used = {cell for row in table.rows for cell in row if isinstance(cell, Missing)}
    if used:
        signs = [f"{sign} is {missing}" for missing, sign in SHORTHAND.items() if missing in used]
        words += f" Shorthand: {listed(signs)}."
    return words


def _value(cell: Cell) -> Cell:
    return SHORTHAND[cell] if isinstance(cell, Missing) else cell


def _width(table: Table, at: int) -> str:
    if table.columns[at].holds == "number":
        return "number"
    longest = max(len(str(row[at])) for row in table.rows)
    return "wide" if longest > TEXT_UP_TO else "text"


def _sheet(sheet: Sheet) -> odfdo.Table:
    made = odfdo.Table(sheet.name)
    for width in sheet.widths:
        made.append(odfdo.Column(style=f"assay-{width}"))
    for line in sheet.lines:
        row = odfdo.Row()
        for at, value in enumerate(line.cells):
            row.append(_cell(value, line.style, line.link if at == 0 else None))
        made.append(row)
    return made


def _cell(value: Cell, style: str, link: str | None) -> odfdo.Cell:
    # The shown text repeats the value unrounded: some readers show one, some the other.
    made = odfdo.Cell(value, style=style)
    if link is not None:
        for paragraph in made.get_paragraphs():
            made.delete(paragraph)
        paragraph = odfdo.Paragraph()
        paragraph.append(odfdo.Link(f"#{link}.A1", text=str(value)))
        made.append(paragraph)
    return made


def _styles(book: odfdo.Document) -> None:
    """Bold titles and headers, wrapped cells, column widths, and English as the language."""
    for name, (weight, size, wrap) in LOOKS.items():
        style = odfdo.Style("table-cell", name=name)
        placed = {"fo:wrap-option": wrap, "style:vertical-align": "top"}
        style.set_properties(placed, area="table-cell")
        style.set_properties({"fo:font-weight": weight, "fo:font-size": size}, area="text")
        book.insert_style(style, automatic=True)
    for name, width in WIDTHS.items():
        style = odfdo.Style("table-column", name=f"assay-{name}", width=width)
        book.insert_style(style, automatic=True)
    book.language = LANGUAGE


def _describe(book: odfdo.Document, report: Report) -> None:
    """The document's own properties; its dates are the day of publication."""
    when = datetime.combine(report.published, time())
    book.meta.title = f"{report.title}: data annex"
    book.meta.subject = report.mark.words if report.mark else "Inspection of a probation service"
    book.meta.language = LANGUAGE
    book.meta.set_generator(GENERATOR)
    book.meta.set_creation_date(when)
    book.meta.set_modification_date(when)


def _same_bytes(saved: io.BytesIO, published: date) -> bytes:
    """Pack again with the day of publication as every entry's time."""
    when = (published.year, published.month, published.day, 0, 0, 0)
    packed = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(packed, "w") as new:
        for entry in old.infolist():
            fresh = zipfile.ZipInfo(entry.filename, when)
            fresh.compress_type = entry.compress_type
            new.writestr(fresh, old.read(entry))
    return packed.getvalue()
