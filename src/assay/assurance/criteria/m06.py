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
    staff = _staff(record)
    rows = _hours(staff).left_join(_lost(record, staff), ["unit_id", "day"])
    rows = rows.drop("unit_id_right", "day_right").mutate(
        lost=first_known(rows.lost, 0.0), lost_before=first_known(rows.lost_before, 0.0)
    )
    least = record.value("sickness.unit_least", rows.day) * rows.full_time
    small = yes(rows.hours < least) | yes(rows.hours_before < least)
    lower = rows.lost * rows.hours_before < rows.lost_before * rows.hours
    blanks = {
        "staff.contracted_hours": rows.no_hours,
        "staff.full_time_hours": rows.no_full_time,
        "absences.reason": rows.no_reason,
        "absences.from_on": rows.no_day,
        "absences.working_days": rows.no_days,
    }
    return checks(
        rows,
        unit_id=rows.unit_id,
        about=rows.unit_id,
        from_on=rows.day,
        until_on=rows.until,
        due_on=rows.day,
        done_on=rows.day,
        right=~small & ((rows.lost <= 0) | lower),
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


def _staff(record: Record) -> Table:
    """Operational staff of each unit and its teams on each day to judge, and a period before."""
    units = record.units.select("unit_id", "parent_id", "level")
    whole = units.filter(units.level == "unit").select(whole_id="unit_id")
    itself = whole.select("whole_id", member_id="whole_id")
    teams = units.join(whole, units.parent_id == whole.whole_id)
    members = union(itself, teams.select("whole_id", member_id="unit_id"))
    staff = record.staff.filter(~yes(record.staff.grade == "administrator"))
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
