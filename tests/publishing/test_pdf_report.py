"""The PDF: tagged, titled, marked on each page, and the same on every machine."""

import io
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pdfua
import pikepdf
import pytest

from assay.publishing.build import report_of
from assay.publishing.pdf import document, pdf_of
from assay.publishing.report_model import Report, charts_of

MARGIN, PAGE_WIDTH, SPACE = 59.5, 595.28, 3.0  # points: 2.1 cm, A4, a line's last space


@pytest.fixture(scope="module", params=["made_up", "swm"])
def report(request: pytest.FixtureRequest) -> Report:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def made(report: Report) -> bytes:
    return pdf_of(report)


@pytest.fixture(scope="module")
def pdf(made: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(made)) as opened:
        yield opened


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Every element of the tag tree, in reading order."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from elements(kid)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node.K)


def test_no_rule_that_a_machine_can_check_is_broken(made: bytes, tmp_path: Path) -> None:
    place = tmp_path / "report.pdf"
    place.write_bytes(made)
    assert pdfua.validate(place).findings == ()


def test_it_declares_pdf_ua_1_its_language_and_shows_its_title(
    pdf: pikepdf.Pdf, report: Report
) -> None:
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == report.title
    assert str(pdf.Root.Lang) == "en-GB"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert str(pdf.docinfo["/Author"]) == "Assay"


def test_headings_tables_figures_and_lists_are_tagged(pdf: pikepdf.Pdf, report: Report) -> None:
    kinds = Counter(str(element.S) for element in elements(pdf.Root.StructTreeRoot))
    assert kinds["/H1"] >= len(report.sections)
    for kind in ("/H2", "/H3", "/Table", "/TR", "/TH", "/TD", "/L", "/LI", "/TOC"):
        assert kinds[kind] > 0, kind


def test_every_header_cell_says_what_it_heads(pdf: pikepdf.Pdf) -> None:
    heads = [e for e in elements(pdf.Root.StructTreeRoot) if str(e.S) == "/TH"]
    assert heads
    for head in heads:
        attributes = head.A if isinstance(head.A, pikepdf.Array) else [head.A]
        assert any(str(a.get("/Scope")) == "/Column" for a in attributes)


def test_every_chart_has_its_numbers_in_words(pdf: pikepdf.Pdf, report: Report) -> None:
    figures = [e for e in elements(pdf.Root.StructTreeRoot) if str(e.S) == "/Figure"]
    said = [str(figure.Alt) for figure in figures if "/Alt" in figure]
    for chart in charts_of(report.sections):
        assert chart.alt in said
    assert all("/Alt" in figure for figure in figures)


def test_each_page_bears_the_mark(pdf: pikepdf.Pdf, report: Report) -> None:
    """The header is drawn in the band's own colour on each page, the cover included."""
    assert report.mark is not None
    assert len(pdf.pages) >= 8
    for page in pdf.pages:
        content = b"".join(stream.read_bytes() for stream in streams(page))
        assert b"/Artifact" in content
        assert b"1 0.95686275 0.8392157" in content


def streams(page: pikepdf.Page) -> list[pikepdf.Stream]:
    found = page.Contents
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def test_plain_english_is_set_in_the_packaged_typeface_and_it_is_embedded(pdf: pikepdf.Pdf) -> None:
    names = set()
    for page in pdf.pages:
        for font in page.Resources.get("/Font", {}).values():
            names.add(str(font.BaseFont).partition("+")[2])
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor or (
                "/FontFile3" in font.DescendantFonts[0].FontDescriptor
            )
    assert names
    assert all(name.startswith("AtkinsonHyperlegible") for name in names)


def test_a_caption_stands_on_the_page_where_its_table_or_picture_starts(
    pdf: pikepdf.Pdf,
) -> None:
    """The first page on which any of the whole appears is the page of the caption."""
    captions = [e for e in elements(pdf.Root.StructTreeRoot) if str(e.S) == "/Caption"]
    assert captions
    for caption in captions:
        siblings = caption.P.K
        after = next(kid for kid in siblings if kid.objgen != caption.objgen)
        assert pages(caption)[-1] == pages(after)[0]


