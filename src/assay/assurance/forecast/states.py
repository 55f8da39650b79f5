"""What the criteria show of every current case, as one small table of numbers."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assay.assurance.kept_run import read_results
from assay.assurance.sources import Source

STATES = ("does not apply", "met", "not met", "due", "cannot tell", "excused")
NO_ROW, MET, NOT_MET = 0, 1, 2
Codes: TypeAlias = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the criteria show of the cases an inspection could draw.

    Attributes:
        place: Case to its position.
        codes: Criterion to its state in every case, as a position in `STATES`.
        ended: Cases of the extract that ended before the day.
    """

    place: Mapping[str, int]
    codes: Mapping[str, Codes]
    ended: frozenset[str]

    @property
    def cases(self) -> int:
        """Number of current cases."""
        return len(self.place)

    def of(self, cases: Sequence[str]) -> npt.NDArray[np.int64]:
        """The positions of some cases."""
        return np.array([self.place[case] for case in cases], dtype=np.int64)


def read_states(run: Path, cases: Source, as_of: dt.date, criteria: Sequence[str]) -> Shown:
    """Read a kept run's states of the cases that are current.

    Args:
        run: The folder of the run.
        cases: The extract's table of cases.
        as_of: The day judged.
        criteria: Ids of the criteria wanted; one that was not evaluated applies nowhere.

    Returns:
        The states.

    Raises:
        InputProblems: The results can't be read.
    """
    current, ended = _current(cases, as_of)
    ours = pc.field("criterion").isin(pa.array(criteria, pa.string()))
    wanted = ours & pc.field("case_id").is_valid()
    found = read_results(run, wanted, ["criterion", "case_id", "state"])
    where = pc.index_in(found.column("case_id"), value_set=current)
    known = found.filter(pc.is_valid(where))
    places = pc.drop_null(where).to_numpy()
    states = _positions(known.column("state"), STATES)
    whose = _positions(known.column("criterion"), criteria)
    codes = np.full((len(criteria), len(current)), NO_ROW, dtype=np.int8)
    codes[whose, places] = states
    place = {case: position for position, case in enumerate(current.to_pylist())}
    return Shown(place, dict(zip(criteria, codes, strict=True)), ended)


def _current(cases: Source, as_of: dt.date) -> tuple[pa.Array, frozenset[str]]:
    """Ids of cases that had not ended on the day, in order, and of those that had."""
    columns = ["case_id", "ended_on"]
    table = (
        cases.select(columns)
        if isinstance(cases, pa.Table)
        else pq.read_table(cases, columns=columns)
    )
    over = pc.fill_null(pc.less_equal(table.column("ended_on"), pa.scalar(as_of)), fill_value=False)
    ids = table.column("case_id").combine_chunks()
    current = ids.filter(pc.invert(over).combine_chunks())
    ended = frozenset(ids.filter(over.combine_chunks()).to_pylist())
    return current.take(pc.array_sort_indices(current)), ended


def _positions(column: pa.ChunkedArray, words: Sequence[str]) -> npt.NDArray[np.int64]:
    """Each word's position in a list of all there are."""
    plain = column.cast(pa.string())
    found: npt.NDArray[np.int64] = pc.index_in(
        plain, value_set=pa.array(words, pa.string())
    ).to_numpy()
    return found
