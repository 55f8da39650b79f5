"""The whole of `assay assure` as a process, and single criteria on the engine."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
from benchmarks.assurance_extract import ON

from assay.assurance.criteria import written
from assay.assurance.engines.duckdb import on_duckdb
from assay.assurance.engines.plan import Planner
from assay.caseload.record.shape import record
from assay.standards.load_profile import load_profile


@dataclass(frozen=True, slots=True)
class Run:
    """What a run took, and what it did."""

    seconds: float
    processor: float
    gigabytes: float
    records: int
    cases: int
    results: int
    criteria: int
    with_population: int
    faults: int
    missed: int
    invented: int


def whole_run(folder: Path, out: Path) -> Run:
    """Run `assay assure` over an extract, everything included, and hold it against the truth."""
    command = [sys.executable, "-m", "assay", "assure", str(folder), "--as-of", ON.isoformat()]
    began = time.perf_counter()
    with (out.with_suffix(".log")).open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [*command, "--out", str(out)], stdout=log, stderr=subprocess.STDOUT
        )
        _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, out.with_suffix(".log").read_text(encoding="utf-8")
    results = pq.read_table(out / "results.parquet", columns=["criterion"])
    found, seeded = _not_met(out), _seeded(folder)
    return Run(
        seconds,
        used.ru_utime + used.ru_stime,
        used.ru_maxrss / 1e6,
        sum(pq.read_metadata(folder / f"{name}.parquet").num_rows for name in record().tables),
        pq.read_metadata(folder / "cases.parquet").num_rows,
        results.num_rows,
        len(written()),
        len(results["criterion"].unique()),
        len(seeded),
        len(seeded - found),
        len(found - seeded),
    )


def _not_met(out: Path) -> set[tuple[str, str]]:
    wanted = ["criterion", "case_id", "officer_id", "unit"]
    rows = pq.read_table(
        out / "results.parquet", columns=wanted, filters=[("state", "=", "not met")]
    )
    return {
        (row["criterion"], row["case_id"] or row["officer_id"] or row["unit"])
        for row in rows.to_pylist()
    }


def _seeded(folder: Path) -> set[tuple[str, str]]:
    rows = pq.read_table(folder / "truth.parquet", filters=[("expected", "=", "not met")])
    return {
        (row["criterion"], row["case_id"] or row["staff_id"] or row["unit_id"])
        for row in rows.to_pylist()
    }


class Ours:
    """The engine over an extract, its statements written.

    Attributes:
        written_in: Seconds it took to write the statements of each criterion.
    """

    def __init__(self, folder: Path, criteria: Iterable[str]) -> None:
        self._files = {name: folder / f"{name}.parquet" for name in record().tables}
        self._planner = Planner(record(), load_profile("current"), [ON], "duckdb")
        self._planner.results()
        self.written_in: dict[str, float] = {}
        for each in criteria:
            began = time.perf_counter()
            self._planner.checks(each)
            self.written_in[each] = time.perf_counter() - began

    def states(self, criterion: str) -> tuple[dict[str, str], float]:
        """The state of each case, and the seconds it took with nothing held from before."""
        began = time.perf_counter()
        with on_duckdb(self._files, self._planner) as engine:
            found = engine.results(criterion).read_all()
        seconds = time.perf_counter() - began
        whose, state = found["case_id"].to_pylist(), found["state"].to_pylist()
        return dict(zip(whose, state, strict=True)), seconds


def counted(found: dict[str, str]) -> Counter[str]:
    """How many cases are in each state."""
    return Counter(found.values())
