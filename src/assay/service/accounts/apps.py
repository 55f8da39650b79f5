"""The app as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Labelled plainly; connects the sign-in signals to the audit trail."""

    name = "assay.service.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Start listening for sign-ins."""
        import_module("assay.service.accounts.sign_in_events")
