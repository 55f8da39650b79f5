"""The one report that every renderer sets: sections of plain blocks, no markup.

A renderer knows only these shapes, so HTML, PDF and spreadsheet can't differ in what they
say, and a change of wording is made once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, Literal

from assay.standards.framework import Rating


class Missing(StrEnum):
    """Why a cell holds no figure, in the words a page shows."""

    SUPPRESSED = "too few to show"
    NOT_AVAILABLE = "not available"
    NOT_APPLICABLE = "not applicable"


SHORTHAND = {
    Missing.SUPPRESSED: "[c]",
    Missing.NOT_AVAILABLE: "[x]",
    Missing.NOT_APPLICABLE: "[z]",
}
"""What a spreadsheet shows instead. Source: the Government Statistical Service's symbols."""

Cell = str | int | float | Missing


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header with the unit, what it holds, and decimals shown of a number.

    Without `places` a number shows the decimals it has. `gap` is what an empty cell means:
    a page shows a dash there, and says the words to who can't see it.
    """

    header: str
    holds: Literal["text", "number", "rating"] = "text"
    places: int | None = None
    gap: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column names its rows.

    Attributes:
        id: Short and stable: an anchor in HTML and a sheet's name in the annex.
        title: What it shows, as a caption.
        columns: Left to right.
        rows: One cell for each column.
        notes: What a reader needs to know to read it, a sentence each.
    """

    kind: ClassVar = "table"
    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """A band of whole per cents, first and last included."""

    rating: Rating
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A key question's whole per cent, its interval in per cent, and its band."""

    label: str
    percent: int
    low: float
    high: float
    band: Rating


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of per cent sufficient against the bands; `alt` says all of it in words."""

    kind: ClassVar = "chart"
    id: str
    title: str
    alt: str
    bars: tuple[Bar, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `lead` stands out, `note` stands back."""

    kind: ClassVar = "paragraph"
    words: str
    weight: Literal["plain", "lead", "note"] = "plain"


@dataclass(frozen=True, slots=True)
class RatingLine:
    """A rating, or what stands in its place, with the words after it."""

    kind: ClassVar = "rating"
    rating: str
    words: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points."""

    kind: ClassVar = "bullets"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """A numbered list of steps."""

    kind: ClassVar = "steps"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words."""

    kind: ClassVar = "quote"
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Something the report leans on."""

    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class References:
    """A list of references, with links where there are any."""

    kind: ClassVar = "references"
    items: tuple[Reference, ...]


Block = Table | Chart | Paragraph | RatingLine | Bullets | Steps | Quote | References


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it, and sections of the next level down."""

    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """What every page has to say of itself."""

    words: str
    because: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The overall rating, or what stands in its place, with the words after it."""

    rating: str
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report.

    Attributes:
        title: On the front page and in the documents' properties.
        kind: What sort of report it is, in a few words.
        when: Who published what, and when, in a few words.
        body: Who was inspected.
        published: The day of publication; also the documents' own date.
        mark: None for an inspection's own, complete report.
        facts: Label and value, for the front page.
        verdict: The overall rating.
        front: Blocks of the front page, after the verdict.
        sections: The rest, in order.
        annex: Tables of the data annex; together they hold every figure of the report.
    """

    title: str
    kind: str
    when: str
    body: str
    published: date
    mark: Mark | None
    facts: tuple[tuple[str, str], ...]
    verdict: Verdict
    front: tuple[Block, ...]
    sections: tuple[Section, ...]
    annex: tuple[Table, ...]


def charts_of(sections: Sequence[Section]) -> tuple[Chart, ...]:
    """Every chart of the sections, in reading order."""
    found: list[Chart] = []
    for section in sections:
        found += [block for block in section.blocks if isinstance(block, Chart)]
        found += charts_of(section.sections)
    return tuple(found)
