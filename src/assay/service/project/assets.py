"""Static files by hashed name, and pages that still work when the front end isn't built."""

from typing import Any, cast

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Serves files under names that change with their contents, once they are collected."""

    manifest_strict = False
    # Modules import each other by hashed name, so a page never mixes two versions of them.
    support_js_module_import_aggregation = True
    max_post_process_passes = 12

    def stored_name(self, name: str) -> str:
        """Give the hashed name, or the plain one when the file was never collected."""
        try:
            stored: str = super().stored_name(name)
        except ValueError:
            return name
        return stored

    def hashed_name(self, name: str, content: Any = None, filename: Any = None) -> str:
        """Give the hashed name, or the plain one of a file that was never built."""
        try:
            hashed: str = super().hashed_name(name, content, filename)
        except ValueError:
            return name
        return hashed


def asset(name: str) -> str:
    """Give the address of a static file, for templates."""
    return staticfiles_storage.url(name)


def assets_of(*folders: str) -> list[str]:
    """Give the addresses of every collected file in the folders, by name."""
    collected: dict[str, str] = cast("HashedFiles", staticfiles_storage).hashed_files
    names = sorted(name for name in collected.values() if name.split("/")[0] in folders)
    return [f"{settings.STATIC_URL}{name}" for name in names]
