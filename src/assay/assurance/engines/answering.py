"""Who answers for each case and each member of staff on the last day judged."""

from assay.assurance.engines.record import Record
from assay.assurance.engines.states import CASE, OFFICER
from assay.assurance.engines.words import Table, day, first_known, one, row_number, union, yes


def answering(record: Record) -> Table:
    """The officer who holds each case, and the unit; the unit of each member of staff.

    Returns:
        kind (`states.CASE` or `OFFICER`), whose (the id), officer_id (blank for staff), unit.
    """
    return record.once("answering", _answering)


def _answering(record: Record) -> Table:
    staff = record.staff.select("staff_id", "unit_id")
    holder = _holders(record)
    cases = record.cases.select("case_id", case_unit="unit_id").left_join(holder, "case_id")
    placed = cases.left_join(staff, cases.officer_id == staff.staff_id)
    of_cases = placed.select(
        kind=one(CASE),
        whose="case_id",
        officer_id="officer_id",
        unit=first_known(placed.case_unit, placed.unit_id),
    )
    of_staff = staff.select(
        kind=one(OFFICER), whose="staff_id", officer_id=one(None, "string"), unit="unit_id"
    )
    return union(of_cases, of_staff)


def _holders(record: Record) -> Table:
    """The last allocation of each case that holds on the last day."""
    given = record.allocations
    on = one(record.as_of)
    now = given.filter(
        given.officer_id.notnull()
        & (day(given.allocated_at) <= on)
        & ~yes(day(given.until_at) <= on)
    )
    order = [now.allocated_at.desc(), now.allocation_id.desc()]
    last = now.mutate(place=row_number("case_id", order)).filter(lambda row: row.place == 0)
    return last.select("case_id", "officer_id")
