"""The pages of the demonstration that need no service: the league table and two reports."""

import datetime as dt
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import click

from assay.cli.output import print_table, say
from assay.cli.report import RENDERERS
from assay.files.examples import example
from assay.files.write import write_whole
from assay.publishing.build import Evidence, report_of
from assay.publishing.index_page import Made, index_page
from assay.publishing.league import League, league
from assay.publishing.league_page import league_page
from assay.publishing.league_text import Edition, as_csv
from assay.publishing.record.load import load_record
from assay.publishing.record.model import Record
from assay.publishing.report_model import Report

EXAMPLES = ("swm-2020", "made-up")


@dataclass(frozen=True, slots=True)
class Pages:
    """What was made: the worked reports, with how their ratings came about, and the files."""

    worked: tuple[tuple[Report, Evidence], ...]
    files: tuple[Path, ...]


def make_pages(out: Path) -> Pages:
    """Rank the published record, work both examples and write everything whole."""
    record = load_record()
    today = dt.datetime.now(dt.UTC).date()
    table = league(record, on=max(today, record.newest))
    edition = Edition(version("assay"), today, None)
    steps = 2 * len(EXAMPLES) + 1
    say(f"1 of {steps}: the league table, {len(table.rows)} bodies ranked")
    made = _league_files(table, edition, record)
    worked = []
    for number, name in enumerate(EXAMPLES):
        say(f"{2 * number + 2} of {steps}: rating {name}")
        report, evidence = report_of(example(name))
        say(f"{2 * number + 3} of {steps}: the report of {name} as web page, PDF and annex")
        made |= {Path(name, file): render(report) for file, render in RENDERERS.values()}
        worked.append((report, evidence))
    made[Path("index.html")] = index_page(
        [Made(name, report) for name, (report, _) in zip(EXAMPLES, worked, strict=True)]
    ).encode()
    write_whole({out / place: contents for place, contents in made.items()})
    return Pages(tuple(worked), tuple(out / place for place in sorted(made)))


def print_made(pages: Pages) -> None:
    """Print the ratings of both examples, and which files there are now."""
    for report, evidence in pages.worked:
        _print_ratings(report, evidence)
    for place in pages.files:
        say(f"Wrote {place}")


def _print_ratings(report: Report, evidence: Evidence) -> None:
    """Each standard with its rating, then how the overall rating came about."""
    click.echo(f"\n{report.title}")
    if report.mark:
        click.echo(f"{report.mark.words}.")
    print_table(
        ["Standard", "Rating", "Points"],
        [
            [f"{s.number} {s.name}", s.rating or "not known", s.points]
            for s in evidence.result.standards
        ],
    )
    verdict = report.verdict
    click.echo(f"Overall: {verdict.rating or 'not rated'}, {verdict.words}")
    for line in evidence.known.reasons or evidence.result.overall.trace:
        click.echo(f"    {line}")
    click.echo()


def _league_files(table: League, edition: Edition, record: Record) -> dict[Path, bytes]:
    return {
        Path("league-table.html"): league_page(table, edition, record).encode(),
        Path("league-table.csv"): as_csv(table, edition),
    }
