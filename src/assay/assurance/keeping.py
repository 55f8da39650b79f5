"""Leaving files in a folder all together, or none of them."""

import csv
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from assay.files.csv_out import safe

AT_ONCE = 50_000


@contextmanager
def whole(out: Path) -> Iterator[Path]:
    """Give a folder to write into; its files go to `out` when all are written.

    Args:
        out: A folder, there or to be made.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".unfinished-") as name:
        beside = Path(name)
        yield beside
        for place in sorted(beside.iterdir()):
            place.replace(out / place.name)


def write_table(
    rows: Iterable[dict[str, object]], schema: pa.Schema, folder: Path, name: str
) -> None:
    """Write rows as Parquet, and as CSV for a spreadsheet.

    Args:
        rows: Each with every column.
        schema: The columns.
        folder: Where.
        name: The files' name, without its end.
    """
    left = iter(rows)
    with (
        pq.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd") as parquet,
        (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as text,
    ):
        sheet = csv.writer(text)
        sheet.writerow(schema.names)
        while some := list(islice(left, AT_ONCE)):
            parquet.write_table(pa.Table.from_pylist(some, schema=schema))
            sheet.writerows([[safe(row[each]) for each in schema.names] for row in some])
