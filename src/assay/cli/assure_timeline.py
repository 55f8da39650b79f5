"""`assay assure timeline`: what there was to carry and what was missed, week by week."""

import datetime as dt
from pathlib import Path

import click

from assay.cli.options import Day
from assay.cli.output import print_json, print_table
from assay.problems import InputProblems

FOLDER = click.Path(path_type=Path)


@click.command()
@click.argument("extract_dir", type=FOLDER)
@click.option("--officer", help="Reference of one officer.")
@click.option("--unit", help="Reference of a team, unit or service.")
@click.option("--from", "first", type=Day(), required=True, help="A day of the first week.")
@click.option("--to", "last", type=Day(), required=True, help="The last day.")
@click.option("--as-of", type=Day(), help="The extract's own day.  [default: as --to]")
@click.option("--profile", default="current", show_default=True, help="Practice profile.")
@click.option("--mapping", type=FOLDER, help="TOML: another system's names and codes.")
@click.option("--json", "as_json", is_flag=True, help="Print it as one document.")
def timeline(
    extract_dir: Path,
    officer: str | None,
    unit: str | None,
    first: dt.date,
    last: dt.date,
    as_of: dt.date | None,
    profile: str,
    mapping: Path | None,
    *,
    as_json: bool,
) -> None:
    """Show workload, absence, supervision, missed contact and enforcement week by week.

    Of one officer, or of all staff of a team, unit or service added up. Show an officer's only
    to the officer, their manager and quality staff.
    """
    from assay.assurance.kept_run import KeptRun  # noqa: PLC0415 - needs the extra
    from assay.assurance.run import profile_of, sources_of  # noqa: PLC0415
    from assay.assurance.timeline import of_officer, of_unit  # noqa: PLC0415

    if (officer is None) == (unit is None):
        raise click.UsageError("Name either --officer or --unit.")
    if last < first:
        raise InputProblems.one("--to", "this day is before --from", "Give the later day as --to")
    run = KeptRun.over(extract_dir, as_of or last, profile, mapping)
    values, sources = profile_of(run), sources_of(run)
    if officer is not None:
        weeks = of_officer(sources, values, officer, first, last)
    else:
        weeks = of_unit(sources, values, unit or "", first, last)
    rows = [each.as_row() for each in weeks]
    if as_json:
        print_json({"officer": officer, "unit": unit, "weeks": rows})
        return
    print_table([name.replace("_", " ") for name in rows[0]], [[*row.values()] for row in rows])
