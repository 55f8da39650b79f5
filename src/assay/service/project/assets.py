"""Static files by hashed name, and pages that still work when the front end isn't built."""

from django.contrib.staticfiles.storage import staticfiles_storage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Serves files under names that change with their contents, once they are collected."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """Give the hashed name, or the plain one when the file was never collected."""
        try:
            stored: str = super().stored_name(name)
        except ValueError:
            return name
        return stored


def asset(name: str) -> str:
    """Give the address of a static file, for templates."""
    return staticfiles_storage.url(name)
