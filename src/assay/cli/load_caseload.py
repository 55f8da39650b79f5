"""`assay caseload load`: show a provider's caseload in the service."""

import datetime as dt
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assay.cli.options import Day
from assay.cli.output import say
from assay.problems import InputProblems

if TYPE_CHECKING:
    from assay.service.providers.models import Provider


@click.command(name="load")
@click.argument("provider")
@click.argument("extract_dir", type=click.Path(path_type=Path))
@click.option("--as-of", type=Day(), help="The day to judge.  [default: today]")
@click.option("--profile", default="current", show_default=True, help="Practice profile.")
@click.option(
    "--mapping",
    type=click.Path(path_type=Path),
    help="TOML: another system's names and codes.",
)
def load(
    provider: str, extract_dir: Path, as_of: dt.date | None, profile: str, mapping: Path | None
) -> None:
    """Work out the extract in EXTRACT_DIR and show the results to PROVIDER's people.

    PROVIDER is its name or short name in the register of the service. Until all is worked out,
    its people see the run before; if anything is wrong, every problem is listed and nothing
    changes. The extract stays where it is, so that a result can be worked out again.
    """
    if find_spec("duckdb") is None or find_spec("ibis") is None:
        raise click.ClickException("This needs the extra: pip install 'assay[assure]'")
    from assay.assurance.kept_run import KeptRun  # noqa: PLC0415 - needs the extra
    from assay.service.project.start import prepare, ready  # noqa: PLC0415 - the service is optional

    ready()
    prepare()
    from assay.service.assurance.actions.loading import load as action  # noqa: PLC0415 - needs Django's settings

    day = as_of or dt.date.today()  # noqa: DTZ011 - the day where the user is
    run = KeptRun.over(extract_dir, day, profile, mapping)
    loaded = action(by=None, provider=provider_called(provider), run=run, progress=say)
    say(f"{loaded.cases:,} cases as of {loaded.as_of} are shown to the people of {provider}.")


def provider_called(name: str) -> "Provider":
    """Give the provider with a name or short name.

    Raises:
        InputProblems: There is none, or several have the short name.
    """
    from django.db.models import Q  # noqa: PLC0415 - the service is optional

    from assay.service.providers.models import Provider  # noqa: PLC0415 - needs Django's settings

    found = list(Provider.objects.filter(Q(name__iexact=name) | Q(short_name__iexact=name))[:2])
    if len(found) == 1:
        return found[0]
    raise InputProblems.one(
        "PROVIDER",
        "several providers have this short name" if found else "there is no such provider",
        "Use the full name from the register of providers",
        found=name,
    )
