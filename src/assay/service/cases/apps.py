"""The app as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Labelled plainly, so that tables are called `cases_...`."""

    name = "assay.service.cases"
    label = "cases"

    def ready(self) -> None:
        """Tell the rest of the service what this app knows: who may see a case, what is done."""
        import_module("assay.service.cases.at_start")
