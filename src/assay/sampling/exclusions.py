"""Cases set aside before anything is drawn, each with its reason."""

import datetime as dt
from dataclasses import dataclass

from assay.sampling.long_list import LongList
from assay.sampling.specification import RECORDED_SEXES, Specification

RESTRICTED = "restricted record"
LATER = "starts after the as-of date"
SEX = "sex not recorded as male or female"


@dataclass(frozen=True, slots=True)
class Excluded:
    """Cases set aside for one reason.

    Attributes:
        reason: In words.
        rows: Their row numbers, rising.
    """

    reason: str
    rows: tuple[int, ...]


def set_aside(
    long_list: LongList, specification: Specification, as_of: dt.date
) -> tuple[list[int], tuple[Excluded, ...]]:
    """Split the list into cases that may be drawn and cases that may not.

    Args:
        long_list: The list.
        specification: Says what marks a restricted record, and whether a case without a
            recorded sex is set aside.
        as_of: A case that starts after this day is set aside.

    Returns:
        Positions (from 0) of the cases kept; and what was set aside. A case with several
        reasons counts under the first of: restricted, starts later, sex not recorded. Every
        reason that the specification knows is listed, even with no rows.
    """
    mark = specification.restricted.mark
    reasons: dict[str, list[int]] = {RESTRICTED: [], LATER: []}
    sex_matters = specification.unrecorded_sex.treatment == "set aside"
    if sex_matters:
        reasons[SEX] = []
    kept: list[int] = []
    columns = zip(
        long_list.family_name,
        long_list.first_name,
        long_list.start_date,
        long_list.gender,
        strict=True,
    )
    for index, (family, first, start, sex) in enumerate(columns):
        if mark in family or mark in first:
            reasons[RESTRICTED].append(index)
        elif start is not None and start > as_of:
            reasons[LATER].append(index)
        elif sex_matters and sex not in RECORDED_SEXES:
            reasons[SEX].append(index)
        else:
            kept.append(index)
    rows = long_list.rows
    return kept, tuple(
        Excluded(reason, tuple(rows[index] for index in positions))
        for reason, positions in reasons.items()
    )
