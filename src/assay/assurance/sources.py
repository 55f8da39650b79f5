"""Where an engine finds an extract: the files in place if they are exact, else tables read."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa

from assay.caseload.record.extract import read_extract
from assay.caseload.record.mapping import NO_MAPPING
from assay.caseload.record.mapping import Mapping as Names
from assay.caseload.record.shape import Record
from assay.caseload.record.sound import sound_files

Source: TypeAlias = Path | pa.Table
"""A Parquet file in the record's shape, or its rows."""
Sources: TypeAlias = Mapping[str, Source]


def open_extract(
    folder: Path, shape: Record, as_of: dt.date, mapping: Names = NO_MAPPING
) -> Sources:
    """Give every table of an extract, checked.

    Args:
        folder: A folder with a Parquet or CSV file for each table.
        shape: The record's shape.
        as_of: The day of the extract.
        mapping: Another system's names and codes.

    Returns:
        A source for each table.

    Raises:
        InputProblems: Everything that is wrong with it.
    """
    files = sound_files(folder, shape, as_of) if mapping == NO_MAPPING else None
    return files or read_extract(folder, shape, as_of, mapping)
