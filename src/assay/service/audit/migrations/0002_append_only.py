"""The database itself refuses to change or remove an event."""

from typing import Any

from django.db import migrations

from assay.service.audit import triggers


def install(_apps: Any, schema_editor: Any) -> None:
    """Put the triggers in place."""
    triggers.install(schema_editor.connection)


def remove(_apps: Any, schema_editor: Any) -> None:
    """Take them away."""
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    """Run after the table exists."""

    dependencies = (("audit", "0001_initial"),)
    operations = (migrations.RunPython(install, remove),)
