"""Two files of results held against each other."""

from pathlib import Path

import duckdb
import pyarrow as pa

QUERY = """
    WITH old AS (SELECT *, coalesce(case_id, officer_id, unit) AS whose FROM old_results),
    new AS (SELECT *, coalesce(case_id, officer_id, unit) AS whose FROM new_results)
    SELECT coalesce(new.criterion, old.criterion)::VARCHAR AS criterion,
        coalesce(new.case_id, old.case_id) AS case_id,
        coalesce(new.officer_id, old.officer_id) AS officer_id,
        coalesce(new.unit, old.unit)::VARCHAR AS unit,
        coalesce(old.state, 'does not apply')::VARCHAR AS was,
        coalesce(new.state, 'does not apply')::VARCHAR AS now,
        old.due_on AS was_due_on,
        new.due_on AS now_due_on,
        old.reason::VARCHAR AS was_reason,
        new.reason::VARCHAR AS now_reason,
        coalesce(new.severity, old.severity)::VARCHAR AS severity
    FROM old FULL JOIN new ON old.criterion = new.criterion AND old.whose = new.whose
    WHERE old.state IS DISTINCT FROM new.state
        OR ($dates AND old.due_on IS DISTINCT FROM new.due_on)
    ORDER BY criterion, case_id, officer_id, unit
"""


def changed(old: Path, new: Path, *, dates: bool) -> pa.Table:
    """The results that are not the same in both.

    Args:
        old: `results.parquet` of a run.
        new: Of another.
        dates: Whether another due date alone is a change.

    Returns:
        criterion, case_id, officer_id, unit, was and now (states, or "does not apply"),
        was_due_on, now_due_on, was_reason, now_reason, severity.
    """
    with duckdb.connect() as connection:
        connection.read_parquet(str(old)).create_view("old_results")
        connection.read_parquet(str(new)).create_view("new_results")
        return connection.sql(QUERY, params={"dates": dates}).to_arrow_table()
