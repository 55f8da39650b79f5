"""`assay demo`: the service with made-up people in it, and the pages that need no service."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from assay.cli.output import print_table, say
from assay.cli.pages import make_pages, print_made
from assay.cli.places import OutFolder
from assay.cli.ports import refuse_busy

ADDRESS = "127.0.0.1"
THREADS = 8


@click.command()
@click.option(
    "--out",
    type=OutFolder(),
    default=Path("demo-data"),
    show_default=True,
    help="Folder for everything that is made; nothing else is touched.",
)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--fresh", is_flag=True, help="Begin anew, without what was done there before.")
@click.option(
    "--pages-only",
    is_flag=True,
    help="Only make the league table and the two reports, straight into the folder.",
)
def demo(out: Path, port: int, fresh: bool, pages_only: bool) -> None:
    """Load a demonstration and serve it, on this machine only.

    It holds the published history, three made-up inspections, one of them half-way through
    fieldwork, a small caseload with its morning lists, and an account for each role; the page
    it opens with signs you in. The lists are there after a minute. The demonstration has a
    database of its own in the folder, and is kept for the next time.

    The league table of published inspections and the reports of two worked examples are
    pages of their own beside it.
    """
    if pages_only:
        print_made(make_pages(out))
        click.echo(f"Open {out / 'index.html'} in a browser.")
    else:
        _serve(out, port, fresh=fresh)


def _serve(out: Path, port: int, *, fresh: bool) -> None:
    from assay.service.demo.folder import begin, data_of, pages_of, take, use  # noqa: PLC0415 - the service is optional

    refuse_busy(ADDRESS, port)
    data = data_of(out)
    with take(out):
        new = begin(data, fresh=fresh)
        use(data)
        _load(data, new=new)
        if new or not (pages_of(data) / "index.html").is_file():
            make_pages(pages_of(data))
        _say_where(port)
        with _loading_the_caseload():
            _run(port)


def _load(data: Path, *, new: bool) -> None:
    from assay.service.demo.folder import finish, loaded_on  # noqa: PLC0415 - the service is optional
    from assay.service.project.start import prepare, ready  # noqa: PLC0415 - the service is optional

    ready()
    prepare()
    if not new:
        say(
            f"The demonstration of {loaded_on(data)}, with what was done since; --fresh begins anew"
        )
        return
    from assay.service.demo.load import load  # noqa: PLC0415 - needs Django's settings

    say("Loading the published history and three made-up inspections; it takes a moment")
    load()
    finish(data)


@contextmanager
def _loading_the_caseload() -> Iterator[None]:
    """Have the caseload worked out by a process beside the server, which ends with it."""
    from assay.service.demo.caseload import begin_to_load  # noqa: PLC0415 - needs Django's settings

    loading, first = begin_to_load(), os.getpid()
    try:
        yield
    finally:
        if loading and os.getpid() == first:  # the server's processes leave by this door too
            loading.terminate()
            loading.wait()


def _say_where(port: int) -> None:
    """Print the address and the accounts, before the server is there to be asked."""
    from assay.service.accounts.roles import catalogue  # noqa: PLC0415 - the service is optional
    from assay.service.demo.scene import scene  # noqa: PLC0415 - the service is optional

    roles = catalogue().roles
    rows = [(roles[person.role].name, person.name, person.email) for person in scene().people]
    print_table(("Role", "Name", "Email address"), rows)
    click.echo(f"\nOpen http://{ADDRESS}:{port}/demo/ in a browser and choose whom to sign in as.")
    click.echo("Everybody is made up, and nobody needs a password. Stop with Ctrl+C.")
    sys.stdout.flush()


def _run(port: int) -> None:
    from django.db import connections  # noqa: PLC0415 - the service is optional

    from assay.service.project.server import Server  # noqa: PLC0415 - needs Django's settings

    connections.close_all()  # the server's processes open their own
    first = os.getpid()
    try:
        Server(bind=f"{ADDRESS}:{port}", workers=1, threads=THREADS).run()
    finally:
        if os.getpid() == first:  # its processes leave by this door too
            say("Stopped.")
