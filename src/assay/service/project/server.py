"""The production server: gunicorn, set up from values instead of a file."""

from typing import Any

from django.conf import settings
from gunicorn.app.base import BaseApplication

from assay.service.backup.work import serving


class Server(BaseApplication):  # type: ignore[misc]
    """Serves the service with threads; its access log is off, because addresses hold links."""

    def __init__(self, *, bind: str, workers: int, threads: int) -> None:
        self.chosen = {
            "bind": bind,
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            "accesslog": None,
            "loglevel": "warning",
            "timeout": 120,
            "graceful_timeout": 20,
            "forwarded_allow_ips": "127.0.0.1,::1",
        }
        super().__init__()

    def run(self) -> None:
        """Serve until stopped, with the data folder marked as in use."""
        with serving(settings.DATA):
            super().run()

    def load_config(self) -> None:
        """Give gunicorn what was chosen."""
        for name, value in self.chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Give gunicorn the application, in each worker."""
        from assay.service.project.wsgi import application  # noqa: PLC0415 - loaded in the worker

        return application
