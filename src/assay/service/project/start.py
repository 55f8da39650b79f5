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
    """Bring the database and the static files up to date; safe to run twice."""
    from django.core.management import call_command  # noqa: PLC0415 - only where the service is wanted

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
