"""This inspection beside the one before, standard by standard, joined by what they are about.

Numbers mislead: the same number names different standards in different versions. A
standard's theme says what it is about, and joins it to its like.
"""

from collections.abc import Mapping

from assay.publishing.folder import InspectionFolder
from assay.publishing.inspection import Previous
from assay.publishing.parts.gaps import NOT_KNOWN
from assay.publishing.report_model import Block, Cell, Column, Paragraph, Section, Table
from assay.publishing.words import day
from assay.rating.results import Result, StandardResult
from assay.standards.framework import RATINGS, Framework, Rating


def section(folder: InspectionFolder, result: Result, overall: Rating | None) -> Section:
    """The section that compares the two inspections.

    Args:
        folder: The inspection, with the previous one and its standards.
        result: This inspection's ratings.
        overall: This inspection's overall rating, computed or published; None if neither.
    """
    previous, framework = folder.inspection.previous, folder.previous_framework
    blocks: list[Block] = [Paragraph("No previous inspection is recorded.")]
    if previous and framework:
        source = folder.inspection.cite(previous.source)
        blocks = [Paragraph(f"{_overall(previous, overall)} ({source})")]
        if framework.id != folder.framework.id:
            blocks.append(Paragraph(_versions(framework, folder.framework), "note"))
        blocks.append(table(result, previous, framework))
    return Section("comparison", "Compared with the previous inspection", tuple(blocks))


def table(result: Result, previous: Previous, framework: Framework) -> Table:
    """Each standard's rating then and now, with the change in words.

    Args:
        result: This inspection's ratings.
        previous: The previous inspection.
        framework: The previous inspection's standards.
    """
    before = _by_theme(previous, framework)
    themes = {standard.theme for standard in result.standards}
    rows = [_row(standard, before) for standard in result.standards]
    rows += [
        (name, rating or NOT_KNOWN, "Not a standard of its own now", "Not compared")
        for theme, (name, rating) in before.items()
        if theme not in themes
    ]
    return Table(
        id="comparison",
        title="Ratings of this and the previous inspection, joined by what each standard is about",
        columns=(
            Column("Standard"),
            Column("Previous rating", "rating"),
            Column("Rating now", "rating"),
            Column("Change"),
        ),
        rows=tuple(rows),
    )


def change_words(before: Rating | None, now: Rating | None) -> str:
    """A change between two ratings in words; None where a rating isn't known."""
    if before is None or now is None:
        return "Can't be compared"
    bands = RATINGS.index(now) - RATINGS.index(before)
    if bands == 0:
        return "Same rating"
    size = f"{abs(bands)} band{'' if abs(bands) == 1 else 's'}"
    return f"Better by {size}" if bands > 0 else f"Worse by {size}"


def _by_theme(previous: Previous, framework: Framework) -> dict[str, tuple[str, Rating | None]]:
    """Name and rating of each standard of the previous inspection, by theme."""
    ratings = {known.standard: known.rating for known in previous.ratings}
    return {
        standard.theme: (standard.name, ratings.get(standard.number))
        for standard in framework.standards
    }


def _row(
    standard: StandardResult, before: Mapping[str, tuple[str, Rating | None]]
) -> tuple[Cell, ...]:
    now = standard.rating or NOT_KNOWN
    if standard.theme not in before:
        return standard.name, "Not a standard of its own then", now, "Not compared"
    name, rating = before[standard.theme]
    label = standard.name if name == standard.name else f"{standard.name} (then {name})"
    return label, rating or NOT_KNOWN, now, change_words(rating, standard.rating)


def _overall(previous: Previous, overall: Rating | None) -> str:
    then = previous.overall or "not known"
    now = overall or "not known"
    return (
        f"The previous inspection was published on {day(previous.published)}. "
        f"Overall rating then: {then}. Overall rating now: {now}. "
        f"{change_words(previous.overall, overall)}."
    )


def _versions(then: Framework, now: Framework) -> str:
    return (
        f"The two inspections used different versions of the standards ({then.title}; "
        f"{now.title}), so a like name is not always like work: compare with care."
    )


def annex_table(folder: InspectionFolder, result: Result) -> Table | None:
    """The comparison for the annex; None without a previous inspection."""
    previous, framework = folder.inspection.previous, folder.previous_framework
    return table(result, previous, framework) if previous and framework else None
