"""From a criterion to statements: Ibis writes them, an engine runs them."""

import datetime as dt
import gc
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import ibis
from ibis.backends.sql import compilers

from assay.assurance.criteria import checks_of
from assay.assurance.engines.answering import answering
from assay.assurance.engines.record import SHARED, Record
from assay.assurance.engines.states import results_on
from assay.assurance.engines.words import CHECK, Table, one, yes
from assay.caseload.record.shape import Record as Shape
from assay.standards.profile import Profile

Dialect = Literal["duckdb", "pyspark"]
CHECKS = "checks"
"""The name under which an engine holds the checks of a criterion while it looks at them."""

RESULTS = "results"
MANY = 100_000
"""Ibis makes objects by the hundred thousand and keeps nearly all: looking for rubbish among
them as often as Python does by itself takes a quarter of the time."""
TURN = 0.0005
"""Seconds the writer may keep Python to itself: an engine asks for it often, and not for long."""
# To fold a query into fewer levels takes a fifth of the time, and engines do it by themselves.
ibis.options.sql.fuse_selects = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A query, and the name its rows are held under."""

    name: str
    query: str


class Planner:
    """Writes the statements of criteria for one profile, one period and one engine.

    Args:
        shape: The record's shape.
        profile: Whose values to judge by.
        judged: The days to judge, in order.
        dialect: Of which engine.
    """

    def __init__(
        self, shape: Shape, profile: Profile, judged: Sequence[dt.date], dialect: Dialect
    ) -> None:
        self._record = Record(shape, profile, judged[0], judged[-1])
        self._dialect: Dialect = dialect
        self.judged = tuple(judged)
        self._queries: dict[str, str] = {}
        self._ahead: dict[str, Future[list[Statement]]] = {}

    @contextmanager
    def ahead(self, criteria: Iterable[str]) -> Iterator[None]:
        """Write on a thread of its own meanwhile, so that an engine need not wait.

        Args:
            criteria: Ids, in the order in which they will be asked for.
        """
        usual, turn = gc.get_threshold(), sys.getswitchinterval()
        gc.set_threshold(MANY, *usual[1:])
        sys.setswitchinterval(TURN)
        with ThreadPoolExecutor(1) as writer:
            writer.submit(self.results)
            self._ahead = {each: writer.submit(self._checks, each) for each in criteria}
            try:
                yield
            finally:
                writer.shutdown(cancel_futures=True)
                self._ahead = {}
                gc.set_threshold(*usual)
                sys.setswitchinterval(turn)

    def checks(self, criterion: str) -> list[Statement]:
        """What to run for the checks of a criterion, in order; the last is the checks.

        The tables shared with every criterion asked for before come first; those an engine
        holds already need not be run again.
        """
        if criterion in self._ahead:
            return self._ahead[criterion].result()
        return self._checks(criterion)

    def _checks(self, criterion: str) -> list[Statement]:
        if criterion not in self._queries:
            found = checks_of(criterion, self._record)
            self._queries[criterion] = self._query(self._in_period(found))
        answering(self._record)
        shared = [
            Statement(f"{SHARED}{name}", self._written(f"{SHARED}{name}", rows))
            for name, rows in self._record.shared.items()
        ]
        return [*shared, Statement(CHECKS, self._queries[criterion])]

    def results(self) -> str:
        """The query for the results of the last day, over the checks held."""
        if RESULTS not in self._queries:
            answers = answering(self._record)
            rows = results_on(ibis.table(CHECK, name=CHECKS), answers, self.judged[-1])
            self._queries[RESULTS] = self._query(rows)
        return self._queries[RESULTS]

    def _in_period(self, check: Table) -> Table:
        begun = check.from_on <= one(self._record.as_of)
        ended = yes(check.until_on <= one(self._record.since))
        return check.filter(begun & ~ended)

    def _written(self, name: str, rows: Table) -> str:
        """The query of a table, written the first time it is asked for."""
        if name not in self._queries:
            self._queries[name] = self._query(rows)
        return self._queries[name]

    def _query(self, rows: Table) -> str:
        compiler = getattr(compilers, self._dialect).compiler
        return str(compiler.to_sqlglot(rows).sql(compiler.dialect, copy=False))
