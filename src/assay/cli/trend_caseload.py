"""`assay caseload trend`: show a provider's people how criteria stood week by week."""

from importlib.util import find_spec

import click

from assay.cli.load_caseload import provider_called
from assay.cli.output import say
from assay.problems import InputProblems


@click.command(name="trend")
@click.argument("provider")
@click.option("--weeks", type=click.IntRange(2), help="How many, back from the newest run.")
def trend(provider: str, weeks: int | None) -> None:
    """Work out how criteria stood week by week, and show it to PROVIDER's people.

    PROVIDER is its name or short name in the register of the service. It takes longer than
    `assay caseload load`, after which it is run: each night, or once a week. Until then the
    pages show the trend that was worked out last.
    """
    if find_spec("duckdb") is None or find_spec("ibis") is None:
        raise click.ClickException("This needs the extra: pip install 'assay[assure]'")
    from assay.service.project.start import prepare, ready  # noqa: PLC0415 - the service is optional

    ready()
    prepare()

    from assay.service.assurance.actions.trending import work_out  # noqa: PLC0415 - needs Django's settings
    from assay.service.assurance.selectors import kept_runs  # noqa: PLC0415 - needs Django's settings

    newest = kept_runs(provider_called(provider)).first()
    if newest is None:
        raise InputProblems.one(
            "PROVIDER", "no caseload is loaded", "Run `assay caseload load` first", found=provider
        )
    work_out(by=None, caseload=newest, progress=lambda one: say(f"{one} done"), weeks=weeks)
    say(f"The trend up to {newest.as_of} is shown to the people of {provider}.")
