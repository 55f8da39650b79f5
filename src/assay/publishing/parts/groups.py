"""Results by group, such as cluster or sex, with groups too small to show hidden."""

from assay.publishing.report_model import Block, Cell, Column, Missing, Paragraph, Table
from assay.rating.breakdown import Breakdown
from assay.rating.breakdown import Cell as GroupCell
from assay.standards.framework import Framework

LONGEST_SHEET_NAME = 31  # what other spreadsheet programs accept


def anchor(found: Breakdown) -> str:
    """A name for the section and the sheet: letters, digits and underscores."""
    plain = "".join(letter if letter.isalnum() else "_" for letter in found.column.casefold())
    return f"by_{plain}"[:LONGEST_SHEET_NAME]


def blocks(found: Breakdown, framework: Framework) -> tuple[Block, ...]:
    """The page's table: a row for each key question, a column for each group."""
    names = framework.key_questions
    cells = {(cell.number, cell.group): cell for cell in found.cells}
    numbers = dict.fromkeys(cell.number for cell in found.cells)
    return (
        Paragraph(
            f"Groups with fewer than {found.smallest_group} relevant cases are not shown, nor "
            "the next smallest where one could be worked out from the rest. Small groups say "
            "little: differences between them may be chance."
        ),
        Table(
            id=f"page_{anchor(found)}",
            title=f"Cases judged sufficient, by {found.column} (%)",
            columns=(
                Column("Key question"),
                *(Column(f"{group} (%)", "number") for group in found.groups),
            ),
            rows=tuple(
                (
                    f"{number} {names[number].name}",
                    *(_percent(cells.get((number, group))) for group in found.groups),
                )
                for number in numbers
            ),
        ),
    )


def annex_table(found: Breakdown, framework: Framework) -> Table:
    """The annex's table: a row for each key question and group."""
    return Table(
        id=anchor(found),
        title=f"Cases judged sufficient, by {found.column}",
        columns=(
            Column("Key question"),
            Column(found.column.capitalize()),
            Column("Sufficient (cases)", "number"),
            Column("Relevant (cases)", "number"),
            Column("Sufficient (%)", "number"),
        ),
        rows=tuple(
            (
                f"{cell.number} {framework.key_questions[cell.number].name}",
                cell.group,
                *(
                    Missing.SUPPRESSED if value is None else value
                    for value in (cell.sufficient, cell.relevant, cell.percent)
                ),
            )
            for cell in found.cells
        ),
        notes=(f"Groups with fewer than {found.smallest_group} relevant cases are not shown.",),
    )


def _percent(cell: GroupCell | None) -> Cell:
    if cell is None:
        return Missing.NOT_APPLICABLE
    return Missing.SUPPRESSED if cell.percent is None else cell.percent
