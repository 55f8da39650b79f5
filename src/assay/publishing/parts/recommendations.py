"""What should be done, by whom and by when."""

from datetime import date

from assay.publishing.inspection import Inspection
from assay.publishing.report_model import Block, Column, Paragraph, Section, Table
from assay.publishing.words import day


def section(inspection: Inspection) -> Section:
    """The section on recommendations."""
    blocks: tuple[Block, ...] = (table(inspection),)
    if not inspection.recommendations:
        rebuilt = "The recommendations are not known from the facts published."
        blocks = (Paragraph(rebuilt if inspection.rebuilt else "There are none."),)
    return Section("recommendations", "Recommendations", blocks)


def table(inspection: Inspection) -> Table:
    """Every recommendation as a row."""
    return Table(
        id="recommendations",
        title="Recommendations",
        columns=(
            Column("Number"),
            Column("To"),
            Column("Recommendation"),
            Column("By"),
            Column("Standards"),
        ),
        rows=tuple(
            (str(place), wanted.to, wanted.what, _by(wanted.by), ", ".join(wanted.standards))
            for place, wanted in enumerate(inspection.recommendations, start=1)
        ),
    )


def _by(when: str | date) -> str:
    return day(when) if isinstance(when, date) else when
