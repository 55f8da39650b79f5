"""Excuses that may be of a case, of its officer or of its unit."""

from collections.abc import Sequence

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import Table, Value, case, first_known


def with_excuse_of_any(
    record: Record,
    rows: Table,
    reasons: Sequence[str],
    start: Value,
    end: Value,
    *,
    key: str,
    whose: Sequence[str],
) -> Table:
    """Add the excuse that touches a period of each row, as `shared.with_excuse` does.

    Args:
        record: The record.
        rows: Any table.
        reasons: Words of excuses that count here.
        start: First day of the period.
        end: Last day.
        key: A column that tells the rows apart.
        whose: Columns that say whose it may be: case_id, staff_id, unit_id. The first with an
            excuse counts.

    Returns:
        The rows with excuse, excuse_id and excused_until.
    """
    for of in whose:
        rows = shared.with_excuse(record, rows, reasons, start, end, key=key, of=of).rename(
            {f"excuse_{of}": "excuse", f"id_{of}": "excuse_id", f"until_{of}": "excused_until"}
        )
    found = rows.mutate(
        excuse=first_known(*(rows[f"excuse_{of}"] for of in whose)),
        excuse_id=first_known(*(rows[f"id_{of}"] for of in whose)),
        excused_until=case(*((rows[f"id_{of}"].notnull(), rows[f"until_{of}"]) for of in whose)),
    )
    return found.drop(*(f"{name}_{of}" for of in whose for name in ("excuse", "id", "until")))


def with_units(record: Record, rows: Table) -> Table:
    """Add the unit of each row's case, as unit_id."""
    units = record.cases.select(_case="case_id", unit_id="unit_id")
    return rows.left_join(units, rows.case_id == units["_case"]).drop("_case")
