"""What several criteria ask of the way out of custody."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import Table, day, earliest


def inside(record: Record) -> Table:
    """Each time in custody of the cases.

    Returns:
        `resettlements`, with received_on, and over_on: the day of release, or the first day after
        the case ended; blank while neither has come.
    """
    return record.once("custody", _inside)


def _inside(record: Record) -> Table:
    cases = record.cases.select("case_id", _past=shared.day_past(record.cases.ended_on))
    rows = record.resettlements.drop("recorded_at").join(cases, "case_id")
    return rows.mutate(
        received_on=day(rows.received_at), over_on=earliest(day(rows.released_at), rows["_past"])
    ).drop("_past")
