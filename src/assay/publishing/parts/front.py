"""The front page: who was inspected, when, and every rating."""

from assay.publishing.folder import InspectionFolder
from assay.publishing.inspection import Inspection
from assay.publishing.known import Known
from assay.publishing.parts.gaps import gap, rating_or_gap
from assay.publishing.report_model import (
    Block,
    Bullets,
    Cell,
    Column,
    Mark,
    Missing,
    Paragraph,
    Table,
    Verdict,
)
from assay.publishing.words import day, days, listed, sentence
from assay.rating.results import Result, StandardResult

MADE_UP = Mark(
    "Made up: not a real inspection",
    "Nobody was inspected. The body, the people, the cases and the findings are invented, to "
    "show what a report holds.",
)
REBUILT = Mark(
    "Unofficial: rebuilt from published facts",
    "This is not the inspectorate's report. It sets out, in our own words and with sources, "
    "what others have published of it. The inspectorate's report is the only official one.",
)
HOW_DECIDED = {
    "counts": "counted from cases",
    "judgement": "judged",
    "published": "as published",
}


def mark_of(inspection: Inspection) -> Mark | None:
    """What every page has to say of itself; None for a complete report of one's own."""
    if inspection.made_up:
        return MADE_UP
    return REBUILT if inspection.rebuilt else None


def kind(inspection: Inspection) -> str:
    """What sort of report it is: an inspection's own, or one rebuilt."""
    return "Inspection rebuilt from published facts" if inspection.rebuilt else "Inspection report"


def title(inspection: Inspection) -> str:
    """The body, the sort of report, and the month of publication."""
    sort = kind(inspection)
    month = f"{inspection.dates.published:%B %Y}"
    return f"{inspection.body}: {sort[0].lower()}{sort[1:]}, {month}"


def when(inspection: Inspection) -> str:
    """What was published on the day: this report, or the one it is rebuilt from."""
    return f"{_published(inspection)} {day(inspection.dates.published)}"


def _published(inspection: Inspection) -> str:
    return "Inspectorate's report published" if inspection.rebuilt else "Published"


def facts(folder: InspectionFolder, result: Result) -> tuple[tuple[str, str], ...]:
    """Labels and values of the front page; what isn't known is left out."""
    inspection, dates = folder.inspection, folder.inspection.dates
    fieldwork = dates.fieldwork_words
    if dates.fieldwork_from and dates.fieldwork_to:
        fieldwork = days(dates.fieldwork_from, dates.fieldwork_to)
    return tuple(
        (label, value)
        for label, value in (
            ("Body inspected", f"{inspection.body} ({inspection.body_type})"),
            ("Owner", inspection.owner),
            ("Standards", folder.framework.title),
            ("Announced", day(dates.announced) if dates.announced else None),
            ("Fieldwork", fieldwork),
            (_published(inspection), day(dates.published)),
            ("Lead inspector", inspection.lead_inspector),
            ("Cases read", f"{result.cases:,}" if result.cases else None),
        )
        if value
    )


def verdict(result: Result, known: Known, *, rebuilt: bool) -> Verdict:
    """The overall rating in its words: the total, or its bounds."""
    overall = result.overall
    if overall.rating:
        return Verdict(overall.rating, f"{overall.points} of {overall.max} points")
    span = f"{known.points_min} to {known.points_max} of {overall.max} points"
    if known.overall:
        return Verdict(known.overall, f"as published; {span} on the facts known")
    return Verdict(gap(rebuilt=rebuilt), f"{span} on what is there so far")


def front(result: Result, known: Known, *, rebuilt: bool) -> tuple[Block, ...]:
    """The table of standards, and what remains open."""
    blocks: list[Block] = [standards_table(result, rebuilt=rebuilt)]
    if known.reasons:
        unrated = [f"{s.number} {s.name}" for s in result.standards if s.rating is None]
        blocks.append(
            Paragraph(
                f"{gap(rebuilt=rebuilt)}: {listed(unrated)}. The total lies from "
                f"{known.points_min} to {known.points_max} of {result.overall.max} points:"
            )
        )
        blocks.append(Bullets(tuple(sentence(reason) for reason in known.reasons)))
        if not known.overall:
            still = listed(known.possible, "or")
            blocks.append(Paragraph(f"The overall rating can still be {still}."))
    return tuple(blocks)


def standards_table(result: Result, *, rebuilt: bool) -> Table:
    """Every standard with its rating and points."""
    outside = [standard for standard in result.standards if not standard.in_overall]
    note = "Where the last column says so, a standard is outside the overall rating."
    return Table(
        id="ratings",
        title="Rating of each standard",
        columns=(
            Column("Standard"),
            Column("Rating", "rating"),
            Column("Points", "number"),
            Column("How it was decided"),
        ),
        rows=tuple(_row(standard, rebuilt=rebuilt) for standard in result.standards),
        notes=(note,) if outside else (),
    )


def _row(standard: StandardResult, *, rebuilt: bool) -> tuple[Cell, ...]:
    how = HOW_DECIDED[standard.decided_by] if standard.rating else gap(rebuilt=rebuilt).casefold()
    if standard.changed:
        how += f"; the panel changed it from {standard.changed.counted}"
    if not standard.in_overall:
        how += "; outside the overall rating"
    return (
        f"{standard.number} {standard.name}",
        rating_or_gap(standard, rebuilt=rebuilt),
        Missing.NOT_AVAILABLE if standard.points is None else standard.points,
        how,
    )
