"""Mistakes put into a criterion on purpose: what kinds there are, and that specs notice them."""

import pytest
from tools.mutants import mutants
from tools.mutate import Drawn, unnoticed

RULE = """
def checks_of(record):
    rows = record.cases.filter(record.cases.ends_on.notnull() & ~record.cases.held)
    return checks(
        rows,
        due_on=days_after(rows.started_on, 10),
        done_on=earliest(rows.seen_on, rows.called_on),
        right=yes(rows.seen_on <= rows.ends_on),
        blank=first_blank({"cases.started_on": rows.started_on}),
        evidence=evidence(seen("cases", rows.case_id, late=rows.seen_on > rows.ends_on)),
    )
"""


def test_every_comparison_deadline_blank_and_excuse_is_got_wrong_once() -> None:
    made = list(mutants(RULE))
    assert {each.change for each in made} == {
        "without filter",
        "and → or",
        "notnull → isnull",
        "without not",
        "one more",
        "earliest → latest",
        "earliest: only rows.seen_on",
        "earliest: only rows.called_on",
        "a blank says yes",
        "LtE → Lt",
        "'cases.started_on' may be blank",
        "without right",
        "without blank",
        "without done_on",
    }
    assert len({each.source for each in made}) == len(made)


def test_evidence_and_what_only_saves_time_are_left_alone() -> None:
    assert not [each for each in mutants(RULE) if each.line == 10]
    assert not list(mutants("early = rows.filter(rows.from_on <= record.as_of)"))


def test_the_spec_of_a_criterion_notices_every_mistake_in_it() -> None:
    tried = unnoticed("a12")
    assert tried.mutants > 5
    assert tried.unnoticed == []


def test_nothing_is_tried_where_the_examples_do_not_hold_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Drawn, "holds", lambda _: False)
    with pytest.raises(ValueError, match="the examples of a12 do not hold"):
        unnoticed("a12")
