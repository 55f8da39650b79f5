"""Week by week, what an officer or a unit had to carry, and what was missed meanwhile."""

import datetime as dt
from collections.abc import Collection, Iterator

import duckdb
import pyarrow as pa

from assay.assurance.engines.duckdb import hold
from assay.assurance.engines.tables import working_day_tables
from assay.assurance.sources import Sources

TABLES = (
    "staff",
    "cases",
    "allocations",
    "workloads",
    "absences",
    "supervisions",
    "contacts",
    "failures",
    "letters",
    "breaches",
)
WEEKS = """
    CREATE TEMP TABLE weeks AS
    SELECT day::DATE AS week, least(day::DATE + 6, $last::DATE) AS last_on
    FROM generate_series($first::DATE, $last::DATE, INTERVAL 7 DAY) AS each(day)
"""
WORKING = """
    CREATE TEMP VIEW working AS
    SELECT day, week FROM working_days JOIN weeks ON day BETWEEN week AND last_on
"""
HELD = """
    CREATE TEMP VIEW held AS
    SELECT allocations.case_id,
        coalesce(allocated_at::DATE, DATE '1900-01-01') AS from_on,
        least(coalesce(until_at::DATE, DATE '9999-01-01'),
            coalesce(ended_on + 1, DATE '9999-01-01')) AS until_on
    FROM allocations JOIN mine ON officer_id = staff_id JOIN cases USING (case_id)
"""
FAILED = """
    CREATE TEMP VIEW failed AS
    SELECT DISTINCT failures.* FROM failures JOIN held USING (case_id)
    WHERE failed_at::DATE >= from_on AND failed_at::DATE < until_on
"""
QUERIES = {
    "cases": """
        SELECT week, count(DISTINCT case_id)::DOUBLE
        FROM weeks JOIN held ON from_on <= last_on AND until_on > last_on GROUP BY week""",
    "points_used": """
        SELECT week, sum(points_used) FROM workloads JOIN mine USING (staff_id)
        JOIN weeks ON week_from_on = week GROUP BY week""",
    "points_available": """
        SELECT week, sum(points_available) FROM workloads JOIN mine USING (staff_id)
        JOIN weeks ON week_from_on = week GROUP BY week""",
    "days_sick": """
        SELECT week, count(DISTINCT (staff_id, day))::DOUBLE
        FROM absences JOIN mine USING (staff_id)
        JOIN working ON day >= from_on AND day <= coalesce(until_on, DATE '9999-01-01')
        WHERE reason = 'sickness' GROUP BY week""",
    "days_away": """
        SELECT week, count(DISTINCT (staff_id, day))::DOUBLE
        FROM absences JOIN mine USING (staff_id)
        JOIN working ON day >= from_on AND day <= coalesce(until_on, DATE '9999-01-01')
        WHERE reason IS DISTINCT FROM 'sickness' GROUP BY week""",
    "supervisions_held": """
        SELECT week, count(*)::DOUBLE FROM supervisions JOIN mine USING (staff_id)
        JOIN weeks ON held_at::DATE BETWEEN week AND last_on GROUP BY week""",
    "contacts_planned": """
        SELECT week, count(*)::DOUBLE FROM appointments GROUP BY week""",
    "missed_by_service": """
        SELECT week, count(*)::DOUBLE FROM appointments
        WHERE outcome IN ('rescheduled by service', 'attended sent home (service issue)')
        GROUP BY week""",
    "missed_by_person": """
        SELECT week, count(*)::DOUBLE FROM appointments
        WHERE outcome = 'unacceptable absence' GROUP BY week""",
    "failures": """
        SELECT week, count(*)::DOUBLE FROM failed
        JOIN weeks ON failed_at::DATE BETWEEN week AND last_on GROUP BY week""",
    "warnings": """
        SELECT week, count(*)::DOUBLE FROM failed JOIN letters USING (failure_id)
        JOIN weeks ON sent_at::DATE BETWEEN week AND last_on
        WHERE step LIKE '%warning' OR step LIKE '%letter' GROUP BY week""",
    "breaches": """
        SELECT week, count(*)::DOUBLE FROM failed JOIN breaches USING (failure_id)
        JOIN weeks ON referred_at::DATE BETWEEN week AND last_on GROUP BY week""",
}
"""Each line of the time line as a number a week; a week without any is left out."""
APPOINTMENTS = """
    CREATE TEMP TABLE appointments AS
    SELECT week, outcome FROM contacts JOIN mine ON officer_id = staff_id
    JOIN weeks ON planned_at::DATE BETWEEN week AND last_on
    WHERE type IN ('appointment', 'home visit')
"""


def weekly(
    sources: Sources, staff: Collection[str], first: dt.date, last: dt.date
) -> Iterator[tuple[str, dt.date, float]]:
    """Count what the record holds of some staff, week by week.

    Args:
        sources: The tables of an extract.
        staff: Their ids.
        first: A Monday.
        last: The last day.

    Yields:
        The line's name, the Monday and the number; weeks without any are left out.
    """
    given = {"mine": pa.table({"staff_id": pa.array(staff, pa.string())})}
    with duckdb.connect() as connection:
        hold(connection, {name: sources[name] for name in TABLES})
        hold(connection, {**working_day_tables(), **given})
        connection.execute(WEEKS, {"first": first, "last": last})
        for statement in (WORKING, HELD, FAILED, APPOINTMENTS):
            connection.execute(statement)
        for name, query in QUERIES.items():
            for monday, number in connection.execute(query).fetchall():
                yield name, monday, number
