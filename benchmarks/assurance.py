"""Times `assay assure` on made-up caseloads, and five of its criteria written by hand.

The whole command runs as a process at several sizes: how time and memory grow with the records,
and whether every seeded fault was found and none invented. Five criteria are then run alone, and
held against the same rules in pandas, in SQL on PostgreSQL (where DATABASE_URL names a server),
row by row in Python (the referees, on a few cases), and against merely reading the columns. All
must give the same number of cases in each state, or it stops. The forms written by hand give
states alone; ours also give the evidence, who answers for the case, and what is blank.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import psycopg
import pyarrow.parquet as pq
from benchmarks import assurance_pandas, assurance_postgres, assurance_rows
from benchmarks.assurance_extract import (
    COLUMNS,
    CRITERIA,
    all_columns,
    extract_of,
    read_columns,
)
from benchmarks.assurance_run import Ours, Run, counted, whole_run

SIZES = (5_000, 10_000, 20_000)
SECONDS_ALLOWED, GIGABYTES_ALLOWED, ALLOWED_AT = 30, 4, 250_000
PEER = 3 * 10_000
"""Criteria times cases a second of the fastest published row-by-row checker we know of."""


def main() -> None:
    """Run the benchmark."""
    asked = _arguments()
    print((__doc__ or "").split("\n\n")[1])
    with tempfile.TemporaryDirectory(prefix="assay-bench-") as place:
        folders = list(asked.extract) or [extract_of(each, Path(place)) for each in asked.people]
        runs = [whole(folder, Path(place) / f"out-{at}") for at, folder in enumerate(folders)]
        _growth(runs)
        with _postgres(folders[-1]) as by_sql:
            compare(folders[-1], by_sql)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Times assay assure.")
    parser.add_argument("--people", type=int, nargs="+", default=SIZES, help="sizes, ascending")
    parser.add_argument("--extract", type=Path, nargs="+", default=(), help="made before, instead")
    return parser.parse_args()


def whole(folder: Path, out: Path) -> Run:
    """Run everything over an extract and print what it took."""
    run = whole_run(folder, out)
    reading = _seconds(lambda: read_columns(folder, all_columns()))
    judged = run.cases * run.criteria / run.seconds
    print(
        f"\n{run.records:,} records of {run.cases:,} cases, {run.criteria} criteria"
        f" ({run.with_population} apply to somebody that day):"
        f" {run.seconds:.1f} s, processor {run.processor:.1f} s,"
        f" {run.gigabytes:.2f} GB at most"
    )
    print(f"  {run.seconds / reading:.1f} times what reading every column takes ({reading:.1f} s)")
    print(
        f"  {run.cases / run.seconds:,.0f} cases a second through all of them; that is"
        f" {judged:,.0f} judgements a second ({judged / PEER:.1f} times the peer's {PEER:,}),"
        f" of which {run.results / run.seconds:,.0f} are kept: where a criterion applies"
        f" ({run.results / run.seconds / PEER:.1f} times)"
    )
    print(f"  {run.faults:,} faults seeded: {run.missed} missed, {run.invented} invented")
    assert run.missed == run.invented == 0
    if run.cases >= ALLOWED_AT * 0.9:
        print(f"  allowed: {SECONDS_ALLOWED} s and {GIGABYTES_ALLOWED} GB on a quiet machine")
    return run


def _growth(runs: list[Run]) -> None:
    """What more records cost: the same for each at every size, if the cost is linear."""
    for less, more in pairwise(runs):
        records = more.records - less.records
        spent = (more.processor - less.processor) / records * 1e6
        print(f"From {less.records:,} to {more.records:,} records: {spent:.2f} s a million more")


def compare(folder: Path, by_sql: psycopg.Connection | None) -> None:
    """Run the five criteria in each form and print how long each takes against ours."""
    cases = assurance_rows.chosen(folder)
    every = pq.read_metadata(folder / "cases.parquet").num_rows
    ours = Ours(folder, CRITERIA)
    print("\nSeconds:  ours (and to write)    pandas         PostgreSQL     row by row")
    total = [0.0, 0.0, 0.0]
    for criterion in CRITERIA:
        states, took = ours.states(criterion)
        counts = counted(states)
        began = time.perf_counter()
        assert assurance_pandas.states(criterion, folder) == counts, criterion
        pandas = time.perf_counter() - began
        sql = 0.0
        if by_sql:
            found, sql = assurance_postgres.states(by_sql, criterion)
            assert found == counts, criterion
        rows = _row_by_row(criterion, cases, states) * every / len(cases)
        total = [total[0] + took, total[1] + pandas, total[2] + sql]
        print(
            f"{criterion}       {took:6.2f} ({ours.written_in[criterion]:.2f})"
            f"  {_against(pandas, took)} {_against(sql, took)} {_against(rows, took)}"
        )
    reading = _seconds(lambda: read_columns(folder, COLUMNS))
    print(f"all five  {total[0]:6.2f}         {_against(total[1], total[0])}", end=" ")
    print(f"{_against(total[2], total[0])}   reading their columns: {reading:.2f} s", end="")
    print(f", of which ours is {total[0] / reading:.1f} times")


def _row_by_row(criterion: str, cases: list[assurance_rows.Rows], ours: dict[str, str]) -> float:
    """Seconds it took for a few cases, each alone."""
    found, took = assurance_rows.states(criterion, cases)
    names = {rows["cases"][0]["case_id"] for rows in cases}
    assert found == {name: state for name, state in ours.items() if name in names}, criterion
    return took


def _against(seconds: float, ours: float) -> str:
    return f"{seconds:7.2f} ({seconds / ours:4.1f}x)" if seconds else "      - (    -)"


@contextmanager
def _postgres(folder: Path) -> Iterator[psycopg.Connection | None]:
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith(("postgres:", "postgresql:")):
        print("\nPostgreSQL is left out. With it: DATABASE_URL=postgres://... make bench")
        yield None
        return
    with assurance_postgres.loaded(given, folder) as connection:
        yield connection


def _seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
