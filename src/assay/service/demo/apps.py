"""The app as Django knows it."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Labelled plainly; installed by the demonstration's own settings alone."""

    name = "assay.service.demo"
    label = "demo"
