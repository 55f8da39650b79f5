"""The production server: gunicorn, set up from values instead of a file."""

from typing import Any

from django.conf import settings
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from assay.service.backup.work import serving
from assay.service.project.logs import JsonLines


class ServerLog(Logger):  # type: ignore[misc]
    """gunicorn's own log, without the addresses and the texts it would quote."""

    def setup(self, cfg: Any) -> None:
        """Write lines like the rest of the service's."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLines())

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Leave out what a request that can't be read said; gunicorn puts it in the message."""
        if msg.startswith("Invalid request from"):
            msg = "A request could not be read"
        super().warning(msg, *args, **kwargs)


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
            "logger_class": ServerLog,
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
