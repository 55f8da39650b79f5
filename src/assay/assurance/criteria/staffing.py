"""What several criteria ask of officers: how many cases each holds."""

from assay.assurance.engines.record import Record
from assay.assurance.engines.words import FAR_OFF, LONG_AGO, Table, day, first_known, one


def held_cases(record: Record) -> Table:
    """Periods in which an officer held a case that had not ended.

    Returns:
        case_id, its unit_id, staff_id, from_on (long ago if blank), taken_on (the day it was taken
        from them) and over_on (the last day of the case); both far off while it lasts.
    """
    return _periods(record, record.allocations.filter(record.allocations.officer_id.notnull()))


def unheld_cases(record: Record) -> Table:
    """Periods in which nobody can tell who held a case: as `held_cases`."""
    return _periods(record, record.allocations.filter(record.allocations.officer_id.isnull()))


def _periods(record: Record, given: Table) -> Table:
    cases = record.cases.select("case_id", "unit_id", "ended_on")
    given = given.select("case_id", "allocated_at", "until_at", staff_id="officer_id")
    rows = given.join(cases, "case_id")
    periods = rows.select(
        "case_id",
        "staff_id",
        "unit_id",
        from_on=first_known(day(rows.allocated_at), one(LONG_AGO)),
        taken_on=first_known(day(rows.until_at), one(FAR_OFF)),
        over_on=first_known(rows.ended_on, one(FAR_OFF)),
    )
    live = (periods.taken_on > one(record.since)) & (periods.over_on >= one(record.since))
    return periods.filter(live & (periods.from_on <= one(record.as_of)))


def caseloads(record: Record) -> Table:
    """How many cases each officer holds on each day to judge: staff_id, day, until, cases."""
    return record.once("caseloads", _caseloads)


def _caseloads(record: Record) -> Table:
    held, judged = held_cases(record), record.judged
    rows = held.join(
        judged,
        [held.from_on <= judged.day, held.taken_on > judged.day, held.over_on >= judged.day],
    )
    return rows.group_by("staff_id", "day", "until").agg(cases=rows.case_id.nunique())
