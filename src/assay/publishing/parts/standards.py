"""Each standard with its key questions: a chart, the same numbers in a table, the reasons."""

from assay.publishing.folder import InspectionFolder
from assay.publishing.parts.gaps import rating_or_gap
from assay.publishing.report_model import (
    Band,
    Bar,
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Missing,
    Paragraph,
    RatingLine,
    Section,
    Table,
)
from assay.publishing.words import count, listed
from assay.rating.results import KeyQuestionResult, Result, StandardResult
from assay.standards.framework import Rules, Standard

NO_BREAK = "\u00a0"
COUNTS = (
    Column("Key question"),
    Column("Sufficient (cases)", "number"),
    Column("Relevant (cases)", "number"),
    Column("Not applicable (cases)", "number"),
    Column("Sufficient (%)", "number"),
)
BAND = Column("Band", "rating")


def section(folder: InspectionFolder, result: Result, rules: Rules) -> Section:
    """The section on standards, domain by domain."""
    rebuilt = folder.inspection.rebuilt
    rated = {standard.number: standard for standard in result.standards}
    return Section(
        "standards",
        "Standards and key questions",
        sections=tuple(
            Section(
                f"domain-{domain.number}",
                domain.name,
                sections=tuple(
                    _standard(rated[standard.number], standard, rules, rebuilt=rebuilt)
                    for standard in domain.standards
                ),
            )
            for domain in folder.framework.domains
        ),
    )


def _standard(
    result: StandardResult, standard: Standard, rules: Rules, *, rebuilt: bool
) -> Section:
    blocks: list[Block] = [
        RatingLine(rating_or_gap(result, rebuilt=rebuilt), _how(result, rebuilt=rebuilt))
    ]
    if result.key_questions:
        blocks += _counted(result, rules)
    else:
        names = listed([question.name for question in standard.key_questions])
        blocks.append(Paragraph(f"Key questions: {names}.", "note"))
    return Section(
        f"standard-{standard.number}", f"{standard.number} {standard.name}", tuple(blocks)
    )


def _how(result: StandardResult, *, rebuilt: bool) -> str:
    if result.rating is None:
        reason = "Its rating is not among the facts published." if rebuilt else result.reason
        return f"{reason} It could be {listed(result.possible, 'or')}."
    if result.decided_by == "judgement":
        return f"Judged. {result.rationale}"
    if result.decided_by == "published":
        return f"As published: {result.rationale}. Its percentages are not known."
    lowest = [q for q in result.key_questions if q.number in result.deciding]
    counted = (
        f"The standard takes its lowest key question: "
        f"{listed([q.name for q in lowest])}, at {lowest[0].percent} per cent."
    )
    if changed := result.changed:
        counted += (
            f" That is {changed.counted}. The ratings panel used its discretion and gave "
            f"{result.rating}: {changed.reason} Agreed by {changed.agreed_by}."
        )
    return counted


def _counted(result: StandardResult, rules: Rules) -> list[Block]:
    blocks: list[Block] = []
    chart = _chart(result, rules)
    if chart.bars:
        blocks.append(chart)
    blocks.append(_table(result))
    if result.panel_flags:
        blocks.append(Paragraph("For the ratings panel:"))
        blocks.append(Bullets(tuple(dict.fromkeys(flag.words for flag in result.panel_flags))))
    return blocks


def _chart(result: StandardResult, rules: Rules) -> Chart:
    bands = tuple(Band(step.rating, step.least, step.most) for step in rules.case_bands.steps)
    bars = tuple(bar for question in result.key_questions if (bar := _bar(question)))
    title = f"{result.number} {result.name}: cases judged sufficient (%)"
    said = "; ".join(
        f"{bar.label}, {bar.percent} per cent, interval {bar.low:g} to {bar.high:g}, {bar.band}"
        for bar in bars
    )
    edges = "; ".join(f"{band.rating} from {band.least}" for band in bands[1:])
    alt = (
        f"Bar chart with {count(len(bars), 'bar')}. {said}. Bands are ruled: {edges} per cent. "
        "The table below gives the same numbers."
    )
    return Chart(f"chart-{result.number}", title, alt, bars, bands)


def _bar(question: KeyQuestionResult) -> Bar | None:
    if question.percent is None or question.interval is None or question.band is None:
        return None
    return Bar(
        question.name,
        question.percent,
        question.interval.low,
        question.interval.high,
        question.band,
    )


def _table(result: StandardResult) -> Table:
    return Table(
        id=f"questions-{result.number}",
        title=f"{result.number} {result.name}: key questions",
        columns=(*COUNTS, Column("95% interval (%)"), BAND),
        rows=tuple((*_counts(q), _interval(q), _band(q)) for q in result.key_questions),
        notes=_methods(result),
    )


def _methods(result: StandardResult) -> tuple[str, ...]:
    """How the intervals were made, with the questions' numbers where that differs."""
    made: dict[str, list[str]] = {}
    for question in result.key_questions:
        if question.interval:
            made.setdefault(question.interval.method, []).append(question.number)
    if len(made) == 1:
        return tuple(f"{method}." for method in made)
    return tuple(f"{listed(numbers)}: {method}." for method, numbers in made.items())


def _counts(question: KeyQuestionResult) -> tuple[Cell, ...]:
    return (
        f"{question.number} {question.name}",
        question.sufficient,
        question.relevant,
        question.not_applicable,
        Missing.NOT_AVAILABLE if question.percent is None else question.percent,
    )


def _ends(question: KeyQuestionResult) -> tuple[Cell, Cell]:
    interval = question.interval
    if interval is None:
        return Missing.NOT_AVAILABLE, Missing.NOT_AVAILABLE
    return interval.low, interval.high


def _interval(question: KeyQuestionResult) -> Cell:
    interval = question.interval
    if interval is None:
        return Missing.NOT_AVAILABLE
    return f"{interval.low} to {interval.high}".replace(" ", NO_BREAK)


def _band(question: KeyQuestionResult) -> str:
    return question.band or "No relevant case"


def annex_table(result: Result) -> Table:
    """Every key question counted, of every standard, in one table."""
    questions = [q for standard in result.standards for q in standard.key_questions]
    return Table(
        id="key_questions",
        title="Key questions: cases judged sufficient",
        columns=(
            *COUNTS,
            Column("95% interval, low (%)", "number", 1),
            Column("95% interval, high (%)", "number", 1),
            BAND,
        ),
        rows=tuple((*_counts(q), *_ends(q), _band(q)) for q in questions),
        notes=("Per cents are whole, halves rounded up; bands are taken from them.",),
    )
