"""The body in figures, each with its day and its source."""

from assay.publishing.inspection import ContextFigure, Figure, Inspection
from assay.publishing.report_model import Block, Cell, Column, Missing, Paragraph, Section, Table
from assay.publishing.words import capital, day, number


def section(inspection: Inspection) -> Section:
    """The section on context figures."""
    blocks: tuple[Block, ...] = (Paragraph("No context figure is known."),)
    if inspection.context:
        blocks = (page_table(inspection),)
    return Section("figures", "The service in figures", blocks)


def page_table(inspection: Inspection) -> Table:
    """Every context figure as it was stated, beside the previous inspection's."""
    return Table(
        id="context",
        title="Context figures, with those of the previous inspection where known",
        columns=(
            Column("Figure"),
            Column("This inspection"),
            Column("Previous inspection"),
            Column("Source"),
        ),
        rows=tuple(
            (
                f"{figure.label} ({figure.unit})",
                _stated(figure),
                _stated(figure.previous) if figure.previous else Missing.NOT_AVAILABLE,
                inspection.cite(
                    figure.source, *([figure.previous.source] if figure.previous else [])
                ),
            )
            for figure in inspection.context
        ),
    )


def annex_table(inspection: Inspection) -> Table:
    """Every context figure as a number, with its unit, day and source."""
    return Table(
        id="context",
        title="Context figures, with those of the previous inspection where known",
        columns=(
            Column("Figure"),
            Column("Unit"),
            Column("Value", "number"),
            Column("As stated"),
            Column("Date"),
            Column("Previous value", "number"),
            Column("Previous, as stated"),
            Column("Previous date"),
            Column("Source"),
        ),
        rows=tuple(_annex_row(inspection, figure) for figure in inspection.context),
    )


def _annex_row(inspection: Inspection, figure: ContextFigure) -> tuple[Cell, ...]:
    before = figure.previous
    return (
        figure.label,
        figure.unit,
        _value(figure),
        _stated(figure),
        day(figure.date),
        _value(before),
        _stated(before) if before else Missing.NOT_AVAILABLE,
        day(before.date) if before else Missing.NOT_AVAILABLE,
        inspection.source(figure.source).title,
    )


def _value(figure: Figure | None) -> Cell:
    return Missing.NOT_AVAILABLE if figure is None or figure.value is None else figure.value


def _stated(figure: Figure) -> str:
    if figure.value is None:
        return capital(figure.words or "")
    stated = (
        f"{figure.qualifier} {number(figure.value)}" if figure.qualifier else number(figure.value)
    )
    return f"{stated} ({figure.asked:,} answered)" if figure.asked else stated
