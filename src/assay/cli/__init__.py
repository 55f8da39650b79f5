"""The same capabilities from a shell.

Each command lives in a module of its own and is imported only when it is called, so that
`assay --help` does not wait for the charts and the typesetter.
"""

import os
import sys
from importlib import import_module

import click

from assay.problems import InputProblems

COMMANDS = {
    "frameworks": "assay.cli.frameworks:frameworks",
    "profiles": "assay.cli.profiles:profiles",
    "sample": "assay.cli.sample:sample",
    "rate": "assay.cli.rate:rate",
    "league": "assay.cli.league:league",
    "caseload": "assay.cli.caseload:caseload",
    "assure": "assay.cli.assure:assure",
    "forecast": "assay.cli.forecast:forecast",
    "report": "assay.cli.report:report",
    "demo": "assay.cli.demo:demo",
    "serve": "assay.cli.serve:serve",
    "first-account": "assay.cli.serve:first_account",
    "administrator-link": "assay.cli.serve:administrator_link",
    "audit": "assay.cli.audit:audit",
    "backup": "assay.cli.backup:backup",
    "restore": "assay.cli.backup:restore",
}
OUR_FAULT, INPUT_FAULT = 1, 2


class LazyCommands(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's shape
        """Give the commands in the order of an inspection."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and give one command, or None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="assay")
def assay() -> None:
    """Inspect probation services: standards, sample, ratings, report, league table.

    Exit status: 0 done; 2 the input or the arguments are wrong, and every problem is
    listed; 1 Assay itself failed.
    """


def main() -> None:
    """Run the command line and exit with the status the contracts promise."""
    try:
        assay(standalone_mode=False)
        sys.stdout.flush()
    except InputProblems as problems:
        click.echo(str(problems), err=True)
        sys.exit(INPUT_FAULT)
    except click.exceptions.Exit as ending:
        sys.exit(ending.exit_code)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(OUR_FAULT)
    except click.ClickException as error:
        error.show()
        sys.exit(INPUT_FAULT)
    except OSError as error:
        click.echo(f"The answer could not be given: {error.strerror}.", err=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(OUR_FAULT)
    except Exception as error:
        if os.environ.get("ASSAY_DEBUG"):
            raise
        # The message may quote a person's record, so only the kind of fault is shown.
        click.echo(
            f"Assay itself failed ({type(error).__name__}). No file was left half-written. "
            "Run it again with ASSAY_DEBUG=1 to see where, and please report it.",
            err=True,
        )
        sys.exit(OUR_FAULT)
