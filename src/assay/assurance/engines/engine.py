"""What every engine does alike: hold what criteria share once, and give a criterion's results."""

from abc import ABC, abstractmethod

import pyarrow as pa

from assay.assurance.engines.plan import Planner, Statement


class Engine(ABC):
    """A record on something that runs statements.

    Args:
        planner: Writes the statements, in the engine's dialect.
    """

    def __init__(self, planner: Planner) -> None:
        self._planner = planner
        self._held: set[str] = set()

    def results(self, criterion: str) -> pa.RecordBatchReader:
        """The state of each case, officer or unit on the last day judged, in order of id.

        Args:
            criterion: Its id.

        Returns:
            Rows as `states.results_on` gives them; to be read before the next criterion.
        """
        *shared, check = self._planner.checks(criterion)
        for each in shared:
            if each.name not in self._held:
                self._make(each)
                self._held.add(each.name)
        self._make(check)
        return self._read(self._planner.results())

    @abstractmethod
    def _make(self, statement: Statement) -> None:
        """Run a query and hold its rows under its name, in place of any held before."""

    @abstractmethod
    def _read(self, query: str) -> pa.RecordBatchReader:
        """Run a query and hand its rows over."""
