"""M06: sickness in a unit is lower than a year ago."""

from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    Value,
    case,
    checks,
    evidence,
    first_blank,
    first_known,
    months_after,
    one,
    seen,
    total,
    union,
    yes,
)


def checks_of(record: Record) -> Table:
    """One check for each unit with operational staff, on each day to judge."""
    rows = _with_spare(record, _counted(record, _staff(record, record.staff)))
    least = record.value("sickness.unit_least", rows.day) * rows.full_time
    small = yes(rows.hours < least) | yes(rows.hours_before < least)
    lower = _lower(rows.lost, rows.hours, rows.lost_before, rows.hours_before)
    # At the worst those lost days now who may be of the unit, and were well before.
    surely = _lower(
        rows.lost + rows.spare_lost,
        rows.hours,
        rows.lost_before,
        rows.hours_before + rows.spare_hours,
    )
    right = ~small & lower
    blanks = {
        "staff.contracted_hours": rows.no_hours,
        "staff.full_time_hours": rows.no_full_time,
        "absences.reason": rows.no_reason,
        "absences.from_on": rows.no_day,
        "absences.working_days": rows.no_days,
        "staff.unit_id": case((right & (~surely | (rows.spare_blanks > 0)), 1), otherwise=0),
    }
    return checks(
        rows,
        unit_id=rows.unit_id,
        about=rows.unit_id,
        from_on=rows.day,
        until_on=rows.until,
        due_on=rows.day,
        done_on=rows.day,
        right=right,
        wrong="not falling",
        blank=first_blank(
            {field: case((~yes(count > 0), one("known"))) for field, count in blanks.items()}
        ),
        excuse=case((small, "too few staff")),
        evidence=evidence(
            seen(
                "units",
                rows.unit_id,
                days_lost=rows.lost,
                days_lost_before=rows.lost_before,
                hours=rows.hours,
                hours_before=rows.hours_before,
            ),
        ),
    )


def _lower(lost: Value, hours: Value, lost_before: Value, hours_before: Value) -> Value:
    return (lost <= 0) | (lost * hours_before < lost_before * hours)


def _counted(record: Record, staff: Table) -> Table:
    """Hours and days lost of each unit, now and before."""
    rows = _hours(staff).left_join(_lost(record, staff), ["unit_id", "day"])
    rows = rows.drop("unit_id_right", "day_right")
    return rows.mutate(
        lost=first_known(rows.lost, 0.0), lost_before=first_known(rows.lost_before, 0.0)
    )


def _with_spare(record: Record, rows: Table) -> Table:
    """Add what those may add of whom nobody knows the unit."""
    everyone = record.staff.filter(record.staff.unit_id.isnull())
    whole = record.units.filter(record.units.level == "unit").select("unit_id")
    anywhere = everyone.drop("unit_id").cross_join(whole)
    spare = _counted(record, _staff(record, anywhere))
    blank = spare.no_hours + spare.no_full_time
    for count in (spare.no_reason, spare.no_day, spare.no_days):
        blank = blank + first_known(count, 0)
    spare = spare.select(
        "unit_id",
        "day",
        spare_lost=spare.lost,
        spare_hours=spare.hours_before,
        spare_blanks=blank,
    )
    return rows.left_join(spare, ["unit_id", "day"]).drop("unit_id_right", "day_right")


def _staff(record: Record, staff: Table) -> Table:
    """Operational staff of each unit and its teams on each day to judge, and a period before."""
    units = record.units.select("unit_id", "parent_id", "level")
    whole = units.filter(units.level == "unit").select(whole_id="unit_id")
    itself = whole.select("whole_id", member_id="whole_id")
    teams = units.join(whole, units.parent_id == whole.whole_id)
    members = union(itself, teams.select("whole_id", member_id="unit_id"))
    staff = staff.filter(~yes(staff.grade == "administrator"))
    rows = staff.drop("recorded_at").join(members, staff.unit_id == members.member_id)
    rows = rows.drop("unit_id").rename(unit_id="whole_id").cross_join(record.judged)
    months = record.value("sickness.over", rows.day)
    rows = rows.mutate(months=months)
    return rows.mutate(
        now=_in_post(rows, rows.in_post_from_on, rows.in_post_until_on),
        then=_in_post(
            rows,
            months_after(rows.in_post_from_on, rows.months),
            months_after(rows.in_post_until_on, rows.months),
        ),
    )


def _in_post(rows: Table, begins: Value, ends: Value) -> Value:
    return ~yes(begins > rows.day) & ~yes(ends < rows.day)


def _hours(staff: Table) -> Table:
    """The hours of each unit's contracts, now and before, and the longest full week."""
    either = staff.filter(staff.now | staff.then)
    return either.group_by("unit_id", "day", "until").agg(
        hours=total(case((either.now, either.contracted_hours), otherwise=0.0)),
        hours_before=total(case((either.then, either.contracted_hours), otherwise=0.0)),
        full_time=either.full_time_hours.max(),
        no_hours=either.contracted_hours.isnull().sum(),
        no_full_time=either.full_time_hours.isnull().sum(),
    )


def _lost(record: Record, staff: Table) -> Table:
    """Days lost to sickness that began in the last period, and in the one before."""
    away = record.absences.select("staff_id", "reason", "from_on", "working_days")
    away = away.filter(away.reason.isnull() | (away.reason == "sickness"))
    rows = away.join(staff.select("staff_id", "unit_id", "day", "months"), "staff_id")
    once = months_after(rows.from_on, rows.months)
    rows = rows.mutate(
        recent=yes(rows.from_on <= rows.day) & yes(once > rows.day),
        earlier=yes(once <= rows.day) & yes(months_after(rows.from_on, rows.months * 2) > rows.day),
    )
    inside = rows.recent | rows.earlier
    ill = yes(rows.reason == "sickness")
    return rows.group_by("unit_id", "day").agg(
        lost=total(case((ill & rows.recent, rows.working_days))),
        lost_before=total(case((ill & rows.earlier, rows.working_days))),
        no_reason=(rows.reason.isnull() & (inside | rows.from_on.isnull())).sum(),
        no_day=(ill & rows.from_on.isnull()).sum(),
        no_days=(ill & inside & rows.working_days.isnull()).sum(),
    )
