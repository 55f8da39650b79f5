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
NOT_THERE = {
    "absences.until_on": "they are still away",
    "addresses.until_on": "it lasts",
    "allocations.until_at": "the officer still holds the case",
    "assessments.signed_at": "it is still open",
    "attendances.credited_at": "the hours are not credited",
    "attendances.outcome": "the session is today, and not over",
    "enquiries.sent_at": "nobody asked, and the reason stands",
    "oversights.looked_at": "nobody has looked yet",
    "plans.signed_at": "it is still open",
    "recalls.agreed_at": "no manager has agreed",
    "recalls.sent_at": "it was not sent",
    "requirements.programme_from_on": "the programme is not booked, and could start today",
    "resettlement_actions.need": "it meets no need",
    "reviews.signed_at": "it is still open",
    "signoffs.ends_on": "it has no last day",
    "signoffs.signed_at": "it is not signed",
    "staff.in_post_until_on": "they are still in post",
    "supervisions.held_at": "it was not held",
    "unpaid_work.allocated_at": "the requirement is not with the team yet",
}
"""Columns of which a blank says, by the record's own words, that there is nothing to judge."""
NOT_YET_SEEN = {
    "A02": {"signoffs.subject"},
    "D01": {"contacts.planned_at", "contacts.type"},
    "D07": {"failures.failed_at"},
    "D08": {"letters.step"},
    "D11": {"contacts.arranged_at"},
    "D12": {"contacts.planned_at", "contacts.type"},
    "H01": {"absences.from_on", "allocations.allocated_at"},
    "I01": {"contacts.outcome", "plans.recorded_at"},
    "M01": {
        "allocations.allocated_at",
        "allocations.reason",
        "oversights.trigger",
        "oversights.triggered_at",
    },
    "M05": {"allocations.officer_id"},
    "M06": {"staff.unit_id"},
    "R02": {"reviews.correction"},
    "U03": {"sessions.starts_at"},
    "U05": {"attendances.worked_hours"},
    "U10": {"attendances.arranged_at"},
}
"""Where a blank is still taken for met. Nothing may be added; what is mended is taken out."""


@pytest.mark.statements
@pytest.mark.parametrize("criterion", written())
def test_a_blank_never_makes_it_met(
    criterion: str, by_referee: Callable[..., dict[str, Verdict]]
) -> None:
    made_met = set()
    for example in load_spec(criterion, record()).examples:
        before = by_referee(criterion, example.tables, example.as_of, example.profile)
        for name, tables in blanked(example):
            after = by_referee(criterion, tables, example.as_of, example.profile)
            changed = {who for who, each in after.items() if each.state == "met"}
            if any(before[who].state in OPEN for who in changed & before.keys()):
                made_met.add(name)
    assert made_met - NOT_THERE.keys() == NOT_YET_SEEN.get(criterion, set())


def blanked(example: Example) -> Iterator[tuple[str, dict[str, object]]]:
    """The example with one cell blank, for each cell that may be; and its column."""
    for table, rows in example.tables.items():
        columns = record().tables[table].columns
        for place, row in enumerate(rows):
            for column, cell in row.items():
                if cell is not None and not columns[column].never_blank:
                    changed = [*rows[:place], {**row, column: None}, *rows[place + 1 :]]
                    yield f"{table}.{column}", {**example.tables, table: changed}
