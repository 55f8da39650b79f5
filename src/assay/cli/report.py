"""`assay report`: from an inspection folder to a published report."""

from collections.abc import Callable
from pathlib import Path

import click

from assay.cli.output import say
from assay.cli.places import OutFolder
from assay.files.write import write_whole
from assay.publishing.build import report_of
from assay.publishing.html import html_of
from assay.publishing.letters_check import check_letters
from assay.publishing.ods import ods_of
from assay.publishing.pdf import pdf_of
from assay.publishing.report_model import Report

FOLDER = click.Path(path_type=Path)


def _html(report: Report) -> bytes:
    return html_of(report).encode()


RENDERERS: dict[str, tuple[str, Callable[[Report], bytes]]] = {
    "html": ("report.html", _html),
    "pdf": ("report.pdf", pdf_of),
    "ods": ("annex.ods", ods_of),
}


@click.command()
@click.argument("inspection_dir", type=FOLDER)
@click.option(
    "--out", type=OutFolder(), required=True, help="Folder to write into; made if need be."
)
@click.option("--pdf", is_flag=True, help="Write the report as a tagged PDF (PDF/UA-1).")
@click.option("--html", is_flag=True, help="Write the report as an accessible web page.")
@click.option("--ods", is_flag=True, help="Write the data annex as an ODS spreadsheet.")
def report(inspection_dir: Path, out: Path, pdf: bool, html: bool, ods: bool) -> None:
    """Write the report of the inspection in INSPECTION_DIR.

    The folder holds inspection.toml and, where there are any, assessments.csv,
    judgements.csv and second_reads.csv. Without --pdf, --html or --ods all three are
    written: report.html, report.pdf and annex.ods.
    """
    asked = {"html": html, "pdf": pdf, "ods": ods}
    kinds = [kind for kind in RENDERERS if asked[kind] or not any(asked.values())]
    say(f"Reading and rating {inspection_dir}")
    made, evidence = report_of(inspection_dir)
    if evidence.folder.unused:
        say(f"Not used, as nothing names them: {', '.join(evidence.folder.unused)}")
    if "pdf" in kinds:
        check_letters(evidence.folder)
    for place in write_report(made, out, kinds):
        click.echo(str(place))


def write_report(made: Report, out: Path, kinds: list[str]) -> list[Path]:
    """Render a report and write it whole, saying what is being done.

    Args:
        made: The report.
        out: The folder to write into.
        kinds: Any of "html", "pdf" and "ods".

    Returns:
        The files written, in the order of `kinds`.

    Raises:
        InputProblems: The folder can't be written into; nothing was.
    """
    files = {}
    for kind in kinds:
        name, render = RENDERERS[kind]
        say(f"Setting {name}")
        files[out / name] = render(made)
    write_whole(files)
    return list(files)
