"""M04: no officer was over the limit of workload for weeks without a plan to relieve them."""

from assay.assurance.criteria.staffing import caseloads
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    LONG_AGO,
    Table,
    case,
    checks,
    days_after,
    evidence,
    first_blank,
    first_known,
    monday,
    one,
    row_number,
    seen,
    yes,
)

WEEK = 7
WHOLE = 100


def checks_of(record: Record) -> Table:
    """One check for each officer who holds cases, on each day to judge."""
    rows = caseloads(record)
    weeks = record.value("workload.excessive_weeks", rows.day)
    rows = rows.mutate(weeks=weeks, this_week=monday(rows.day))
    rows = rows.mutate(first_week=days_after(rows.this_week, -rows.weeks * WEEK))
    rows = _with_relief(record, _with_weeks(record, rows))
    rows = _with_undated(record, rows)
    over, below = rows.over, rows.known - rows.over
    blanks = {
        "workloads.points_used": case(((over >= rows.weeks) | (below > 0), one("known"))),
        "workloads.week_from_on": case(
            ((over >= rows.weeks) | (below > rows.undated), one("known"))
        ),
    }
    return checks(
        rows,
        staff_id=rows.staff_id,
        about=rows.staff_id,
        from_on=rows.day,
        until_on=rows.until,
        due_on=rows.day,
        done_on=rows.day,
        right=over < rows.weeks,
        wrong="over the limit",
        blank=first_blank(blanks),
        excuse=case((rows.relief_plan_id.notnull(), "relief plan")),
        excused_until=rows.relief_until,
        evidence=evidence(
            seen("staff", rows.staff_id, cases=rows.cases),
            seen("workloads", rows.first_id, weeks_known=rows.known, weeks_over=rows.over),
            seen("workloads", rows.last_id),
            seen("relief_plans", rows.relief_plan_id, until_on=rows.relief_until),
        ),
    )


def _with_weeks(record: Record, rows: Table) -> Table:
    """How many of the last whole weeks are known, and how many were over."""
    entries = record.workloads.mutate(week=monday(record.workloads.week_from_on))
    place = row_number(("staff_id", "week"), [entries.workload_id.desc()])
    final = entries.mutate(_place=place).filter(lambda row: row["_place"] == 0)
    limit = record.value("workload.excessive_over", final.week)
    over = final.points_used * WHOLE > final.points_available * limit
    final = final.select("staff_id", "week", "workload_id", over=over)
    asked = rows.select("staff_id", "day", "first_week", "this_week")
    held = asked.join(
        final, ["staff_id", asked.first_week <= final.week, asked.this_week > final.week]
    )
    counted = held.group_by("staff_id", "day").agg(
        known=held.over.notnull().sum(),
        over=yes(held.over).sum(),
        first_id=held.workload_id.min(),
        last_id=held.workload_id.max(),
    )
    return rows.left_join(counted, ["staff_id", "day"]).drop("staff_id_right", "day_right")


def _with_undated(record: Record, rows: Table) -> Table:
    """Add how many entries of each officer have no week: each may stand for one of those."""
    entries = record.workloads.filter(record.workloads.week_from_on.isnull())
    counted = entries.group_by("staff_id").agg(undated=entries.count())
    found = rows.left_join(counted, "staff_id").drop("staff_id_right")
    return found.mutate(undated=first_known(found.undated, 0))


def _with_relief(record: Record, rows: Table) -> Table:
    """The relief plan of each day that ends last, if it has an end."""
    plans = record.relief_plans.select(
        "staff_id",
        "relief_plan_id",
        begun_on=first_known(record.relief_plans.from_on, one(LONG_AGO)),
        relief_until="until_on",
    )
    asked = rows.select("staff_id", "day")
    held = asked.join(
        plans, ["staff_id", asked.day >= plans.begun_on, asked.day <= plans.relief_until]
    )
    place = row_number(("staff_id", "day"), [held.relief_until.desc(), held.relief_plan_id])
    last = held.mutate(_place=place).filter(lambda row: row["_place"] == 0)
    last = last.select("staff_id", "day", "relief_plan_id", "relief_until")
    return rows.left_join(last, ["staff_id", "day"]).drop("staff_id_right", "day_right")
