"""`assay caseload`: the record's shape, checking an extract, and a made-up one."""

import datetime as dt
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assay.caseload.record.json_schema import json_schema
from assay.caseload.record.shape import record
from assay.cli.load_caseload import load
from assay.cli.options import Day
from assay.cli.output import print_json, print_table, say
from assay.cli.trend_caseload import trend

if TYPE_CHECKING:
    from assay.caseload.record.extract import Checked

FOLDER = click.Path(path_type=Path)
MOST_PEOPLE = 9_999_999
"""References of made-up cases have seven digits for the case."""


@click.group()
def caseload() -> None:
    """Case records for continuous assurance: their shape, a check, a made-up set."""


caseload.add_command(load)
caseload.add_command(trend)


@caseload.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON schema.")
def schema(*, as_json: bool) -> None:
    """Print the tables and columns an extract must have."""
    shape = record()
    if as_json:
        print_json(json_schema(shape))
        return
    rows = [
        (table, name, column.type, column.unit or column.refers_to or "", column.meaning)
        for table, name, column in shape.columns()
    ]
    print_table(("table", "column", "type", "unit or table", "meaning"), rows)


@caseload.command()
@click.argument("extract_dir", type=FOLDER)
@click.option("--mapping", type=FOLDER, help="TOML: another system's names and codes.")
@click.option("--as-of", type=Day(), help="The extract's own day.  [default: today]")
@click.option("--json", "as_json", is_flag=True, help="Print findings and ages.")
def check(extract_dir: Path, mapping: Path | None, as_of: dt.date | None, *, as_json: bool) -> None:
    """List every problem of the extract in EXTRACT_DIR, and the age of each table."""
    _need_arrow()
    from assay.caseload.record import extract, findings  # noqa: PLC0415 - needs the extra
    from assay.caseload.record.mapping import NO_MAPPING, read_mapping  # noqa: PLC0415

    shape = record()
    names = NO_MAPPING if mapping is None else read_mapping(mapping, shape)
    day = as_of or dt.date.today()  # noqa: DTZ011 - the day where the user is
    checked = extract.check_extract(extract_dir, shape, day, names)
    if as_json:
        print_json(
            {
                "as_of": day,
                "version": shape.version,
                "problems": findings.as_json(checked.findings),
                "tables": [asdict(age) for age in checked.ages],
                "not_used": checked.unused,
            }
        )
    else:
        _print_ages(checked)
    if checked.findings:
        raise findings.as_problems(checked.findings)


def _print_ages(checked: "Checked") -> None:
    rows = [
        (
            age.table,
            age.rows,
            age.newest and age.newest.date(),
            age.days_old,
            sum(age.blank.values()),
        )
        for age in checked.ages
    ]
    print_table(("table", "rows", "newest entry", "days old", "blank cells"), rows)
    for name in checked.unused:
        say(f"Not used: {name}.")


def _need_arrow() -> None:
    if find_spec("pyarrow") is None:
        raise click.ClickException("This needs the extra: pip install 'assay[assure]'")


@caseload.command()
@click.option("--people", type=click.IntRange(1, MOST_PEOPLE), required=True, help="How many.")
@click.option("--seed", type=click.IntRange(0), required=True, help="Any whole number from 0.")
@click.option("--out", type=FOLDER, required=True, help="A folder that is new or empty.")
def synthesise(people: int, seed: int, out: Path) -> None:
    """Write a made-up caseload with known faults; the same size and seed, the same bytes."""
    _need_arrow()
    from assay.caseload.record.synthetic import rates, write  # noqa: PLC0415 - needs the extra

    def progress(done: int) -> None:
        say(f"{done:,} of {people:,} people")

    write.synthesise(record(), people, seed, out, progress)
    click.echo(f"Wrote {out}. Everybody in it is made up. Judge it as of {rates.as_of()}.")
