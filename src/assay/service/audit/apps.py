"""The app as Django knows it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Labelled plainly, so that tables are called `audit_...`."""

    name = "assay.service.audit"
    label = "audit"
