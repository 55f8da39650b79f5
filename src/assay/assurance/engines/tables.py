"""Tables that every engine holds beside the record: working days, and the days to judge."""

import datetime as dt
from collections.abc import Sequence
from functools import cache

import pyarrow as pa

from assay.assurance.engines.deadlines import working_days
from assay.assurance.engines.record import JUDGED
from assay.calendar.working_days import england_and_wales

ONE_DAY = dt.timedelta(days=1)


@cache
def working_day_tables() -> dict[str, pa.Table]:
    """The working days of England and Wales, as `deadlines` asks for them."""
    return {
        name: pa.table({"day": [row[0] for row in rows], "number": [row[1] for row in rows]})
        for name, rows in working_days(england_and_wales()).items()
    }


def judged_days(judged: Sequence[dt.date]) -> dict[str, pa.Table]:
    """The days to judge, each with the first day it no longer stands for."""
    ends = [*judged[1:], judged[-1] + ONE_DAY]
    return {JUDGED: pa.table({"day": list(judged), "until": ends})}
