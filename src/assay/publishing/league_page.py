"""The league table as a web page of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assay.publishing.html import templates
from assay.publishing.league import League, LeagueRow
from assay.publishing.league_text import Edition, by_framework, formula, notice, span
from assay.publishing.record.model import Record
from assay.publishing.report_model import Column, Table
from assay.publishing.words import count, day_as_known

COLUMNS = (
    Column("Body"),
    Column("Place (unofficial)"),
    Column("Points (unofficial)"),
    Column("Change in points", gap="no earlier figure"),
    Column("Overall rating", "rating"),
    Column("Published"),
)
CHANGE = 3


@dataclass(frozen=True, slots=True)
class Part:
    """The bodies ranked under one version of the standards."""

    id: str
    title: str
    formula: str
    table: Table


def league_page(league: League, edition: Edition, record: Record) -> str:
    """Set the league table as a web page: no script, nothing fetched.

    Args:
        league: The table.
        edition: Which table it is.
        record: For the names of the bodies left out.

    Returns:
        A whole HTML document.
    """
    return (
        templates()
        .get_template("league.html.j2")
        .render(
            title="League table of probation inspections",
            notice=notice(edition),
            parts=list(_parts(league)),
            left_out=[
                f"{record.bodies[left.inspection.body].body}, "
                f"{day_as_known(left.inspection.published)}: "
                f"{left.reason}"
                for left in league.left_out
            ],
        )
    )


def _parts(league: League) -> Iterator[Part]:
    for framework, rows in by_framework(league):
        title = f"Places by points: {count(len(rows), 'body', 'bodies')}"
        yield Part(
            framework.id, framework.title, formula(framework), _table(framework.id, title, rows)
        )


def _table(framework_id: str, title: str, rows: Sequence[LeagueRow]) -> Table:
    """A version's table; without the change where nobody has an earlier figure."""
    cells = [_cells(row) for row in rows]
    kept = [at for at in range(len(COLUMNS)) if at != CHANGE or any(row[at] for row in cells)]
    return Table(
        id=framework_id,
        title=title,
        columns=tuple(COLUMNS[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in cells),
    )


def _cells(row: LeagueRow) -> tuple[str, ...]:
    return (
        row.body if row.in_operation else f"{row.body} (closed)",
        span(row.rank_min, row.rank_max),
        f"{span(row.points_min, row.points_max)} of {row.max}",
        span(row.change_min, row.change_max, signed=True),
        row.overall_rating,
        day_as_known(row.published),
    )
