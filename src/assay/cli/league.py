"""`assay league`: the unofficial table, its proof and its reasoning."""

import datetime as dt
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path
from typing import get_args

import click

from assay.cli.options import Day
from assay.cli.output import print_json, print_table, say
from assay.files.write import write_whole
from assay.problems import InputProblems
from assay.publishing.league import League, LeagueRow, why_not
from assay.publishing.league import league as compile_league
from assay.publishing.league_check import check as check_record
from assay.publishing.league_text import (
    Edition,
    as_csv,
    as_documents,
    by_framework,
    formula,
    notice,
    span,
)
from assay.publishing.record.constraints import cast_of, facts_of
from assay.publishing.record.find import find
from assay.publishing.record.load import load_record
from assay.publishing.record.model import BodyType, Family, Inspection, Record
from assay.rating.facts import Fact
from assay.rating.programme import Programme
from assay.rating.reasoning import Stage, reasoning
from assay.rating.sheet import Inspected
from assay.standards.framework import RATINGS, Rating

NOTES = {"sourced": "", "worded": "wording", "inferred": "inferred"}


@click.group(invoke_without_command=True)
@click.option("--family", type=click.Choice(get_args(Family)), help="Only these services.")
@click.option(
    "--body-type",
    type=click.Choice(get_args(BodyType), case_sensitive=False),
    help="Only bodies of this kind.",
)
@click.option(
    "--on",
    type=Day(),
    help="Count results published by this day. Default: all in the record.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write a CSV file.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def league(
    context: click.Context,
    family: Family | None,
    body_type: BodyType | None,
    on: dt.date | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Rank bodies by points from published results. Unofficial.

    A result known only to the month or the year counts from its last day.
    """
    if context.invoked_subcommand:
        return
    record = load_record()
    today = dt.datetime.now(dt.UTC).date()
    day = on or max(today, record.newest)
    table = compile_league(record, on=day, family=family, body_type=body_type)
    edition = Edition(version("assay"), today, on or None)
    if out:
        write_whole({out: as_csv(table, edition)})
        say(f"Wrote {out}")
    if as_json:
        print_json(as_documents(table.rows))
    elif not out:
        _print_league(table, edition, record)


@league.command()
def check() -> None:
    """Compare every computed overall rating with the published one."""
    checked = check_record(load_record())
    for line in checked.lines:
        click.echo(line)
    click.echo(
        f"{len(checked.lines)} inspections: {checked.computed} computed exactly and as published, "
        f"{checked.possible} possible, {checked.left_out} left out, "
        f"{len(checked.problems)} disagree."
    )
    if checked.problems:
        raise InputProblems(checked.problems)


@league.command()
@click.argument("body_or_inspection")
def why(body_or_inspection: str) -> None:
    """Print how the points of BODY_OR_INSPECTION were bounded, fact by fact."""
    record = load_record()
    cast, facts = cast_of(record), facts_of(record)
    inspections = find(record, body_or_inspection)
    for inspection in inspections:
        _print_reasoning(inspection, cast, facts)
        click.echo()
    for succession in record.successors(inspections[0].body):
        doubt = "" if succession.verified else " (from general knowledge)"
        click.echo(f"Its work passed to {succession.successor} on {succession.starts}{doubt}.")


def _print_league(table: League, edition: Edition, record: Record) -> None:
    for line in notice(edition):
        click.echo(line)
    for framework, rows in by_framework(table):
        click.echo(f"\n{framework.title} ({framework.id})\n{formula(framework)}\n")
        print_table(
            ["Place", "Body", "Points", "Change", "Overall rating", "Published", "Note"],
            [_cells(row) for row in rows],
        )
    if not table.rows:
        click.echo("\nNo rated inspection fits.")
    if table.left_out:
        click.echo("\nLeft out")
        for left in table.left_out:
            name = record.bodies[left.inspection.body].body
            click.echo(f"  {name}, {left.inspection.published}: {left.reason}")


def _cells(row: LeagueRow) -> list[str]:
    notes = [NOTES[row.confidence], "" if row.in_operation else "closed"]
    return [
        span(row.rank_min, row.rank_max),
        row.body,
        f"{span(row.points_min, row.points_max)} of {row.max}",
        span(row.change_min, row.change_max, signed=True),
        row.overall_rating,
        row.published,
        ", ".join(note for note in notes if note),
    ]


def _print_reasoning(
    inspection: Inspection, cast: dict[str, Inspected], facts: tuple[Fact, ...]
) -> None:
    name = inspection.inspection
    click.echo(f"{inspection.body}, {inspection.when} ({name})")
    if name not in cast:
        click.echo(f"    No points: {why_not(inspection)}.")
        return
    for number, stage in enumerate(reasoning(name, cast, facts), start=1):
        _print_stage(number, stage)
    programme = Programme(cast, facts)
    click.echo(f"    Total: {programme.bounds(name)} of {cast[name].top} points (unofficial).")
    alike: dict[tuple[Rating, ...], list[str]] = defaultdict(list)
    for standard in cast[name].numbers:
        alike[programme.possible(name, standard)].append(standard)
    for ratings, standards in alike.items():
        could = "any rating" if ratings == RATINGS else " or ".join(ratings)
        click.echo(f"    {', '.join(standards)}: {could}")


def _print_stage(number: int, stage: Stage) -> None:
    words = stage.words[:1].upper() + stage.words[1:]
    left = "which contradicts what came before" if stage.bounds is None else stage.bounds
    doubt = "" if stage.confidence == "sourced" else f" ({stage.confidence}, not stated outright)"
    click.echo(f"    {number}. {words}{doubt} -> {left}")
    for source in stage.sources:
        click.echo(f"       {source}")
