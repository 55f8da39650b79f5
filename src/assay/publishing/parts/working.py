"""How the ratings were made: the rules in force, the working, and how sure it is."""

from assay.publishing.folder import InspectionFolder
from assay.publishing.known import Known
from assay.publishing.parts.gaps import NOT_RATED, rating_or_gap
from assay.publishing.report_model import (
    Block,
    Bullets,
    Cell,
    Column,
    Missing,
    Paragraph,
    Section,
    Steps,
    Table,
)
from assay.rating.results import Result
from assay.standards.framework import RATINGS, Framework, Rules


def section(folder: InspectionFolder, rules: Rules, result: Result, known: Known) -> Section:
    """The section on how the ratings were made."""
    rebuilt = folder.inspection.rebuilt
    return Section(
        "working",
        "How the ratings were made",
        sections=(
            Section("working-rules", "The rules", _rules(folder.framework, rules)),
            Section(
                "working-standards", "Each standard", sections=_standards(result, rebuilt=rebuilt)
            ),
            Section("working-overall", "The overall rating", _overall(result, known)),
            *_sureness(result),
        ),
    )


def _rules(framework: Framework, rules: Rules) -> tuple[Block, ...]:
    doubtful = [
        framework.source(key).title
        for key in dict.fromkeys(
            (rules.case_bands.source, rules.points.source, rules.overall_bands.source)
        )
        if not framework.source(key).verified
    ]
    sources = [
        Paragraph(f"Not verified against a publication: {title}.", "note") for title in doubtful
    ]
    return (
        Paragraph(
            "Inspectors answer each key question for each case: sufficient or not. The share of "
            "relevant cases that are sufficient, as a whole per cent, gives the key question's "
            "band. A standard takes its lowest key question. Judged standards are rated on "
            "evidence, with a reason. Each rating earns points, and their total gives the "
            "overall rating."
        ),
        bands_table(rules),
        *sources,
    )


def bands_table(rules: Rules) -> Table:
    """Bands of per cents and of points, and what each rating earns."""
    total = {step.rating: step for step in rules.overall_bands.steps}
    return Table(
        id="bands",
        title="Bands and points in force",
        columns=(
            Column("Rating", "rating"),
            Column("Sufficient, from (%)", "number"),
            Column("Sufficient, to (%)", "number"),
            Column("Points for a standard", "number"),
            Column("Overall, from (points)", "number"),
            Column("Overall, to (points)", "number"),
        ),
        rows=tuple(
            (
                step.rating,
                step.least,
                step.most,
                rules.points.awards[step.rating],
                total[step.rating].least,
                total[step.rating].most,
            )
            for step in rules.case_bands.steps
        ),
    )


def _standards(result: Result, *, rebuilt: bool) -> tuple[Section, ...]:
    return tuple(
        Section(
            f"working-{standard.number}",
            f"{standard.number} {standard.name}: {rating_or_gap(standard, rebuilt=rebuilt)}",
            (Bullets(standard.trace),),  # most begin with a number
        )
        for standard in result.standards
        if standard.rating or not rebuilt
    )


def _overall(result: Result, known: Known) -> tuple[Block, ...]:
    return (Steps(known.reasons or result.overall.trace),)


def _sureness(result: Result) -> tuple[Section, ...]:
    flags = [
        f"{standard.number} {standard.name}: {flag.words}"
        for standard in result.standards
        for flag in standard.panel_flags
    ]
    if not result.cases:
        return ()
    words = "Nothing fired." if not flags else "These fired for a deciding key question:"
    panel: list[Block] = [Paragraph(f"A panel looks again near a boundary. {words}")]
    if flags:
        panel.append(Bullets(tuple(flags)))
    chances = Paragraph(
        "The cases read are a sample, so the rating of all such cases could differ. Chances "
        "come from re-weighting the cases read; they do not change a rating."
    )
    return (
        Section("working-panel", "What the ratings panel looks at again", tuple(panel)),
        Section("working-chances", "How sure the ratings are", (chances, chances_table(result))),
    )


def chances_table(result: Result) -> Table:
    """How likely each rating is for all such cases, for every counted standard."""
    return Table(
        id="chances",
        title="How likely each rating is over all such cases, not only those read",
        columns=(
            Column("Standard"),
            Column("Rating", "rating"),
            *(Column(f"{rating} (%)", "number", 1) for rating in RATINGS),
        ),
        rows=tuple(
            (
                f"{standard.number} {standard.name}",
                standard.rating or NOT_RATED,
                *(_per_cent(standard.chances.get(rating)) for rating in RATINGS),
            )
            for standard in result.standards
            if standard.decided_by == "counts"
        ),
        notes=("Per cents are rounded to one decimal, so a row may not add up to 100.",),
    )


def _per_cent(chance: float | None) -> Cell:
    return Missing.NOT_AVAILABLE if chance is None else round(chance * 100, 1)
