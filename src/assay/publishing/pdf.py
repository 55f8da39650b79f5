"""The report as a tagged PDF (PDF/UA-1), set by Typst in a typeface drawn for low vision.

Only packaged typefaces are used, and the document's date is the day of publication, so every
machine sets the same bytes.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import typst

from assay.publishing.charts import svg_of
from assay.publishing.letters import font_input, plain, typefaces
from assay.publishing.report_model import (
    Block,
    Cell,
    Chart,
    Column,
    Missing,
    Report,
    Section,
    Table,
)
from assay.publishing.words import number


def pdf_of(report: Report) -> bytes:
    """Set a report as a tagged PDF.

    Args:
        report: The report; its letters must be ones that the typefaces have, which
            `check_letters` sees to.

    Returns:
        A PDF that declares PDF/UA-1; the typesetter refuses to make one that breaks the
        rules it can check.
    """
    template = files("assay.publishing").joinpath("templates", "report.typ").read_bytes()
    return typst.compile(
        template,
        format="pdf",
        font_paths=typefaces(),
        sys_inputs={"report": json.dumps(_plainly(document(report))), "fonts": font_input()},
        pdf_standards="ua-1",
        timestamp=int(datetime.combine(report.published, datetime.min.time(), UTC).timestamp()),
    )


def _plainly(value: Any) -> Any:
    """The same document with look-alike letters replaced by those the typeface has."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {key: _plainly(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plainly(inner) for inner in value]
    return value


def document(report: Report) -> dict[str, Any]:
    """The report as plain values for the template, drawings and all."""
    return {
        "title": report.title,
        "kind": report.kind,
        "when": report.when,
        "body": report.body,
        "published": {
            "year": report.published.year,
            "month": report.published.month,
            "day": report.published.day,
        },
        "mark": asdict(report.mark) if report.mark else None,
        "facts": [list(fact) for fact in report.facts],
        "verdict": asdict(report.verdict),
        "front": _blocks(report.front),
        "sections": [_section(section) for section in report.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "blocks": _blocks(section.blocks),
        "sections": [_section(under) for under in section.sections],
    }


def _blocks(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    return [_block(block) for block in blocks]


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Chart():
            return {
                "kind": block.kind,
                "title": block.title,
                "alt": block.alt,
                "svg": svg_of(block),
            }
        case Table():
            rows = [
                [_cell(value, column) for value, column in zip(row, block.columns, strict=True)]
                for row in block.rows
            ]
            return {**asdict(block), "kind": block.kind, "rows": rows}
        case _:
            return {**asdict(block), "kind": block.kind}


def _cell(value: Cell, column: Column) -> dict[str, Any]:
    words = number(value, column.places) if isinstance(value, int | float) else value
    return {"words": words, "missing": isinstance(value, Missing)}
