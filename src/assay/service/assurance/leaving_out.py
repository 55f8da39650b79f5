"""An extract without some cases, for what is worked out from it again."""

from collections.abc import Collection, Iterable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from assay.assurance.sources import Source, Sources
from assay.caseload.record.shape import record

OTHERS = "SELECT * FROM held WHERE case_id IS NULL OR NOT list_contains(?, case_id)"


def without(
    sources: Sources, cases: Collection[str], place: Path, tables: Iterable[str] | None = None
) -> dict[str, Source]:
    """Leave cases out of every table that names them.

    Args:
        sources: The tables of an extract.
        cases: References; of none, nothing is done.
        place: A folder for the narrowed tables, which they must outlive.
        tables: Those that are needed; all, if left out.

    Returns:
        All tables.
    """
    found: dict[str, Source] = dict(sources)
    for name in (tables or record().tables) if cases else ():
        if "case_id" in record().tables[name].columns:
            found[name] = place / f"{name}.parquet"
            _write_others(sources[name], cases, place / f"{name}.parquet")
    return found


def as_table(source: Source) -> pa.Table:
    """Read a table whole."""
    return source if isinstance(source, pa.Table) else pq.read_table(source)


def _write_others(source: Source, cases: Collection[str], place: Path) -> None:
    with duckdb.connect() as connection:
        if isinstance(source, pa.Table):
            connection.register("held", source)
        else:
            connection.read_parquet(str(source)).create_view("held")
        connection.sql(OTHERS, params=[list(cases)]).write_parquet(str(place))
