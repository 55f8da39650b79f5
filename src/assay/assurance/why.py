"""The trace of one result, worked out again for that case alone."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assay.assurance.catalogue import Criterion
from assay.assurance.engines.duckdb import on_duckdb
from assay.assurance.engines.one_case import one_case
from assay.assurance.engines.plan import Planner
from assay.assurance.kept_run import KeptRun, kept_results, read_run
from assay.assurance.run import profile_of, results_of, sources_of
from assay.assurance.sources import Sources
from assay.caseload.record.shape import record
from assay.problems import InputProblems


@dataclass(frozen=True, slots=True)
class Told:
    """Why a criterion stands as it does.

    Attributes:
        criterion: The criterion.
        whose: Id of the case, officer or unit.
        run: What it was worked out from.
        result: The row, worked out again; None if the criterion does not apply.
        kept: The row that the run kept; None if it kept none.
    """

    criterion: Criterion
    whose: str
    run: KeptRun
    result: dict[str, Any] | None
    kept: dict[str, Any] | None

    @property
    def records(self) -> list[str]:
        """The records it rests on, each with the values used."""
        return [] if self.result is None else str(self.result["evidence"]).split("; ")

    def lines(self) -> Iterator[str]:
        """The trace in plain words, a line each."""
        asked = self.criterion
        yield f"{asked.id} {asked.name}"
        yield f"Asked of: {asked.population}"
        yield f"The rule: {asked.rule}"
        yield f"Judged on {self.run.as_of} by the practice profile {self.run.profile}"
        if self.result is None:
            yield f"It does not apply to {self.whose}."
        else:
            yield from self._state(self.result)
        if self.result != self.kept:
            yield "The run kept something else: the extract has changed since. Run it again."
        if asked.a_person_decides:
            yield f"A person decides {asked.a_person_decides.rstrip('.')}."
        yield f"Source: {'; '.join(asked.sources)} ({asked.source_status})"

    def _state(self, result: dict[str, Any]) -> Iterator[str]:
        state, reason = result["state"], result["reason"]
        because = {
            "not met": f", because {self.criterion.why(reason or 'not done')}"
            if state == "not met"
            else "",
            "cannot tell": f": {reason}",
            "excused": f": {reason}",
        }.get(state, "")
        due = self._due_words(result["due_on"])
        yield f"{self.whose}: {state}{because}.{due}"
        if state in {"not met", "due"}:
            yield f"What to do: {self.criterion.do_next.rstrip('.')}."
        yield "It rests on these records:"
        for each in self.records:
            yield f"  {each}"

    def _due_words(self, due_on: dt.date | None) -> str:
        if due_on is None:
            return ""
        return f" It {'was' if due_on < self.run.day else 'is'} due by {due_on}."

    def as_json(self) -> dict[str, Any]:
        """The trace as one document."""
        return {
            "criterion": self.criterion.id,
            "whose": self.whose,
            "as_of": self.run.as_of,
            "profile": self.run.profile,
            "result": self.result,
            "records": self.records,
            "same_as_kept": self.result == self.kept,
            "words": list(self.lines()),
        }


def explain(criterion: Criterion, whose: str, folder: Path) -> Told:
    """Work one result out again, for that case alone where it is about a case.

    Args:
        criterion: The criterion.
        whose: Id of a case, an officer or a unit, as the criterion asks.
        folder: The folder of a kept run.

    Returns:
        Its trace.

    Raises:
        InputProblems: No run is kept there, its extract can't be read any more, or nobody in it
            has this id.
    """
    run = read_run(folder)
    column = {"case": "case_id", "officer": "officer_id", "unit": "unit"}[criterion.subject]
    sources = sources_of(run)
    _refuse_unknown(sources, criterion, whose)
    if criterion.subject == "case":
        sources = one_case(sources, record(), whose)
    planner = Planner(record(), profile_of(run), [run.day], "duckdb")
    with on_duckdb(sources, planner) as engine:
        found = [row for row in results_of(engine, criterion) if row[column] == whose]
    kept = [row for row in kept_results(folder, column, whose) if row["criterion"] == criterion.id]
    return Told(criterion, whose, run, next(iter(found), None), next(iter(kept), None))


def _refuse_unknown(sources: Sources, criterion: Criterion, whose: str) -> None:
    """An id that is nobody's must not read as a criterion that does not apply."""
    name = {"case": "cases", "officer": "staff", "unit": "units"}[criterion.subject]
    source, key = sources[name], record().tables[name].key
    rows = source if isinstance(source, pa.Table) else pq.read_table(source, columns=[key])
    if not pc.is_in(pa.scalar(whose), value_set=rows[key].combine_chunks()).as_py():
        raise InputProblems.one(
            name,
            f"no {criterion.subject} of this extract has that reference",
            f"{criterion.id} is asked of each {criterion.subject}: give an id of the table {name}",
        )
