"""The app as Django knows it; it holds pages and styles but no tables."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Labelled plainly."""

    name = "assay.service.project"
    label = "project"
