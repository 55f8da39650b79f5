"""`assay demo`: everything Assay does so far, on two inspections, in one go."""

import contextlib
import datetime as dt
import http.server
from collections.abc import Iterator
from functools import partial
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import click

from assay.cli.output import print_table, say
from assay.cli.places import OutFolder
from assay.cli.report import RENDERERS
from assay.files.write import write_whole
from assay.problems import InputProblems
from assay.publishing.build import Evidence, report_of
from assay.publishing.index_page import Made, index_page
from assay.publishing.league import League, league
from assay.publishing.league_page import league_page
from assay.publishing.league_text import Edition, as_csv
from assay.publishing.record.load import load_record
from assay.publishing.record.model import Record
from assay.publishing.report_model import Report

EXAMPLES = ("swm-2020", "made-up")
ADDRESS = "127.0.0.1"


@click.command()
@click.option(
    "--out",
    type=OutFolder(),
    default=Path("out"),
    show_default=True,
    help="Folder for everything that is made.",
)
@click.option("--serve/--no-serve", default=True, help="Serve it afterwards, on this machine only.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def demo(out: Path, serve: bool, port: int) -> None:
    """Rank the published record and work both examples, then serve the pages.

    The inspection of Staffordshire and West Midlands of March 2020 is shown as far as it is
    public; the other example is made up from beginning to end.
    """
    server = _server(out, port) if serve else None
    with server or contextlib.nullcontext():
        _make(out)
        if server:
            _serve(server)
        else:
            click.echo(f"Open {out / 'index.html'} in a browser.")


def _make(out: Path) -> None:
    """Work everything out and write it whole."""
    record = load_record()
    today = dt.datetime.now(dt.UTC).date()
    table = league(record, on=max(today, record.newest))
    edition = Edition(version("assay"), today, None)
    steps = 2 * len(EXAMPLES) + 1
    say(f"1 of {steps}: the league table, {len(table.rows)} bodies ranked")
    made = _league_files(table, edition, record)
    reports = []
    for number, name in enumerate(EXAMPLES):
        say(f"{2 * number + 2} of {steps}: rating {name}")
        report, evidence = report_of(_example(name))
        _print_ratings(report, evidence)
        say(f"{2 * number + 3} of {steps}: the report of {name} as web page, PDF and annex")
        made |= {Path(name, file): render(report) for file, render in RENDERERS.values()}
        reports.append(Made(name, report))
    made[Path("index.html")] = index_page(reports).encode()
    write_whole({out / place: contents for place, contents in made.items()})
    for place in sorted(made):
        say(f"Wrote {out / place}")


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


def _example(name: str) -> Path:
    """The example's folder: inside an installed package, or at the root of a checkout."""
    for folder in _examples():
        if (folder / name / "inspection.toml").is_file():
            return folder / name
    raise InputProblems.one(
        f"examples/{name}", "the example is not installed", "Install Assay again, whole"
    )


def _examples() -> Iterator[Path]:
    package = Path(str(files("assay")))
    yield package / "examples"
    yield package.parents[1] / "examples"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and logs nothing: what somebody reads is nobody's business."""

    def log_message(self, *_: object) -> None:
        """Log nothing."""


def _server(out: Path, port: int) -> http.server.ThreadingHTTPServer:
    """Take the port, before any work is done for it.

    Raises:
        InputProblems: It can't be had.
    """
    handler = partial(_Quiet, directory=str(out))
    try:
        return http.server.ThreadingHTTPServer((ADDRESS, port), handler)
    except OSError as error:
        raise InputProblems.one(
            "--port", f"port {port} can't be used ({error.strerror})", "Choose another with --port"
        ) from error


def _serve(server: http.server.ThreadingHTTPServer) -> None:
    click.echo(f"Open http://{ADDRESS}:{server.server_port}/ in a browser. Stop with Ctrl+C.")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        say("Stopped.")
