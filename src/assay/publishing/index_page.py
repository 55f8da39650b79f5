"""The page that leads to everything a demonstration made."""

from collections.abc import Sequence
from dataclasses import dataclass

from assay.publishing.html import templates
from assay.publishing.report_model import Report


@dataclass(frozen=True, slots=True)
class Made:
    """A report that was made, and the folder it lies in."""

    folder: str
    report: Report


def index_page(reports: Sequence[Made]) -> str:
    """Set the page with links to the league table and the reports.

    Args:
        reports: What was made, in the order to show it.

    Returns:
        A whole HTML document.
    """
    return (
        templates().get_template("index.html.j2").render(title="What Assay made", reports=reports)
    )
