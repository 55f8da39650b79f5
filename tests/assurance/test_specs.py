"""Every example of every spec: the engine and the referee both say what is drawn."""

import datetime as dt
from collections.abc import Callable

import pytest
from tools.mutate import A_YEAR

from assay.assurance.catalogue import COMMON_REASONS, catalogue
from assay.assurance.criteria import written
from assay.assurance.referee.base import Verdict
from assay.assurance.spec import Example, Expected, load_spec
from assay.assurance.spec_caseloads import caseloads
from assay.caseload.record.shape import record

EXAMPLES = [
    pytest.param(criterion, example, id=f"{criterion}: {example.says}")
    for criterion in written()
    for example in load_spec(criterion, record()).examples
]


def told(found: dict[str, Verdict]) -> dict[str, Expected]:
    return {
        who: Expected(each.state, each.due_on, each.reason, each.severity)
        for who, each in found.items()
    }


@pytest.mark.parametrize(
    "reach",
    [
        pytest.param(None, id="that day", marks=pytest.mark.statements),
        pytest.param(A_YEAR, id="a year", marks=pytest.mark.long),
    ],
)
@pytest.mark.parametrize("criterion", written())
def test_the_engine_says_what_is_drawn_on_its_day_and_where_a_year_is_judged(
    criterion: str, reach: dt.timedelta | None, on_engine: Callable[..., dict[str, Verdict]]
) -> None:
    for drawn in caseloads(load_spec(criterion, record()).examples, record()):
        since = drawn.as_of - reach if reach else None
        found = on_engine(criterion, drawn.tables, drawn.as_of, drawn.profile, since)
        assert told(found) == drawn.gives, f"The examples, in order: {drawn.says}"


@pytest.mark.parametrize(("criterion", "example"), EXAMPLES)
def test_the_referee_says_what_is_drawn(
    criterion: str, example: Example, by_referee: Callable[..., dict[str, Verdict]]
) -> None:
    found = by_referee(criterion, example.tables, example.as_of, example.profile)
    assert told(found) == example.gives


@pytest.mark.parametrize("criterion", written())
def test_every_reason_has_its_words_and_is_drawn_once(criterion: str) -> None:
    drawn = {
        each.reason
        for example in load_spec(criterion, record()).examples
        for each in example.gives.values()
        if each.state == "not met"
    }
    known = catalogue()[criterion].reasons.keys()
    assert known <= drawn
    assert drawn <= known | COMMON_REASONS.keys()


@pytest.mark.parametrize("criterion", written())
def test_each_spec_shows_every_state_it_can_have(criterion: str) -> None:
    spec = load_spec(criterion, record())
    drawn = {each.state for example in spec.examples for each in example.gives.values()}
    assert {"met", "not met"} <= drawn
    excusable = catalogue()[criterion].excused_when != "None"
    assert ("excused" in drawn) == excusable
