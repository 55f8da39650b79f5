"""`assay forecast`: the likely rating, from internal audits and the criteria."""

import datetime as dt
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assay.cli.options import Day
from assay.cli.output import json_text, print_json, say
from assay.cli.places import OutFolder
from assay.files.write import write_whole
from assay.problems import ProblemList
from assay.standards.load import load_framework

if TYPE_CHECKING:
    from assay.assurance.kept_run import KeptRun
    from assay.assurance.sources import Sources

PATH = click.Path(path_type=Path)
THERE = click.Path(path_type=Path, exists=True)
"""A file that is asked for before minutes go into evaluating criteria."""


@click.command()
@click.argument("extract_dir", type=PATH)
@click.option("--audits", type=THERE, required=True, help="Audits on the inspector's form.")
@click.option("--framework", "framework_id", required=True, help="Standards to expect: an id.")
@click.option("--as-of", type=Day(), help="The day to judge.  [default: the run's, or today]")
@click.option("--profile", help="Practice profile.  [default: the run's, or current]")
@click.option("--mapping", type=PATH, help="TOML: another system's names and codes.")
@click.option("--run", "folder", type=PATH, help="A run of `assay assure`, to save working it out.")
@click.option("--judgements", type=PATH, help="Judged standards: standard, rating, rationale.")
@click.option("--history", type=PATH, help="Earlier forecast.csv files with their outcomes.")
@click.option(
    "--inspected",
    type=click.IntRange(min=1),
    help="Cases the inspection would read.  [default: by the sampling rules]",
)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option("--out", type=OutFolder(), help="Also write JSON and spreadsheets here.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def forecast(
    extract_dir: Path,
    audits: Path,
    framework_id: str,
    as_of: dt.date | None,
    profile: str | None,
    mapping: Path | None,
    folder: Path | None,
    judgements: Path | None,
    history: Path | None,
    inspected: int | None,
    seed: int,
    out: Path | None,
    as_json: bool,
) -> None:
    """Say how likely each rating is, from AUDITS of some cases and the criteria of all.

    The audits have the columns of `assay rate`: case_id, key_question and sufficient (yes, no
    or not_applicable), and may have audited_on.
    """
    if find_spec("duckdb") is None or find_spec("ibis") is None:
        raise click.ClickException("This needs the extra: pip install 'assay[assure]'")
    from assay.assurance.forecast import document, text  # noqa: PLC0415 - needs the extra
    from assay.assurance.forecast.load import load  # noqa: PLC0415
    from assay.assurance.forecast.make import make_forecast  # noqa: PLC0415

    framework = load_framework(framework_id)
    kept = _run(extract_dir, as_of, profile, mapping, folder)
    with tempfile.TemporaryDirectory() as beside:
        basis = load(
            framework,
            kept,
            folder or Path(beside),
            sources=None if folder else _evaluated(kept, Path(beside)),
            audits=audits,
            judgements=judgements,
            history=history,
            inspected=inspected,
            seed=seed,
        )
    made = make_forecast(basis)
    if out is not None:
        write_whole(
            {
                out / "forecast.json": f"{json_text(document.as_document(made))}\n".encode(),
                out / "forecast.csv": document.forecast_csv(made),
                out / "calibration.csv": document.calibration_csv(made.calibration),
                out / "cases.csv": document.cases_csv(made),
            }
        )
        say(f"Wrote forecast.json, forecast.csv, calibration.csv and cases.csv in {out}.")
    if as_json:
        print_json(document.as_document(made))
    else:
        for line in text.lines(made):
            click.echo(line)


def _run(
    extract: Path,
    as_of: dt.date | None,
    profile: str | None,
    mapping: Path | None,
    folder: Path | None,
) -> "KeptRun":
    """What the criteria are judged from; a kept run says it all, and may not be contradicted."""
    from assay.assurance.kept_run import KeptRun, read_run  # noqa: PLC0415 - needs the extra

    day = as_of or dt.date.today()  # noqa: DTZ011 - the day where the user is
    wanted = KeptRun.over(extract, day, profile or "current", mapping)
    if folder is None:
        return wanted
    kept, problems = read_run(folder), ProblemList("--run")
    if Path(kept.extract).resolve() != extract.resolve():
        problems.add("the run is of another extract", "Name its run, or leave --run out")
    for option, asked, held in (
        ("--as-of", as_of and wanted.as_of, kept.as_of),
        ("--profile", profile and wanted.profile, kept.profile),
        ("--mapping", wanted.mapping, kept.mapping),
    ):
        if asked and asked != held:
            wrong = f"the run was made with {option} {held or 'left out'}"
            problems.add(wrong, f"Leave {option} or --run out")
    problems.raise_if_any()
    return kept


def _evaluated(kept: "KeptRun", folder: Path) -> "Sources":
    from assay.assurance.run import run_over  # noqa: PLC0415 - needs the extra

    return run_over(kept, "duckdb", folder, say).sources
