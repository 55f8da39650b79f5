"""Writing CSV for people who open it in a spreadsheet: no cell of ours runs as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

RUNS_AS_FORMULA = (*"=+-@\t\r\n\0", *"\uff1d\uff0b\uff0d\uff20")
"""The last four are the full-width signs, which some spreadsheets take for the plain ones."""


def as_csv(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Give rows as CSV in UTF-8; text that a spreadsheet would run gets an apostrophe.

    Args:
        headers: The first row.
        rows: Text, numbers or None, one for each header; None is an empty cell.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headers)
    writer.writerows([[safe(value) for value in row] for row in rows])
    return text.getvalue().encode()


def safe(value: object) -> object:
    """A cell as it is written: nothing for None, an apostrophe before what would run."""
    if isinstance(value, str) and value.startswith(RUNS_AS_FORMULA):
        return f"'{value}"
    return "" if value is None else value
