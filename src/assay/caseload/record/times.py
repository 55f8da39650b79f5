"""Days and moments of a column, by the clock on the wall in the United Kingdom."""

import datetime as dt
import re
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from assay.caseload.record.findings import Fault

Values: TypeAlias = Any
"""A pyarrow ChunkedArray; pyarrow brings no types."""
DAY, MOMENT = pa.date32(), pa.timestamp("us")
LOCAL, UTC = pa.timestamp("us", "Europe/London"), pa.timestamp("us", "UTC")
ISO_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?"
ZONE = r"(Z|[+-](0[0-9]|1[0-4]):?[0-5][0-9])"
DAY_FIRST = r"^([0-9]{2})/([0-9]{2})/([0-9]{4})"
ONLY_DAY = rf"^{ISO_DAY}$"
DAY_AND_CLOCK = rf"^{ISO_DAY}[ T]{CLOCK}{ZONE}?$"
A_DAY = "Write it as 2020-03-31 or 31/03/2020"
A_MOMENT = "Write it as 2020-03-31 14:05:00, or with a zone as 2020-03-31T14:05:00Z"


def days(values: Values, faults: list[Fault]) -> Values:
    """Read a column as days; a timestamp is taken only where all are at midnight."""
    kind = values.type
    if pa.types.is_date(kind) or pa.types.is_null(kind):
        return values.cast(DAY)
    if pa.types.is_timestamp(kind):
        local = _local(values)
        clock = pc.not_equal(
            pc.subtract(local, pc.floor_temporal(local, unit="day")).cast("int64"), 0
        )
        off = pc.fill_null(clock, fill_value=False)
        faults.append(Fault("this has a time of day", "Export the day alone", off))
        return local.cast(DAY, safe=False)
    text = _text(values, "days", faults)
    if text is None:
        return None
    return _good(text, ONLY_DAY, "this is not a day that exists", A_DAY, faults).cast(DAY)


def moments(values: Values, faults: list[Fault]) -> Values:
    """Read a column as moments; those with a zone are turned to the clock in the UK."""
    kind = values.type
    if pa.types.is_timestamp(kind):
        return _local(values)
    if pa.types.is_null(kind):
        return values.cast(MOMENT)
    text = _text(values, "moments (day and time)", faults)
    if text is None:
        return None
    good = _good(text, DAY_AND_CLOCK, "this is not a day and time that exists", A_MOMENT, faults)
    zoned = pc.fill_null(pc.match_substring_regex(good, f"{ZONE}$"), fill_value=False)
    if not pc.any(zoned).as_py():
        return good.cast(MOMENT)
    nothing = pa.scalar(None, pa.string())
    abroad = _local(pc.if_else(zoned, good, nothing).cast(UTC))
    return pc.coalesce(abroad, pc.if_else(zoned, nothing, good).cast(MOMENT))


def _local(values: Values) -> Values:
    if values.type.tz is None:
        return values.cast(MOMENT, safe=False)
    return pc.local_timestamp(values.cast(LOCAL, safe=False))


def _text(values: Values, asked: str, faults: list[Fault]) -> Values:
    if pa.types.is_string(values.type):
        return values
    faults.append(Fault(f"the column holds {values.type}, not {asked}", f"Export it as {asked}"))
    return None


def _good(text: Values, pattern: str, wrong: str, remedy: str, faults: list[Fault]) -> Values:
    """The cells of the right shape whose day exists, ISO throughout; the rest blank and noted."""
    iso = pc.replace_substring_regex(text, DAY_FIRST, r"\3-\2-\1")
    shaped = pc.match_substring_regex(iso, pattern)
    heads = pc.utf8_slice_codeunits(iso, 0, 10)
    real = [head for head in pc.unique(heads).to_pylist() if head is not None and _exists(head)]
    sound = pc.and_(shaped, pc.is_in(heads, value_set=pa.array(real, pa.string())))
    unread = pc.fill_null(pc.invert(sound), fill_value=False)
    faults.append(Fault(wrong, remedy, unread))
    return pc.if_else(unread, pa.scalar(None, pa.string()), iso)


def _exists(head: str) -> bool:
    try:
        return bool(re.fullmatch(ISO_DAY, head)) and dt.date.fromisoformat(head) is not None
    except ValueError:
        return False
