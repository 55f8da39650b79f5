"""`assay assure`: what an inspector would find, case by case, over a whole caseload."""

import datetime as dt
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from assay.assurance.catalogue import Criterion, catalogue
from assay.cli.assure_calibrate import calibrate, made_up_audits
from assay.cli.assure_diff import diff
from assay.cli.assure_timeline import timeline
from assay.cli.assure_trend import trend
from assay.cli.options import Day
from assay.cli.output import print_json, print_table, say
from assay.cli.places import OutFolder
from assay.problems import InputProblems

FOLDER = click.Path(path_type=Path)
RUN = click.option(
    "--run",
    "folder",
    type=FOLDER,
    default=Path("assurance"),
    show_default=True,
    help="The folder a run was kept in.",
)


class RunByDefault(click.Group):
    """A group whose first word may be an extract's folder instead of a command."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take a word that is no command as the folder to run over."""
        if args and args[0] not in self.commands:
            args = ["run", *args]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take options before any command as options of the run."""
        if args and args[0].startswith("-") and args[0] not in {"-h", "--help"}:
            args = ["run", *args]
        return super().parse_args(ctx, args)


@click.group(cls=RunByDefault)
def assure() -> None:
    """Evaluate the criteria over case records: assay assure EXTRACT_DIR --as-of DATE."""
    if find_spec("duckdb") is None or find_spec("ibis") is None:
        raise click.ClickException("This needs the extra: pip install 'assay[assure]'")


@assure.command(name="run")
@click.argument("extract_dir", type=FOLDER)
@click.option("--as-of", type=Day(), help="The day to judge.  [default: today]")
@click.option("--profile", default="current", show_default=True, help="Practice profile.")
@click.option("--mapping", type=FOLDER, help="TOML: another system's names and codes.")
@click.option(
    "--engine", type=click.Choice(("duckdb", "spark")), default="duckdb", show_default=True
)
@click.option(
    "--out", type=OutFolder(), default="assurance", show_default=True, help="Where to keep it."
)
@click.option("--json", "as_json", is_flag=True, help="Print how each criterion stands.")
def run_over(
    extract_dir: Path,
    as_of: dt.date | None,
    profile: str,
    mapping: Path | None,
    engine: str,
    out: Path,
    *,
    as_json: bool,
) -> None:
    """Evaluate every criterion for every case of EXTRACT_DIR."""
    from assay.assurance import run  # noqa: PLC0415 - needs the extra
    from assay.assurance.kept_run import KeptRun  # noqa: PLC0415

    day = as_of or dt.date.today()  # noqa: DTZ011 - the day where the user is
    kept = KeptRun.over(extract_dir, day, profile, mapping)
    shares = run.keep_run(kept, engine, out, say)
    if as_json:
        print_json(run.summary(day, profile, shares))
        return
    names = catalogue()
    print_table(
        ("criterion", "name", "of", "met", "not met", "due", "cannot tell", "excused", "share met"),
        [
            (
                each.id,
                names[each.id].name,
                each.population,
                each.met,
                each.not_met,
                each.due,
                each.cannot_tell,
                each.excused,
                "" if each.share_met is None else f"{each.share_met:.1%}",
            )
            for each in shares
        ],
    )
    say(f"Kept in {out}. This shows what the record holds; it does not judge quality.")


@assure.command()
@click.argument("criterion")
@click.argument("case_id")
@RUN
@click.option("--json", "as_json", is_flag=True, help="Print it as one document.")
def why(criterion: str, case_id: str, folder: Path, *, as_json: bool) -> None:
    """Say why CRITERION stands as it does for CASE_ID (or an officer, or a unit)."""
    from assay.assurance.why import explain  # noqa: PLC0415 - needs the extra

    told = explain(_criterion(criterion), case_id, folder)
    if as_json:
        print_json(told.as_json())
        return
    for line in told.lines():
        click.echo(line)


@assure.command(name="worklist")
@click.option("--officer", required=True, help="Reference of the officer.")
@RUN
@click.option("--json", "as_json", is_flag=True, help="Print it as one document.")
def officers_list(officer: str, folder: Path, *, as_json: bool) -> None:
    """Print one officer's list, worst harm first."""
    from assay.assurance.kept_run import kept_results, read_run  # noqa: PLC0415 - needs the extra
    from assay.assurance.worklist import worklist  # noqa: PLC0415

    read_run(folder)
    entries = worklist(kept_results(folder, "officer_id", officer), catalogue())
    rows: list[dict[str, Any]] = [
        {
            "case_id": entry.case_id,
            "criterion": item.criterion.id,
            "severity": item.severity,
            "state": item.state,
            "due_on": item.due_on,
            "what": item.criterion.name,
            "because": item.says,
            "do_next": item.criterion.do_next,
            "evidence": item.evidence,
        }
        for entry in entries
        for item in entry.items
    ]
    if as_json:
        print_json({"officer": officer, "items": rows})
        return
    if not rows:
        say("Nothing is late, due or untellable for this officer, or there is no such officer.")
        return
    harm = len({row["case_id"] for row in rows if row["severity"] == "critical"})
    click.echo(f"{len(rows)} things to do in {len(entries)} cases; {harm} could hurt someone.")
    shown = ("case_id", "severity", "criterion", "what", "because", "do_next")
    headers = ("case", "harm", "criterion", "what", "because", "next")
    print_table(headers, [tuple(row[name] for name in shown) for row in rows])


def _criterion(asked: str) -> Criterion:
    known = catalogue()
    found = known.get(asked.upper())
    if found is None:
        raise InputProblems.one(
            "CRITERION", "there is no such criterion", f"Use one of {', '.join(known)}", found=asked
        )
    return found


assure.add_command(calibrate)
assure.add_command(made_up_audits)
assure.add_command(trend)
assure.add_command(diff)
assure.add_command(timeline)
