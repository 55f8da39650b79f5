"""The same five criteria row by row: the referees, plain Python, one case after another."""

import random
import time
from collections import Counter, defaultdict
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from benchmarks.assurance_extract import COLUMNS, ON, SEED

from assay.standards.load_profile import load_profile

CASES = 2_000
Rows = dict[str, list[dict[str, Any]]]


def chosen(folder: Path) -> list[Rows]:
    """The rows of some cases, apart for each case; excuses of officers and units are everyone's."""
    cases = pq.read_table(folder / "cases.parquet", columns=["case_id"])["case_id"].to_pylist()
    wanted = random.Random(SEED).sample(sorted(cases), min(CASES, len(cases)))  # noqa: S311
    held: dict[str, Rows] = {
        case: {name: [] for name in (*COLUMNS, "resettlements")} for case in wanted
    }
    shared = []
    for name in (*COLUMNS, "resettlements"):
        filters = None if name == "excuses" else [("case_id", "in", wanted)]
        for row in pq.read_table(folder / f"{name}.parquet", filters=filters).to_pylist():
            if row["case_id"] in held:
                held[row["case_id"]][name].append(row)
            elif row["case_id"] is None:
                shared.append(row)
    for rows in held.values():
        rows["excuses"] += shared
    return list(held.values())


def states(criterion: str, cases: list[Rows]) -> tuple[dict[str, str], float]:
    """The state of each case, and the seconds it took."""
    judge = import_module(f"assay.assurance.referee.{criterion.lower()}").verdicts
    profile = load_profile("current")
    found: dict[str, str] = {}
    began = time.perf_counter()
    for rows in cases:
        given = judge(defaultdict(list, rows), ON, profile)
        found |= {whose: verdict.state for whose, verdict in given.items()}
    return found, time.perf_counter() - began


def counted(found: dict[str, str]) -> Counter[str]:
    """How many cases are in each state."""
    return Counter(found.values())
