"""Evaluating every criterion over an extract, and writing what came of it."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assay.assurance.catalogue import Criterion

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
STATES = ("met", "not met", "due", "cannot tell", "excused")


class Engine(Protocol):
    """What evaluates a criterion."""

    def results(self, criterion: str) -> pa.RecordBatchReader:
        """Give the state of each case, officer or unit, in order of id."""


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
