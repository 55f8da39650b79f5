"""D04: each requirement is on track."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    Value,
    case,
    checks,
    day,
    days_after,
    days_between,
    earliest,
    evidence,
    first_blank,
    first_known,
    floor,
    latest,
    one,
    seen,
    union,
)

KINDS = ("activity days", "programme", "treatment")
PROGRAMME = "programme"
WAITING = "waiting list"
WEEK = 7
HUNDRED = 100


def checks_of(record: Record) -> Table:
    """Each open requirement, and each day judged on which something is wrong with it."""
    rows = _open(record)
    return union(_known(rows), _wrong(record, rows))


def _open(record: Record) -> Table:
    """Requirements with their order, from when to when they are open."""
    kinds = record.requirements.filter(
        record.requirements.type.isin(KINDS) | record.requirements.type.isnull()
    )
    kinds = kinds.drop("recorded_at").rename(finished_on="ended_on")
    cases = shared.begun(record).select("case_id", "started_on", "ends_on", "until_on")
    rows = kinds.join(cases, "case_id")
    rows = rows.mutate(
        begins=first_known(rows.from_on, rows.started_on),
        until_on=earliest(rows.until_on, shared.day_past(rows.finished_on)),
        # The last day on which a programme can start and still be finished.
        start_by=case(
            (rows.type == PROGRAMME, days_after(rows.ends_on, floor(rows.programme_weeks * -WEEK)))
        ),
    )
    return rows.filter(rows.until_on.isnull() | (rows.until_on > record.since))


def _known(rows: Table) -> Table:
    """Met, unless a field that the rule needs is blank."""
    programme = rows.type == PROGRAMME
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.requirement_id,
        from_on=rows.begins,
        until_on=rows.until_on,
        due_on=rows.begins,
        done_on=rows.begins,
        blank=first_known(
            first_blank(
                {
                    "cases.started_on": rows.started_on,
                    "cases.ends_on": rows.ends_on,
                    "requirements.type": rows.type,
                    "requirements.ordered": rows.ordered,
                    "requirements.delivered": rows.delivered,
                }
            ),
            case((programme & rows.programme_weeks.isnull(), "requirements.programme_weeks")),
        ),
        evidence=_evidence(rows),
    )


def _wrong(record: Record, rows: Table) -> Table:
    judged = record.judged
    days = rows.filter(rows.type.notnull()).join(
        judged,
        [
            first_known(rows.begins, judged.day) <= judged.day,
            first_known(rows.until_on, judged.until) > judged.day,
        ],
    )
    elapsed = days_between(days.started_on, earliest(days.day, days.ends_on))
    total = days_between(days.started_on, days.ends_on)
    most = record.value("requirement.behind_most", days.day)
    wanted = days.ordered * (elapsed * HUNDRED - total * most)
    behind = days.delivered * HUNDRED * total < wanted
    # Not booked, it can start today at the earliest.
    no_time = first_known(days.programme_from_on, days.day) > days.start_by
    days = days.mutate(wrong=case((no_time, "no time to finish"), (behind, "behind")))
    days = days.filter(days.wrong.notnull())
    waits = latest(days.waiting_list_on, day(days.escalated_at)) <= days.day
    both = days.waiting_list_on.notnull() & days.escalated_at.notnull()
    return checks(
        days,
        case_id=days.case_id,
        about=days.requirement_id,
        from_on=days.day,
        until_on=days["until"],
        due_on=days.day,
        done_on=days.day,
        right=one(value=False),
        wrong=days.wrong,
        excuse=case((both & waits, WAITING)),
        evidence=_evidence(days),
    )


def _evidence(rows: Table) -> Value:
    return evidence(
        seen("cases", rows.case_id, started_on=rows.started_on, ends_on=rows.ends_on),
        seen(
            "requirements",
            rows.requirement_id,
            type=rows.type,
            ordered=rows.ordered,
            delivered=rows.delivered,
            programme_from_on=rows.programme_from_on,
            programme_weeks=rows.programme_weeks,
            waiting_list_on=rows.waiting_list_on,
            escalated_at=rows.escalated_at,
        ),
    )
