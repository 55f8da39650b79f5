"""The app as Django knows it."""

from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    """Labelled plainly, so that tables are called `providers_...`."""

    name = "assay.service.providers"
    label = "providers"
