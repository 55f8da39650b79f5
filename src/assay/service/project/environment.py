"""What the environment says: where data lives, which hosts, whether the connection is secure."""

import os
import secrets
from pathlib import Path

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def flag(name: str) -> bool:
    """Say whether a variable is switched on (1, true, yes or on)."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def names(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Give a comma-separated variable as a list, or the default when it is empty."""
    found = [part.strip() for part in os.environ.get(name, "").split(",")]
    return [part for part in found if part] or list(default)


def data_folder() -> Path:
    """Give the folder of everything the service keeps, made readable by its owner only."""
    folder = Path(os.environ.get("ASSAY_DATA", "assay-data")).resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """Give ASSAY_SECRET_KEY, or the key kept in the data folder, made on first use.

    The file is created already closed to others; of two processes starting together one
    makes it and the other reads it.
    """
    given = os.environ.get("ASSAY_SECRET_KEY")
    if given:
        return given
    path = folder / "secret-key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key := secrets.token_urlsafe(64))
    return key


def served_securely(hosts: list[str]) -> bool:
    """Say whether cookies and addresses must be kept to HTTPS.

    They must, unless the service is only reachable from this machine, or somebody has
    said ASSAY_PLAIN_HTTP in so many words.
    """
    return not (flag("ASSAY_PLAIN_HTTP") or set(hosts) <= set(LOOPBACK))
