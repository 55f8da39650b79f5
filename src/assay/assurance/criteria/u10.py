"""U10: women had a choice of placement, and none is the only woman in a mixed group."""

from assay.assurance.criteria import shared
from assay.assurance.criteria.unpaid import bookings, started
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    FAR_OFF,
    LONG_AGO,
    Table,
    Value,
    case,
    checks,
    day,
    earliest,
    evidence,
    first_blank,
    first_known,
    latest,
    one,
    row_number,
    seen,
    union,
    yes,
)


def checks_of(record: Record) -> Table:
    """For each woman's requirement: that it is there, no choice yet, and each session alone."""
    work = _of_women(record)
    women = work.filter(work.sex.notnull())
    known = women.offered_on.notnull() | women.offer_id.isnull()
    booked = women.undated > 0
    unasked = women.filter(women.first_on.notnull() | booked)
    fields = {
        "sessions.starts_at": unasked.first_on,
        "offers.offered_at": case((known, one("known"))),
    }
    texts = {field: case((value.notnull(), one("known"))) for field, value in fields.items()}
    return union(
        _asked(
            work,
            due_on=work.from_on,
            done_on=work.from_on,
            blank={
                "people.sex": work.sex,
                "unpaid_work.from_on": case((work.from_on.notnull(), one("known"))),
            },
        ),
        _asked(
            unasked,
            due_on=unasked.first_on,
            done_on=None,
            blank=texts,
            until_on=earliest(unasked.offered_on, unasked.over_on),
        ),
        _alone(record, women),
    )


def _of_women(record: Record) -> Table:
    """Requirements of women, and of people whose sex is blank, with the choice first offered."""
    work = started(record).drop("recorded_at")
    rows = work.left_join(_sexes(record), "case_id").drop("case_id_right")
    rows = rows.filter(rows.sex.isnull() | (rows.sex == "female"))
    offers = record.offers.filter(record.offers.offer == "placement choice")
    offers = offers.group_by("case_id").agg(
        offered_on=day(offers.offered_at.min()), offer_id=offers.offer_id.min()
    )
    rows = rows.left_join(offers, "case_id").drop("case_id_right")
    return rows.mutate(over_on=shared.day_past(rows.ended_on))


def _sexes(record: Record) -> Table:
    cases = record.cases.select("case_id", "person_id")
    people = record.people.select("person_id", "sex")
    return cases.join(people, "person_id").select("case_id", "sex")


def _asked(
    rows: Table,
    *,
    due_on: Value,
    done_on: Value | None,
    blank: dict[str, Value],
    until_on: Value | None = None,
) -> Table:
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.unpaid_work_id,
        from_on=rows.from_on,
        until_on=rows.over_on if until_on is None else until_on,
        due_on=due_on,
        done_on=done_on,
        blank=first_blank(blank),
        evidence=evidence(
            seen(
                "unpaid_work",
                rows.unpaid_work_id,
                from_on=rows.from_on,
                first_session=rows.first_on,
            ),
            seen("offers", rows.offer_id, offered_on=rows.offered_on),
        ),
    )


def _alone(record: Record, women: Table) -> Table:
    """Each woman in a session with too few women, from the day it is so until it is past."""
    people = _attendees(record)
    rows = _with_company(record, people)
    theirs = women.select("unpaid_work_id", "mixed_group_agreed", "over_on")
    rows = rows.join(theirs, "unpaid_work_id")
    others_on = earliest(rows.mixed_on, rows.unknown_on)
    rows = rows.mutate(alone_on=latest(rows.booked_on, others_on))
    rows = rows.filter(others_on.notnull() & ~yes(rows.women_only))
    # Nobody knows since when there are enough, where it hangs on women booked on no known day.
    after = rows.filter(rows.maybe_on.notnull())
    after = after.mutate(alone_on=latest(after.alone_on, after.maybe_on), unsure=one(value=True))
    before = rows.mutate(enough_on=rows.maybe_on, unsure=one(None, "boolean"))
    return union(_on_her_own(before), _on_her_own(after))


def _on_her_own(rows: Table) -> Table:
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.unpaid_work_id,
        from_on=rows.alone_on,
        until_on=earliest(rows.enough_on, shared.day_past(rows.held_on), rows.over_on),
        due_on=rows.alone_on,
        done_on=rows.alone_on,
        right=one(value=False),
        wrong="only woman",
        blank=first_blank(
            {
                "sessions.starts_at": rows.held_on,
                "sessions.women_only": case((rows.women_only.notnull(), one("known"))),
                "people.sex": case((rows.unknown_on.isnull(), one("known"))),
                "attendances.arranged_at": case((rows.unsure.isnull(), one("known"))),
            }
        ),
        excuse=case((yes(rows.mixed_group_agreed), "agreed")),
        evidence=evidence(
            seen("sessions", rows.session_id, starts_on=rows.held_on, women_only=rows.women_only),
            seen("attendances", rows.attendance_id, booked_on=rows.booked_on),
            seen("unpaid_work", rows.unpaid_work_id, mixed_group_agreed=rows.mixed_group_agreed),
        ),
    )


def _attendees(record: Record) -> Table:
    """Everybody once in each session from the first day to judge, since they were booked."""
    booked = bookings(record)
    booked = booked.filter(booked.held_on.isnull() | (booked.held_on >= one(record.since)))
    arranged = first_known(day(booked.arranged_at), one(LONG_AGO))
    rows = booked.mutate(arranged_on=arranged).group_by(
        "session_id", "case_id", "unpaid_work_id", "held_on", "women_only"
    )
    people = rows.agg(
        booked_on=lambda row: row.arranged_on.min(),
        surely_on=lambda row: day(row.arranged_at).min(),
        attendance_id=lambda row: row.attendance_id.min(),
    )
    return people.left_join(_sexes(record), "case_id").drop("case_id_right")


def _with_company(record: Record, people: Table) -> Table:
    """Since when each session is mixed, has people of unknown sex, has or may have enough women."""
    woman = yes(people.sex == "female")
    least = record.value("unpaid_work.women_least", people.held_on)
    counted = people.mutate(
        is_woman=woman,
        maybe=woman & (_place(people, people.booked_on) + 1 >= least),
        enough=woman & (_place(people, first_known(people.surely_on, one(FAR_OFF))) + 1 >= least),
    )
    company = counted.group_by("session_id").agg(
        mixed_on=case((~counted.is_woman & counted.sex.notnull(), counted.booked_on)).min(),
        unknown_on=case((counted.sex.isnull(), counted.booked_on)).min(),
        maybe_on=case((counted.maybe, counted.booked_on)).min(),
        enough_on=case((counted.enough, counted.surely_on)).min(),
    )
    return people.join(company, "session_id")


def _place(people: Table, since: Value) -> Value:
    return row_number(("session_id", "sex"), [since, people.unpaid_work_id])
