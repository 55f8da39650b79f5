"""The port a command serves on."""

import socket

from assay.problems import InputProblems


def refuse_busy(host: str, port: int) -> None:
    """Find out that a port can't be had before any work is done for it.

    Raises:
        InputProblems: It is in use, or not this person's to use.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        # As the server will: a connection that has just ended is no reason to wait.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise InputProblems.one(
                "--port",
                f"port {port} can't be used ({error.strerror})",
                "Choose another with --port",
            ) from error
