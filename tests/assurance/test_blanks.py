"""A blank never makes a result met: each cell of each drawn example is blanked in turn.

The referee judges, for it takes a thousandth of a second; the engines are held to it elsewhere.
"""

from collections.abc import Callable, Iterator

import pytest

from assay.assurance.criteria import written
from assay.assurance.referee.base import Verdict
from assay.assurance.spec import Example, load_spec
from assay.caseload.record.shape import record

OPEN = {"not met", "cannot tell", "due"}


@pytest.mark.statements
@pytest.mark.parametrize("criterion", written())
def test_a_blank_never_makes_it_met(
    criterion: str, by_referee: Callable[..., dict[str, Verdict]], not_there: dict[str, str]
) -> None:
    made_met = set()
    for example in load_spec(criterion, record()).examples:
        before = by_referee(criterion, example.tables, example.as_of, example.profile)
        for name, tables in blanked(example):
            after = by_referee(criterion, tables, example.as_of, example.profile)
            changed = {who for who, each in after.items() if each.state == "met"}
            if any(before[who].state in OPEN for who in changed & before.keys()):
                made_met.add(name)
    assert made_met <= not_there.keys()


def blanked(example: Example) -> Iterator[tuple[str, dict[str, object]]]:
    """The example with one cell blank, for each cell that may be; and its column."""
    for table, rows in example.tables.items():
        columns = record().tables[table].columns
        for place, row in enumerate(rows):
            for column, cell in row.items():
                if cell is not None and not columns[column].never_blank:
                    changed = [*rows[:place], {**row, column: None}, *rows[place + 1 :]]
                    yield f"{table}.{column}", {**example.tables, table: changed}
