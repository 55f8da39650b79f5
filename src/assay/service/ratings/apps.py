"""The app as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class RatingsConfig(AppConfig):
    """Labelled plainly, so that tables are called `ratings_...`."""

    name = "assay.service.ratings"
    label = "ratings"

    def ready(self) -> None:
        """Say what must be true before the panel's step is done."""
        import_module("assay.service.ratings.rules")