def test_a_heading_and_the_words_after_it_stand_with_what_they_lead_to(
    pdf: pikepdf.Pdf,
) -> None:
    whole = [e for e in elements(pdf.Root.StructTreeRoot) if str(e.S) == "/Document"]
    top = [kid for kid in whole[0].K if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    kinds = [str(kid.S) for kid in top]
    checked = 0
    for at, kind in enumerate(kinds[:-2]):
        if kind not in {"/H1", "/H2", "/H3"}:
            continue
        assert pages(top[at])[-1] == pages(top[at + 1])[0]
        if kinds[at + 1] == "/P" and kinds[at + 2] in {"/Table", "/Div"}:
            assert pages(top[at + 1])[-1] == pages(top[at + 2])[0]
            checked += 1
    assert checked >= 1


def pages(element: pikepdf.Object) -> list[tuple[int, int]]:
    """The pages on which an element's content stands, in reading order."""
    own = [element.Pg.objgen] if "/Pg" in element else []
    kids = element.get("/K", [])
    inner = kids if isinstance(kids, pikepdf.Array) else [kids]
    return own + [
        page for kid in inner if isinstance(kid, pikepdf.Dictionary) for page in pages(kid)
    ]


def test_no_words_reach_into_the_margins(pdf: pikepdf.Pdf) -> None:
    """A header wider than its column would, to the left or to the right."""
    for page in pdf.pages:
        for left, right in reaches(page):
            assert left >= MARGIN
            assert right <= PAGE_WIDTH - MARGIN + SPACE


def reaches(page: pikepdf.Page) -> Iterator[tuple[float, float]]:
    """Where each run of text starts and ends, in points from the left."""
    now, kept, font, size = pikepdf.Matrix(), [], {}, 0.0
    for operands, operator in pikepdf.parse_content_stream(page, "q Q cm Tf Tm Tj TJ"):
        match str(operator):
            case "q":
                kept.append(now)
            case "Q":
                now = kept.pop()
            case "cm":
                now = pikepdf.Matrix(*map(float, operands)) @ now
            case "Tf":
                font, size = widths(page.Resources.Font[str(operands[0])]), float(operands[1])
            case "Tm":
                start = pikepdf.Matrix(*map(float, operands)) @ now
            case _:
                parts = operands[0] if isinstance(operands[0], pikepdf.Array) else operands
                run = sum(advance(part, font) for part in parts) * size / 1000
                yield start.e, start.e + run * start.a


def advance(part: pikepdf.Object, font: dict[int, float]) -> float:
    """How far a string of two-byte letters, or a shift between two strings, goes."""
    if not isinstance(part, pikepdf.String):
        return -float(part)
    codes = bytes(part)
    return sum(font[int.from_bytes(codes[at : at + 2])] for at in range(0, len(codes), 2))


def widths(font: pikepdf.Object) -> dict[int, float]:
    """Each letter's width in thousandths of the size."""
    inner, found = font.DescendantFonts[0], defaultdict(lambda: 0.0)
    entries = list(inner.W)
    while entries:
        first, second = int(entries.pop(0)), entries.pop(0)
        if isinstance(second, pikepdf.Array):
            found |= {first + at: float(width) for at, width in enumerate(second)}
        else:
            width = float(entries.pop(0))
            found |= dict.fromkeys(range(first, int(second) + 1), width)
    return found


def test_the_same_report_is_set_in_the_same_bytes(made: bytes, report: Report) -> None:
    assert pdf_of(report) == made


def test_its_date_is_the_day_of_publication(pdf: pikepdf.Pdf, report: Report) -> None:
    assert f"{report.published:%Y%m%d}" in str(pdf.docinfo["/CreationDate"])


def test_a_report_without_a_mark_has_none(edited: Callable[..., Path]) -> None:
    folder = edited("made-up", ("made_up = true", "made_up = false"))
    report, _ = report_of(folder)
    assert document(report)["mark"] is None
    assert pdf_of(report).startswith(b"%PDF-")


def test_what_looks_like_markup_is_set_as_text(edited: Callable[..., Path]) -> None:
    folder = edited(
        "made-up", ('words = "Leaders set', r'words = "#panic() *bold* $x$ \\ <a> Leaders set')
    )
    assert pdf_of(report_of(folder)[0]).startswith(b"%PDF-")
