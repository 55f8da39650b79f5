"""`assay assure calibrate`: whether criteria agree with auditors. And audits to try it with."""

from pathlib import Path

import click

from assay.cli.output import print_json, print_table, say
from assay.files.write import write_whole
from assay.problems import InputProblems
from assay.standards.load import load_framework

PATH = click.Path(path_type=Path)
FRAMEWORK = click.option(
    "--framework", "framework_id", required=True, help="Standards audited against: an id."
)


@click.command()
@click.argument("audits", type=PATH)
@FRAMEWORK
@click.option(
    "--run",
    "folder",
    type=PATH,
    default=Path("assurance"),
    show_default=True,
    help="The folder a run was kept in.",
)
@click.option("--out", type=PATH, help="Also write it as a spreadsheet: X.csv.")
@click.option("--json", "as_json", is_flag=True, help="Print it as one document.")
def calibrate(
    audits: Path, framework_id: str, folder: Path, out: Path | None, *, as_json: bool
) -> None:
    """Set each criterion's result beside the auditors' answers in AUDITS."""
    from assay.assurance.forecast import document  # noqa: PLC0415 - needs the extra
    from assay.assurance.forecast.believing import calibrate_all  # noqa: PLC0415
    from assay.assurance.forecast.load import load  # noqa: PLC0415
    from assay.assurance.kept_run import read_run  # noqa: PLC0415

    if out is not None and out.suffix.lower() != ".csv":
        raise InputProblems.one("--out", "the file's ending is not .csv", "Give it that ending")
    kept = read_run(folder)
    basis = load(load_framework(framework_id), kept, folder, audits=audits)
    found = calibrate_all(basis)
    if out is not None:
        write_whole({out: document.calibration_csv(found)})
        say(f"Wrote {out}.")
    if as_json:
        print_json(
            {
                "framework": framework_id,
                "as_of": kept.as_of,
                "audits": len(basis.audits.answers),
                "calibration": document.calibration_document(found),
            }
        )
        return
    headers = ("question", "criterion", "judged", "agreed", "false comfort", "false alarm", "label")
    print_table(
        headers,
        [
            (
                each.question,
                each.criterion,
                each.agreed.of,
                *map(str, (each.agreed, each.false_comfort, each.false_alarm)),
                f"{each.label}: {each.reason}",
            )
            for each in found
        ],
    )


@click.command(name="made-up-audits")
@click.argument("extract_dir", type=PATH)
@FRAMEWORK
@click.option("--audits", type=click.IntRange(min=1), required=True, help="How many cases.")
@click.option("--seed", type=click.IntRange(min=0), required=True, help="Any whole number from 0.")
@click.option("--out", type=PATH, required=True, help="The CSV file to write.")
def made_up_audits(extract_dir: Path, framework_id: str, audits: int, seed: int, out: Path) -> None:
    """Write made-up audits of a made-up extract, to try calibration and forecast with."""
    from assay.assurance.catalogue import catalogue  # noqa: PLC0415 - needs the extra
    from assay.assurance.forecast.made_up import made_up_audits as make  # noqa: PLC0415
    from assay.assurance.forecast.questions import criteria_by_question  # noqa: PLC0415

    framework = load_framework(framework_id)
    criteria = criteria_by_question(framework, catalogue())
    write_whole({out: make(extract_dir, framework, criteria, audits=audits, seed=seed)})
    click.echo(f"Wrote {out}. Everything in it is made up.")
