"""Over random records, the engine says what the slow and obvious referee says.

Days are drawn near month ends, bank holidays and clock changes, moments near midnight, and any
cell but a key may be blank.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.assurance.criteria import written
from assay.assurance.referee.base import Verdict
from assay.caseload.record.shape import Column, Record, record

AS_OF = dt.date(2026, 4, 30)
SHAPE = record()
ENDED = {"D10", "T01"}
"""Criteria of the contracts, which ended in 2021: their records are judged six years before."""
SIX_YEARS = dt.timedelta(days=2192)
CASES = 4
"""Ids are few, so that rows meet."""
DAYS = [
    AS_OF + dt.timedelta(days=n)
    for n in (
        -800,
        -400,
        -366,
        -365,
        -190,
        -184,
        -120,
        -92,
        -91,
        -90,
        -85,
        -84,
        -60,
        -45,
        -43,
        -42,
        -36,
        -35,
        -30,
        -29,
        -28,
        -27,
        -26,
        -24,
        -22,
        -21,
        -20,
        -16,
        -15,
        -14,
        -13,
        -11,
        -10,
        -9,
        -8,
        -7,
        -6,
        -5,
        -4,
        -3,
        -2,
        -1,
        0,
        1,
        2,
        5,
        7,
        14,
        30,
        84,
        200,
    )
]
TIMES = [dt.time(0, 0), dt.time(0, 1), dt.time(9, 30), dt.time(12, 0), dt.time(23, 59, 59)]
CELLS: dict[str, st.SearchStrategy[Any]] = {
    "day": st.sampled_from(DAYS),
    "moment": st.builds(dt.datetime.combine, st.sampled_from(DAYS), st.sampled_from(TIMES)),
    "yes or no": st.booleans(),
    "count": st.sampled_from([0, 1, 2, 3, 4, 5, 14, 28, 31, 32, 60]),
    "number": st.sampled_from([0.0, 0.5, 3.0, 6.0, 7.0, 8.0, 20.0, 37.0, 80.0, 91.0, 100.0]),
    "text": st.just("made up"),
}


def ids(table: str) -> st.SearchStrategy[str]:
    return st.integers(1, CASES).map(lambda number: f"{table}-{number}")


def cell(column: Column) -> st.SearchStrategy[Any]:
    if column.type == "id":
        return ids(column.refers_to or "other")
    words = SHAPE.words(column)
    return st.sampled_from(words) if words else CELLS[column.type]


def row(table: str) -> st.SearchStrategy[dict[str, Any]]:
    """A row whose cells may be blank, but for those that nothing can be joined without."""
    columns = {
        name: cell(column)
        if column.never_blank
        else st.one_of(cell(column), cell(column), cell(column), st.none())
        for name, column in SHAPE.tables[table].columns.items()
    }
    return st.fixed_dictionaries(columns)


def rows(table: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    key = SHAPE.tables[table].key
    many = (
        CASES
        if SHAPE.tables[table].about == "nobody" or table in {"cases", "people", "staff"}
        else 6
    )

    def numbered(drawn: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**each, key: f"{table}-{place}"} for place, each in enumerate(drawn, start=1)]

    return st.lists(row(table), max_size=many).map(numbered)


def records(
    criterion: str, shape: Record = SHAPE
) -> st.SearchStrategy[dict[str, list[dict[str, Any]]]]:
    """Random rows of the tables that a criterion reads; the others stay empty."""
    used = [name for name, table in shape.tables.items() if criterion in table.criteria]
    always = ["cases", "tiers", "risk_levels", "flags", "excuses", "resettlements", "staff"]
    names = dict.fromkeys([*used, *always])
    return st.fixed_dictionaries(
        {name: rows(name) if name in names else st.just([]) for name in shape.tables}
    )


def before(drawn: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """The same rows six years earlier."""

    def moved(value: Any) -> Any:
        return value - SIX_YEARS if isinstance(value, dt.date) else value

    return {
        name: [{column: moved(value) for column, value in each.items()} for each in rows]
        for name, rows in drawn.items()
    }


@pytest.mark.statements
@pytest.mark.parametrize("criterion", written())
def test_the_engine_and_the_referee_agree(
    criterion: str,
    on_engine: Callable[..., dict[str, Verdict]],
    by_referee: Callable[..., dict[str, Verdict]],
) -> None:
    @settings(max_examples=settings.default.max_examples // 10)
    @given(drawn=records(criterion))
    def agree(drawn: dict[str, list[dict[str, Any]]]) -> None:
        asked = (criterion, drawn, AS_OF, "current")
        if criterion in ENDED:
            asked = (criterion, before(drawn), AS_OF - SIX_YEARS, "crc-2015")
        assert on_engine(*asked) == by_referee(*asked)

    agree()
