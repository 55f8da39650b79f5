"""Starting Django from a command or a server."""

import os
from importlib.util import find_spec

from assay.problems import InputProblems


def ready() -> None:
    """Load the settings and the apps; safe to call again.

    Raises:
        InputProblems: If the packages of the service are not installed.
    """
    if find_spec("allauth") is None:
        raise InputProblems.one(
            "assay",
            "the packages of the inspection service are not installed",
            'Install them with: pip install "assay[service]"',
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assay.service.project.settings")
    import django  # noqa: PLC0415 - only where the service is wanted

    django.setup()


def prepare() -> None:
    """Bring the database and the static files up to date; safe to run twice, also at once."""
    from django.conf import settings  # noqa: PLC0415 - only where the service is wanted
    from django.core.management import call_command  # noqa: PLC0415 - the same

    from assay.service.backup.work import refuse_unfinished, upgrading  # noqa: PLC0415 - the same
    from assay.service.project.databases import alone_on_the_server  # noqa: PLC0415 - the same

    refuse_unfinished(settings.DATA)
    with upgrading(settings.DATA), alone_on_the_server():
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
