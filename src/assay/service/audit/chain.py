"""The hash that seals an event to the one before it. Plain values in, hexadecimal out."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

START = "0" * 64
SEALED = (
    "sequence", "at", "kind", "action", "by", "object_type", "object_id",
    "person", "inspection", "reason", "changes", "previous_hash",
)  # fmt: skip


def seal(fields: Mapping[str, Any]) -> str:
    """Give the SHA-256 of an event's sealed fields as canonical JSON.

    Args:
        fields: Every name in SEALED; ids may be UUIDs or text, `at` is an aware datetime.
    """
    plain = {name: _plain(fields[name]) for name in SEALED}
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if value is None or isinstance(value, int | str | dict) else str(value)
