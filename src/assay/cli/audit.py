"""`assay audit`: look after the audit trail."""

import sys
from dataclasses import asdict

import click

from assay.cli.output import print_json


@click.group()
def audit() -> None:
    """Look after the audit trail of the inspection service."""


@audit.command()
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
@click.option(
    "--noted", metavar="ROW:HASH", help="A head of the chain noted earlier, to hold it to."
)
def verify(as_json: bool, noted: str | None) -> None:
    """Walk the chain of the audit trail and name the first broken row.

    Exit status 0: whole; 2: broken. Write down the row and hash it prints, away from the
    database: held to them later (--noted), even a log rewritten from end to end is found out.
    """
    from assay.service.project.start import ready  # noqa: PLC0415 - the service is optional

    ready()
    from assay.service.audit.verify import verify as walk  # noqa: PLC0415 - needs Django's settings

    verdict = walk(_head(noted))
    if as_json:
        print_json({**asdict(verdict), "whole": verdict.broken is None})
    elif verdict.broken is None:
        click.echo(f"The audit trail is whole: {verdict.events:,} events.")
        click.echo(f"Head to note: {verdict.head}:{verdict.head_hash}")
    else:
        click.echo(f"The audit trail is broken at row {verdict.broken}: {verdict.wrong}.")
    if verdict.broken is not None:
        sys.exit(2)


def _head(noted: str | None) -> tuple[int, str] | None:
    if noted is None:
        return None
    row, _, digest = noted.partition(":")
    if not row.isdigit() or not digest:
        raise click.BadParameter("give it as the row, a colon and the hash", param_hint="--noted")
    return int(row), digest
