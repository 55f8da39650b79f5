"""The report in a sentence, and what the chief inspector said of it."""

from assay.publishing.inspection import Inspection, Statement
from assay.publishing.parts.gaps import rating_or_gap
from assay.publishing.report_model import Block, Paragraph, Quote, Section
from assay.publishing.words import day, listed
from assay.rating.results import Result


def section(inspection: Inspection, result: Result) -> Section:
    """The section with the summary and the statement."""
    cited = [s for s in result.standards if s.number in inspection.summary.standards]
    rests_on = listed(
        [f"{s.number} {s.name} ({rating_or_gap(s, rebuilt=inspection.rebuilt)})" for s in cited]
    )
    blocks: list[Block] = [
        Paragraph(inspection.summary.words, "lead"),
        Paragraph(f"This rests on {rests_on}.", "note"),
    ]
    if inspection.statement:
        blocks.append(_said(inspection, inspection.statement))
    return Section("summary", "Summary", tuple(blocks))


def _said(inspection: Inspection, said: Statement) -> Block:
    by = f"{said.speaker}, {said.office}, {day(said.date)} ({inspection.cite(said.source)})"
    if said.quoted:
        return Quote(said.words, by)
    return Paragraph(f"Reported, in our own words: {said.words} {by}.")
