"""The app as Django knows it."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """Labelled plainly, so that tables are called `inspections_...`."""

    name = "assay.service.inspections"
    label = "inspections"
