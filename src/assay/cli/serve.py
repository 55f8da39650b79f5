"""`assay serve`, `assay first-account` and `assay administrator-link`."""

import click

from assay.cli.output import say
from assay.cli.ports import refuse_busy
from assay.problems import InputProblems

REMEDY = "Give their address with a name: --name 'Their Name' EMAIL"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", default=8000, type=click.IntRange(0, 65535), show_default=True, help="The port."
)
@click.option(
    "--workers",
    default=1,
    type=click.IntRange(1, 32),
    show_default=True,
    help="Processes; more than one is for PostgreSQL.",
)
@click.option("--threads", default=8, type=click.IntRange(1, 64), show_default=True,
              help="Threads of each process.")  # fmt: skip
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the inspection service.

    Brings the database up to date, collects the static files, and on first run prints the
    one-time link that makes the first account. Data lives in the folder ASSAY_DATA
    (./assay-data when not set), or in the database DATABASE_URL names.
    """
    refuse_busy(host, port)
    _start()
    from assay.service.project.server import Server  # noqa: PLC0415 - needs Django's settings

    at = f"http://{host}:{port}"
    _print_first_link(at)
    say(f"Assay is at {at} (stop it with Ctrl+C)")
    Server(bind=f"{host}:{port}", workers=workers, threads=threads).run()


@click.command("first-account")
@click.option(
    "--at", default="http://127.0.0.1:8000", show_default=True, help="Where the service is reached."
)
def first_account(at: str) -> None:
    """Print a new one-time link for the first account; refused once there is one."""
    _start()
    if not _print_first_link(at.rstrip("/")):
        raise InputProblems.one(
            "assay first-account",
            "there is an account already",
            "Ask an administrator of the service for an invitation. If none of them can sign in, "
            "use assay administrator-link",
        )


@click.command("administrator-link")
@click.argument("email")
@click.option("--name", default="", help="The full name, if they have no account yet.")
@click.option(
    "--at", default="http://127.0.0.1:8000", show_default=True, help="Where the service is reached."
)
def administrator_link(email: str, name: str, at: str) -> None:
    """Make somebody an administrator, when no administrator can sign in.

    Prints a one-time link with which they set a new password. Their old password and codes stop
    working. It is in the audit trail as done at the console.
    """
    _start()
    from assay.service.accounts.console import administrator_link as make  # noqa: PLC0415 - needs Django's settings
    from assay.service.accounts.grants import Refused  # noqa: PLC0415 - needs Django's settings
    from assay.service.accounts.links import path_of  # noqa: PLC0415 - needs Django's settings

    try:
        token = make(email, name)
    except Refused as refusal:
        raise InputProblems.one("assay administrator-link", str(refusal), REMEDY) from refusal
    say("They set a password with this link; it works once:")
    click.echo(f"{at.rstrip('/')}{path_of(token)}")


def _start() -> None:
    from assay.service.project.start import prepare, ready  # noqa: PLC0415 - the service is optional

    ready()
    prepare()


def _print_first_link(at: str) -> bool:
    from assay.service.accounts.actions import first_account_token  # noqa: PLC0415 - needs Django's settings
    from assay.service.accounts.links import path_of  # noqa: PLC0415 - needs Django's settings
    from assay.service.project.limits import limits  # noqa: PLC0415 - the service is optional

    token = first_account_token()
    if token is None:
        return False
    say(f"Make the first account here, within {limits().links.first_account_minutes} minutes; "
        "the link works once:")  # fmt: skip
    click.echo(f"{at}{path_of(token)}")
    return True
