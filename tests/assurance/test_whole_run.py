"""A whole run over a made-up caseload: what it keeps, what it says, and what it finds."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from assay.assurance.catalogue import SEVERITIES, catalogue
from assay.assurance.criteria import written
from assay.assurance.kept_run import KeptRun, kept_results
from assay.assurance.run import RESULTS, keep_run
from assay.assurance.standing import Share
from assay.assurance.why import explain
from assay.assurance.worklist import worklist
from assay.problems import InputProblems

AS_OF = dt.date(2026, 11, 1)


def quiet(_: object) -> None:
    pass


@pytest.fixture(scope="module")
def extract(made_up: Callable[[int, int], Path]) -> Path:
    return made_up(1_500, 5)


@pytest.fixture(scope="module")
def kept(extract: Path) -> tuple[Path, list[Share]]:
    out = extract.parent / "kept"
    run = KeptRun(str(extract), AS_OF.isoformat(), "current", None)
    return out, keep_run(run, "duckdb", out, quiet)


@pytest.fixture(scope="module")
def rows(kept: tuple[Path, list[Share]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(kept[0] / "results.parquet").to_pylist()
    return found


def test_every_criterion_is_there_and_its_states_add_up(kept: tuple[Path, list[Share]]) -> None:
    out, shares = kept
    rows = pq.read_table(out / "results.parquet")
    assert rows.schema.equals(RESULTS)
    assert [each.id for each in shares] == [name for name in catalogue() if name in written()]
    assert sum(each.population for each in shares) == rows.num_rows
    for each in shares:
        judged = each.met + each.not_met
        assert each.share_met == (each.met / judged if judged else None)


@pytest.mark.parametrize("criterion", written())
def test_every_seeded_fault_is_found_and_none_invented(
    criterion: str, extract: Path, rows: list[dict[str, Any]]
) -> None:
    truth = pq.read_table(extract / "truth.parquet").to_pylist()
    column = {"case": "case_id", "officer": "officer_id", "unit": "unit"}
    mine = column[catalogue()[criterion].subject]
    found = {r[mine] for r in rows if r["criterion"] == criterion and r["state"] == "not met"}
    seeded = {
        row["case_id"] or row["staff_id"] or row["unit_id"]
        for row in truth
        if row["criterion"] == criterion
    }
    assert found == seeded


def test_one_case_alone_gives_what_the_whole_run_gave(
    kept: tuple[Path, list[Share]], rows: list[dict[str, Any]]
) -> None:
    out, _ = kept
    asked = ("A01", "A05", "D01", "R01", "U10")  # all take minutes; these read the most tables
    chosen = {}
    for row in rows:
        if row["criterion"] in asked and row["state"] != "met":
            chosen.setdefault(row["criterion"], row)
    assert len(chosen) >= 4
    for criterion, row in chosen.items():
        told = explain(catalogue()[criterion], row["case_id"], out)
        assert told.result == told.kept == row
        assert told.records
        assert all(each.partition("/")[0].partition(":")[0] for each in told.records)


def test_why_says_the_rule_the_reason_and_the_records_in_words(
    kept: tuple[Path, list[Share]], rows: list[dict[str, Any]]
) -> None:
    out, _ = kept
    late = next(r for r in rows if r["criterion"] == "A01" and r["state"] == "not met")
    text = "\n".join(explain(catalogue()["A01"], late["case_id"], out).lines())
    assert f"{late['case_id']}: not met, because it was done too late." in text
    assert f"  cases/{late['case_id']} started_on=" in text
    assert "NS2007" in text


def test_a_case_a_criterion_does_not_apply_to_is_said_so(
    kept: tuple[Path, list[Share]], rows: list[dict[str, Any]]
) -> None:
    asked = {row["case_id"] for row in rows if row["criterion"] == "T02"}
    other = next(row["case_id"] for row in rows if row["case_id"] and row["case_id"] not in asked)
    text = "\n".join(explain(catalogue()["T02"], other, kept[0]).lines())
    assert f"It does not apply to {other}." in text


def test_a_mistyped_reference_does_not_read_as_an_all_clear(kept: tuple[Path, list[Share]]) -> None:
    for criterion in ("A01", "M06", "H01"):
        with pytest.raises(InputProblems, match="of this extract has that reference"):
            explain(catalogue()[criterion], "no such id", kept[0])


def test_an_officers_list_has_the_worst_harm_first(
    kept: tuple[Path, list[Share]], rows: list[dict[str, Any]]
) -> None:
    out, _ = kept
    officer = next(r["officer_id"] for r in rows if r["state"] == "not met" and r["case_id"])
    entries = worklist(kept_results(out, "officer_id", officer), catalogue())
    harms = [SEVERITIES.index(entry.items[0].severity) for entry in entries]
    assert harms == sorted(harms)
    wanted = [
        r
        for r in rows
        if r["officer_id"] == officer and r["state"] in {"not met", "due", "cannot tell"}
    ]
    assert sum(len(entry.items) for entry in entries) == len(wanted) > 0


def test_a_broken_extract_leaves_no_results(extract: Path, tmp_path: Path) -> None:
    broken = Path(shutil.copytree(extract, tmp_path / "extract"))
    (broken / "cases.parquet").unlink()
    (broken / "plans.parquet").write_bytes((broken / "plans.parquet").read_bytes()[:900])
    out = tmp_path / "kept"
    with pytest.raises(InputProblems) as told:
        keep_run(KeptRun(str(broken), AS_OF.isoformat(), "current", None), "duckdb", out, quiet)
    assert "the table cases is missing" in str(told.value)
    assert "plans.parquet" in str(told.value)
    assert not out.exists()


def test_a_failure_on_the_way_keeps_the_run_before(
    kept: tuple[Path, list[Share]], extract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, _ = kept
    before = (out / "results.parquet").read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq.ParquetWriter, "write_batch", fail)
    with pytest.raises(OSError, match="No space"):
        keep_run(KeptRun(str(extract), AS_OF.isoformat(), "current", None), "duckdb", out, quiet)
    assert (out / "results.parquet").read_bytes() == before
    assert sorted(path.name for path in out.iterdir()) == ["results.parquet", "run.json"]


def test_a_missing_value_is_never_taken_for_met(extract: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(extract, tmp_path / "extract"))
    tiers = pq.read_table(copy / "tiers.parquet")
    blank = tiers.set_column(
        1 + tiers.column_names.index("case_id"), "tier", [[None] * tiers.num_rows]
    )
    pq.write_table(blank.cast(tiers.schema), copy / "tiers.parquet")
    out = tmp_path / "kept"
    shares = keep_run(KeptRun(str(copy), AS_OF.isoformat(), "current", None), "duckdb", out, quiet)
    first = shares[0]
    assert (first.id, first.met, first.not_met) == ("A01", 0, 0)
    assert first.cannot_tell > 0
