"""How every command speaks: one JSON document on standard output, messages on standard error."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import click


def say(message: str) -> None:
    """Write a line of progress or advice to standard error."""
    click.echo(message, err=True)


def print_json(document: Mapping[str, Any] | Sequence[Any]) -> None:
    """Print one JSON document on standard output."""
    click.echo(json_text(document))


def json_text(document: Mapping[str, Any] | Sequence[Any]) -> str:
    """Give a document as indented JSON; dates become ISO text."""
    return json.dumps(document, indent=2, ensure_ascii=False, default=str)


def print_table(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows in aligned columns on standard output; numbers to the right."""
    cells = [[("" if cell is None else str(cell)) for cell in row] for row in rows]
    widths = [
        max(len(headers[i]), *(len(row[i]) for row in cells)) if cells else len(headers[i])
        for i in range(len(headers))
    ]
    numeric = [
        bool(rows) and all(isinstance(row[i], int | float) or row[i] is None for row in rows)
        for i in range(len(headers))
    ]

    def line(values: Sequence[str]) -> str:
        return "  ".join(
            value.rjust(width) if right else value.ljust(width)
            for value, width, right in zip(values, widths, numeric, strict=True)
        ).rstrip()

    click.echo(line(headers))
    click.echo("  ".join("-" * width for width in widths))
    for row in cells:
        click.echo(line(row))
