"""The report as one self-contained web page: no script, nothing fetched, drawings inside."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from assay.publishing.charts import svg_of
from assay.publishing.report_model import Cell, Chart, Column, Missing, Report
from assay.publishing.words import day, number


def html_of(report: Report) -> str:
    """Set a report as a web page.

    Args:
        report: The report.

    Returns:
        A whole HTML document. All text is escaped; drawings are our own SVG.
    """
    page = templates().get_template("report.html.j2")
    return page.render(report=report)


@cache
def templates() -> Environment:
    """Page templates: everything escaped, nothing undefined."""
    environment = Environment(
        loader=PackageLoader("assay.publishing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"cell": cell, "day": day, "drawing": drawing, "slug": slug}
    environment.tests["missing"] = lambda value: isinstance(value, Missing)
    return environment


def cell(value: Cell, column: Column) -> str:
    """A table's cell as text; numbers with thousands set off."""
    return number(value, column.places) if isinstance(value, int | float) else value


def slug(words: str) -> str:
    """Words as part of a class name: Requires improvement becomes requires-improvement."""
    return words.casefold().replace(" ", "-")


def drawing(chart: Chart) -> Markup:
    """A chart as one named picture."""
    opening = Markup('<svg role="img" aria-label="{}" ').format(chart.alt)
    # Our own drawing, made from numbers and the framework's names, which it escapes itself.
    return Markup(svg_of(chart).replace("<svg ", opening, 1))  # noqa: S704
