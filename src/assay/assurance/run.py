"""Evaluating every criterion over an extract, and writing what came of it."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assay.assurance.catalogue import Criterion, catalogue
from assay.assurance.criteria import written
from assay.assurance.engines.duckdb import on_duckdb
from assay.assurance.engines.engine import Engine
from assay.assurance.engines.plan import Dialect, Planner
from assay.assurance.engines.spark import check_spark, on_spark
from assay.assurance.keeping import whole
from assay.assurance.kept_run import RESULTS_FILE, RUN_FILE, KeptRun, is_file
from assay.assurance.sources import Sources, open_extract
from assay.assurance.standing import Share, share
from assay.caseload.record.mapping import NO_MAPPING, read_mapping
from assay.caseload.record.shape import record
from assay.problems import InputProblems
from assay.standards.load_profile import load_profile, read_profile
from assay.standards.profile import Profile

Given = TypeVar("Given")
Done = TypeVar("Done")
WORDS = pa.dictionary(pa.int32(), pa.string())
RESULTS = pa.schema(
    {
        "criterion": WORDS,
        "case_id": pa.string(),
        "officer_id": pa.string(),
        "unit": WORDS,
        "state": WORDS,
        "due_on": pa.date32(),
        "severity": WORDS,
        "reason": WORDS,
        "evidence": pa.string(),
    }
)
"""The columns of `results.parquet`; what they mean is in docs/reference/files.md."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a run: how each criterion stands, and the extract, checked."""

    shares: list[Share]
    sources: Sources


def keep_run(kept: KeptRun, engine: str, out: Path, progress: Callable[[str], None]) -> list[Share]:
    """As `run_over`, for who needs the extract no more."""
    return run_over(kept, engine, out, progress).shares


def run_over(kept: KeptRun, engine: str, out: Path, progress: Callable[[str], None]) -> Ran:
    """Evaluate every criterion over an extract and keep the results, whole or not at all.

    Args:
        kept: The extract, the day, the profile and the mapping.
        engine: "duckdb" or "spark".
        out: A folder, there or to be made.
        progress: Told what is being done.

    Returns:
        How each criterion stands, and the tables of the extract.

    Raises:
        InputProblems: The extract, the profile or the mapping is wrong: everything that is.
    """
    criteria = [each for name, each in catalogue().items() if name in written()]
    dialect: Dialect = "pyspark" if engine == "spark" else "duckdb"
    if engine == "spark":
        check_spark()
    planner = Planner(record(), profile_of(kept), [kept.day], dialect)
    with planner.ahead(each.id for each in criteria):
        sources = sources_of(kept)
        progress(f"Read {len(sources)} tables; evaluating {len(criteria)} criteria")
        with whole(out) as beside:
            place = beside / RESULTS_FILE
            with _held(engine, sources, planner) as held:
                shares = write_results(held, criteria, place, _counted(len(criteria), progress))
            (beside / RUN_FILE).write_bytes(kept.as_json())
    return Ran(shares, sources)


def _counted(whole: int, progress: Callable[[str], None]) -> Callable[[str], None]:
    """Progress that says how far along it is."""
    done = count(1)
    return lambda name: progress(f"{next(done)} of {whole}: {name}")


def profile_of(kept: KeptRun) -> Profile:
    """The practice profile of a run: one that ships with Assay, or a file."""
    if is_file(kept.profile):
        if not Path(kept.profile).is_file():
            raise InputProblems.one(
                kept.profile, "there is no profile here", "Name a profile's file, or one of ours"
            )
        return read_profile(Path(kept.profile))
    return load_profile(kept.profile)


def sources_of(kept: KeptRun) -> Sources:
    """The tables of a run's extract, checked."""
    names = read_mapping(Path(kept.mapping), record()) if kept.mapping else NO_MAPPING
    return open_extract(Path(kept.extract), record(), kept.day, names)


def _held(engine: str, sources: Sources, planner: Planner) -> AbstractContextManager[Engine]:
    if engine == "spark":
        return on_spark(sources, planner)
    return on_duckdb(sources, planner)


def write_results(
    engine: Engine,
    criteria: Iterable[Criterion],
    place: Path,
    progress: Callable[[str], None],
) -> list[Share]:
    """Evaluate criteria one after another and write their results to one Parquet file.

    Args:
        engine: Holds the record.
        criteria: In the order wanted.
        place: A file that may be written; the caller moves it into place when it is whole.
        progress: Told the id of each criterion when it is done.

    Returns:
        How each criterion stands.
    """
    with pq.ParquetWriter(place, RESULTS, compression="zstd") as file:

        def write(given: tuple[Criterion, pa.Table]) -> Share:
            return _write(file, *given)

        shares = []
        found = ((each, engine.results(each.id).read_all()) for each in criteria)
        for standing in _meanwhile(write, found):
            shares.append(standing)
            progress(standing.id)
    return shares


def _meanwhile(work: Callable[[Given], Done], given: Iterable[Given]) -> Iterator[Done]:
    """Work on each on a thread while the next is fetched; no further behind, or memory fills."""
    with ThreadPoolExecutor(1) as worker:
        begun: Future[Done] | None = None
        for each in given:
            if begun:
                yield begun.result()
            begun = worker.submit(work, each)
        if begun:
            yield begun.result()


def _write(file: pq.ParquetWriter, criterion: Criterion, rows: pa.Table) -> Share:
    counts: Counter[str] = Counter()
    for batch in rows.to_batches():
        counts.update(_counts(batch))
        file.write_batch(_as_results(batch, criterion))
    return share(criterion.id, counts)


def results_of(engine: Engine, criterion: Criterion) -> Iterator[dict[str, object]]:
    """The results of one criterion as rows; for a few, not for a caseload."""
    for batch in engine.results(criterion.id):
        yield from _as_results(batch, criterion).to_pylist()


def _counts(batch: pa.RecordBatch) -> dict[str, int]:
    found = pc.value_counts(batch.column("state"))
    return {each["values"]: each["counts"] for each in found.to_pylist()}


def _as_results(batch: pa.RecordBatch, criterion: Criterion) -> pa.RecordBatch:
    """Rows as they are written: the officer of a case or the officer judged, and so on."""
    held = {
        **{name: batch.column(name) for name in batch.schema.names},
        "criterion": pa.repeat(criterion.id, batch.num_rows),
        "severity": pc.fill_null(batch.column("severity"), criterion.severity),
    }
    columns = [held[field.name].cast(field.type) for field in RESULTS]
    return pa.RecordBatch.from_arrays(columns, schema=RESULTS)


def summary(as_of: dt.date, profile: str, shares: Iterable[Share]) -> dict[str, object]:
    """What `assay assure --json` prints."""
    return {
        "as_of": as_of,
        "profile": profile,
        "criteria": [
            {
                "id": each.id,
                "population": each.population,
                "met": each.met,
                "not_met": each.not_met,
                "due": each.due,
                "cannot_tell": each.cannot_tell,
                "excused": each.excused,
                "share_met": each.share_met,
            }
            for each in shares
        ],
    }
