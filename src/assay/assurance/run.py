"""Evaluating every criterion over an extract, and writing what came of it."""

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assay.assurance.catalogue import Criterion, catalogue
from assay.assurance.criteria import written
from assay.assurance.engines.duckdb import on_duckdb
from assay.assurance.engines.engine import Engine
from assay.assurance.engines.plan import Dialect, Planner
from assay.assurance.engines.spark import on_spark
from assay.assurance.engines.states import STATES
from assay.assurance.kept_run import RESULTS_FILE, RUN_FILE, KeptRun
from assay.assurance.sources import Sources, open_extract
from assay.caseload.record.mapping import NO_MAPPING, read_mapping
from assay.caseload.record.shape import record
from assay.standards.load_profile import load_profile, read_profile
from assay.standards.profile import Profile

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
class Share:
    """How a criterion stands: how many cases, officers or units are in each state.

    The five add up to the population. Those it does not apply to are in none.
    """

    id: str
    met: int
    not_met: int
    due: int
    cannot_tell: int
    excused: int

    @property
    def population(self) -> int:
        """All it applies to."""
        return self.met + self.not_met + self.due + self.cannot_tell + self.excused

    @property
    def share_met(self) -> float | None:
        """Met out of met and not met; None where nobody is either."""
        judged = self.met + self.not_met
        return self.met / judged if judged else None


def keep_run(kept: KeptRun, engine: str, out: Path, progress: Callable[[str], None]) -> list[Share]:
    """Evaluate every criterion over an extract and keep the results, whole or not at all.

    Args:
        kept: The extract, the day, the profile and the mapping.
        engine: "duckdb" or "spark".
        out: A folder, there or to be made.
        progress: Told what is being done.

    Returns:
        How each criterion stands.

    Raises:
        InputProblems: The extract, the profile or the mapping is wrong: everything that is.
    """
    profile = profile_of(kept)
    sources = sources_of(kept)
    progress(f"Read {len(sources)} tables; evaluating {len(written())} criteria")
    criteria = [each for name, each in catalogue().items() if name in written()]
    dialect: Dialect = "pyspark" if engine == "spark" else "duckdb"
    planner = Planner(record(), profile, [kept.day], dialect)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".unfinished-") as beside:
        place = Path(beside) / RESULTS_FILE
        with _held(engine, sources, planner) as held:
            shares = write_results(held, criteria, place, lambda _: None)
        (Path(beside) / RUN_FILE).write_bytes(kept.as_json())
        place.replace(out / RESULTS_FILE)
        (Path(beside) / RUN_FILE).replace(out / RUN_FILE)
    return shares


def profile_of(kept: KeptRun) -> Profile:
    """The practice profile of a run: one that ships with Assay, or a file."""
    if kept.profile.endswith(".toml"):
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
    shares = []
    with pq.ParquetWriter(place, RESULTS, compression="zstd") as writer:
        for criterion in criteria:
            counts: Counter[str] = Counter()
            for batch in engine.results(criterion.id):
                counts.update(_counts(batch))
                writer.write_batch(_as_results(batch, criterion))
            shares.append(share(criterion.id, counts))
            progress(criterion.id)
    return shares


def share(criterion: str, counts: Counter[str]) -> Share:
    """How a criterion stands, from the number in each state."""
    return Share(criterion, **{state.replace(" ", "_"): counts[state] for state in STATES})


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
