"""The app as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    """Labelled plainly, so that tables are called `assurance_...`."""

    name = "assay.service.assurance"
    label = "assurance"

    def ready(self) -> None:
        """Tell the rest of the service what this app knows: whose case has a reference."""
        import_module("assay.service.assurance.at_start")
