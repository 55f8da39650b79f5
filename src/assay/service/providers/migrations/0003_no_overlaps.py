"""The database itself refuses two rows that can't both be true."""

from django.db import migrations

from assay.service.providers.no_overlaps import install, remove


class Migration(migrations.Migration):
    """Run after the tables exist."""

    dependencies = (("providers", "0002_register"),)
    operations = (migrations.RunPython(install, remove),)
