"""`assay assure trend`: how every criterion stood, week by week."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assay.cli.options import Day
from assay.cli.output import print_json, print_table, say
from assay.cli.places import OutFolder
from assay.problems import InputProblems

if TYPE_CHECKING:
    from assay.assurance.trend import Point

FOLDER = click.Path(path_type=Path)


@click.command()
@click.argument("extract_dir", type=FOLDER)
@click.option("--from", "first", type=Day(), required=True, help="No day before this one.")
@click.option("--to", "last", type=Day(), required=True, help="The last day.")
@click.option("--every", type=click.Choice(("week", "month")), default="week", show_default=True)
@click.option("--by", type=click.Choice(("team", "unit", "service")), help="One row for each.")
@click.option("--criterion", "criteria", multiple=True, help="Only this one; may be repeated.")
@click.option("--as-of", type=Day(), help="The extract's own day.  [default: as --to]")
@click.option("--profile", default="current", show_default=True, help="Practice profile.")
@click.option("--mapping", type=FOLDER, help="TOML: another system's names and codes.")
@click.option(
    "--out", type=OutFolder(), default="assurance", show_default=True, help="Where to keep it."
)
@click.option("--json", "as_json", is_flag=True, help="Print every day of every criterion.")
def trend(
    extract_dir: Path,
    first: dt.date,
    last: dt.date,
    every: str,
    by: str | None,
    criteria: tuple[str, ...],
    as_of: dt.date | None,
    profile: str,
    mapping: Path | None,
    out: Path,
    *,
    as_json: bool,
) -> None:
    """Say how every criterion stood on each of many days, counted back from --to.

    Each day is judged as a run as of that day would judge it, from this one extract: what
    happened counts from the day it happened, even if it was recorded later.
    """
    from assay.assurance import trend_kept  # noqa: PLC0415 - needs the extra

    asked = trend_kept.AskedTrend(
        extract=str(extract_dir.absolute()),
        extract_day=as_of or last,
        first=first,
        last=last,
        every=every,
        by=by,
        profile=profile,
        mapping=str(mapping.absolute()) if mapping else None,
        criteria=tuple(_known(each) for each in criteria),
    )
    trend_kept.keep_trend(asked, out, lambda criterion: say(f"{criterion} done"))
    if as_json:
        rows = [trend_kept.as_row(each) for each in trend_kept.read_trend(out)]
        print_json({"profile": profile, "by": by, "points": rows})
    elif by is None:
        _print(trend_kept.read_trend(out), (asked.days[0], asked.days[-1]))
    say(f"Kept in {out}: trend.parquet and trend.csv, with every day.")


def _known(criterion: str) -> str:
    from assay.assurance.criteria import written  # noqa: PLC0415 - needs the extra

    if criterion.upper() not in written():
        known = ", ".join(written())
        raise InputProblems.one(
            "--criterion", "there is no such criterion", f"Use one of {known}", found=criterion
        )
    return criterion.upper()


def _print(points: "list[Point]", days: tuple[dt.date, dt.date]) -> None:
    """Show the first and the last day of each criterion."""
    print_table(
        ("criterion", "day", "of", "met", "not met", "due", "cannot tell", "excused"),
        [
            (
                each.criterion,
                each.day,
                each.population,
                each.met,
                each.not_met,
                each.due,
                each.cannot_tell,
                each.excused,
            )
            for each in points
            if each.day in days
        ],
    )
