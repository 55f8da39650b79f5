"""Writing a made-up caseload: a Parquet file for each table, and the truth beside them."""

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from assay.caseload.record.cells import ARROW
from assay.caseload.record.shape import Record, Table
from assay.caseload.record.synthetic.assessing import assess
from assay.caseload.record.synthetic.block import Block
from assay.caseload.record.synthetic.contacts import contacts
from assay.caseload.record.synthetic.delivering import deliver
from assay.caseload.record.synthetic.leaving import leave
from assay.caseload.record.synthetic.organisation import organise
from assay.caseload.record.synthetic.planning import plan
from assay.caseload.record.synthetic.rates import as_of
from assay.caseload.record.synthetic.rows import Rows
from assay.caseload.record.synthetic.starting import start
from assay.caseload.record.synthetic.unpaid import unpaid_work
from assay.problems import InputProblems

PEOPLE_AT_A_TIME = 10_000
"""Few enough to keep memory flat, enough for whole-column work."""
GROUP = 122_880
"""Rows of a file that an engine reads or skips together: as many as DuckDB puts there itself."""
TRUTH = "truth"
TRUTH_COLUMNS = ("criterion", "case_id", "staff_id", "unit_id", "expected", "why")
NOTICE = """MADE UP. Nobody in these tables exists.

Made by Assay: assay caseload synthesise --people {people} --seed {seed}
Judge it as of {as_of}.
Every reference begins with MADEUP. truth.parquet names each case, member of staff or unit
that does not meet a criterion; nobody else fails one.
"""


def synthesise(
    shape: Record, people: int, seed: int, out: Path, progress: Callable[[int], None]
) -> None:
    """Write a made-up caseload.

    Args:
        shape: The record's shape.
        people: How many people, with one case each.
        seed: Any whole number from 0; the same size and seed give the same bytes.
        out: A folder that is not there yet, or is empty.
        progress: Told how many people are written, after each part.

    Raises:
        InputProblems: The folder holds something, or can't be written; it is as it was.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        wrong = "there is something here already"
        raise InputProblems.one(str(out), wrong, "Name a folder that is new or empty")
    with _whole_folder(out) as folder, contextlib.ExitStack() as files:
        notice = NOTICE.format(people=people, seed=seed, as_of=as_of())
        (folder / "MADE-UP.txt").write_text(notice, encoding="utf-8")
        writers = _writers(shape, folder, notice, files)
        pen = files.enter_context(ThreadPoolExecutor(max_workers=1))
        made = organise(shape, people, seed)
        written = pen.submit(_write, made.rows, writers)
        for first in range(0, people, PEOPLE_AT_A_TIME):
            last = min(first + PEOPLE_AT_A_TIME, people)
            block = Block(made, shape, first, last, seed)
            for part in (start, contacts, assess, plan, deliver, unpaid_work, leave):
                part(block)
            written.result()
            written = pen.submit(_write, block, writers)
            progress(last)
        written.result()


def _write(rows: Rows, writers: dict[str, pq.ParquetWriter]) -> None:
    for name, writer in writers.items():
        if name == TRUTH:
            continue
        table = rows.table(name)
        if table is not None:
            writer.write_table(table, row_group_size=GROUP)
    for part in rows.truth():
        if part.num_rows:
            writers[TRUTH].write_table(part.select(TRUTH_COLUMNS))


def _writers(
    shape: Record, folder: Path, notice: str, files: contextlib.ExitStack
) -> dict[str, pq.ParquetWriter]:
    mark = {"assay": notice}
    schemas = {name: _schema(table) for name, table in shape.tables.items()}
    schemas[TRUTH] = pa.schema([(name, pa.string()) for name in TRUTH_COLUMNS])
    writers = {}
    for name, schema in schemas.items():
        key = shape.tables[name].key if name in shape.tables else ""
        repeating = [
            each for each in schema.names if each != key and _is_word(schema.field(each).type)
        ]
        writer = pq.ParquetWriter(
            folder / f"{name}.parquet",
            schema.with_metadata(mark),
            use_dictionary=repeating,
        )
        writers[name] = files.enter_context(writer)
    return writers


def _schema(table: Table) -> pa.Schema:
    return pa.schema([(name, ARROW[column.type]) for name, column in table.columns.items()])


def _is_word(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_dictionary(kind))


@contextlib.contextmanager
def _whole_folder(out: Path) -> Iterator[Path]:
    """A hidden folder that takes its place only when all of it is written."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        hidden = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as error:
        raise _unwritable(out, error) from error
    try:
        yield hidden
        hidden.chmod(0o755)
        if out.exists():
            out.rmdir()
        hidden.replace(out)
    except OSError as error:
        raise _unwritable(out, error) from error
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


def _unwritable(out: Path, error: OSError) -> InputProblems:
    wrong = f"the folder can't be written ({error.strerror})"
    return InputProblems.one(str(out), wrong, "Check its permissions and the free space")
