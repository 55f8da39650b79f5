"""Small pieces of Markdown."""

from collections.abc import Iterable, Sequence


def table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Give a table, ending in a blank line; bars inside cells are escaped."""
    lines = [_row(headers), _row(["---"] * len(headers)), *(_row(row) for row in rows)]
    return "\n".join(lines) + "\n\n"


def bullets(items: Iterable[str]) -> str:
    """Give a list of points, ending in a blank line."""
    return "".join(f"- {item}\n" for item in items) + "\n"


def code(text: str) -> str:
    """Give text as code."""
    return f"`{text}`"


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"
