"""A02: the officer who holds the case is qualified for its risk."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
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
    seen,
    union,
    yes,
)


def checks_of(record: Record) -> Table:
    """One check for each officer who holds a case that needs it, and one while it is wrong."""
    held = _held(record)
    wrong = _wrong(held)
    signed = _signed(record)
    first = signed.filter(signed.place == 0).select("case_id", first_from="sign_from")
    bare = wrong.left_join(first, "case_id")
    bare = bare.mutate(until_on=earliest(bare.until_on, bare.first_from))
    under = wrong.join(signed, "case_id")
    under = under.mutate(
        from_on=latest(under.from_on, under.sign_from),
        until_on=earliest(under.until_on, under.sign_until),
    )
    allows = yes(under.reason_given) & under.signed_by.notnull() & under.ends_on.isnull()
    allows = allows & under.subject.notnull()
    return union(_asked(held), _unsigned(bare), _exception(under.filter(~allows)))


def _held(record: Record) -> Table:
    """Each time an officer holds a case while it needs a qualified one."""
    cases = shared.begun(record).select("case_id", "started_on", case_until="until_on")
    staff = record.staff.select("staff_id", "grade", "qualified_on")
    held = shared.holdings(record).rename(held_from="from_on", held_until="until_on")
    rows = cases.join(union(_by_risk(record), _by_flags(record)), "case_id").join(held, "case_id")
    rows = rows.left_join(staff, rows.officer_id == staff.staff_id)
    rows = rows.mutate(
        from_on=first_known(latest(rows.started_on, rows.need_from, rows.held_from), one(LONG_AGO)),
        until_on=earliest(rows.case_until, rows.need_until, rows.held_until),
        allowed=rows.grade.isin(record.words("officer.grades_for_high_risk")),
    )
    return rows.filter(rows.until_on.isnull() | (rows.until_on > rows.from_on))


def _by_risk(record: Record) -> Table:
    """Periods of high or very high risk, and those of which nobody can tell."""
    risks = shared.risks(record)
    high = risks["rank"].isnull() | (risks["rank"] >= shared.RANKS["high"])
    return risks.filter(high).select(
        "case_id",
        need_table=one("risk_levels"),
        need_id="risk_level_id",
        known=risks["rank"].notnull(),
        need_from="from_on",
        need_until="until_on",
    )


def _by_flags(record: Record) -> Table:
    """Periods in which domestic abuse and a child concern are both flagged."""
    flags = record.flags.select(
        "case_id", "flag_id", "type", "ended_on", from_on=day(record.flags.raised_at)
    )
    abuse = flags.filter(flags.type == "domestic abuse").drop("type")
    child = flags.filter(flags.type.isin(shared.CHILD_FLAGS)).drop("type")
    both = abuse.join(child, "case_id", rname="{name}_child")
    return both.select(
        "case_id",
        need_table=one("flags"),
        need_id="flag_id",
        known=one(value=True),
        need_from=latest(both.from_on, both.from_on_child),
        need_until=earliest(both.ended_on, both.ended_on_child),
    )


def _wrong(held: Table) -> Table:
    """Where the grade is not allowed, or the officer qualified only later."""
    early = yes(held.qualified_on > held.from_on)
    known = held.known & held.started_on.notnull() & held.grade.notnull()
    wrong = held.filter(known & (~held.allowed | early))
    return wrong.mutate(
        wrong=case((wrong.allowed, "not yet qualified"), otherwise="grade too low"),
        wrong_from=wrong.from_on,
        until_on=case(
            (wrong.allowed, earliest(wrong.until_on, wrong.qualified_on)), otherwise=wrong.until_on
        ),
    )


def _signed(record: Record) -> Table:
    """Sign-offs of the officer's grade, or of nobody knows what; each stands until the next."""
    subject = record.signoffs.subject
    about = record.signoffs.filter((subject == "officer's grade") | subject.isnull())
    turns = shared.in_turn(about, "signed_at", ("case_id",))
    return turns.select(
        "case_id",
        "signoff_id",
        "subject",
        "signed_by",
        "reason_given",
        "ends_on",
        "place",
        sign_from="from_on",
        sign_until="until_on",
    )


def _asked(held: Table) -> Table:
    """The question itself: met unless a field is blank or the grade is wrong."""
    return checks(
        held,
        case_id=held.case_id,
        about=case((held.known, held.allocation_id), otherwise=held.case_id),
        from_on=held.from_on,
        until_on=held.until_on,
        due_on=held.from_on,
        done_on=held.from_on,
        blank=first_blank(
            {
                "cases.started_on": held.started_on,
                "allocations.officer_id": held.officer_id,
                "staff.grade": held.grade,
                "staff.qualified_on": case((held.allowed, held.qualified_on), otherwise=LONG_AGO),
                "risk_levels.level": case((held.known, 1)),
            }
        ),
        evidence=_evidence(held),
    )


def _unsigned(rows: Table) -> Table:
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.allocation_id,
        from_on=rows.from_on,
        until_on=rows.until_on,
        due_on=rows.wrong_from,
        done_on=rows.wrong_from,
        right=one(value=False),
        wrong=rows.wrong,
        evidence=_evidence(rows),
    )


def _exception(rows: Table) -> Table:
    """Under a sign-off that has an end, lacks a reason, or can't be read."""
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.allocation_id,
        from_on=rows.from_on,
        until_on=rows.until_on,
        due_on=rows.wrong_from,
        done_on=rows.wrong_from,
        right=one(value=False),
        wrong=rows.wrong,
        blank=case(
            (rows.subject.isnull(), "signoffs.subject"),
            (rows.reason_given.isnull(), "signoffs.reason_given"),
            (rows.reason_given & rows.signed_by.isnull(), "signoffs.signed_by"),
        ),
        excuse=case((rows.reason_given, "signed exception")),
        excused_until=rows.ends_on,
        evidence=evidence(
            _evidence(rows),
            seen("signoffs", rows.signoff_id, reason_given=rows.reason_given, ends_on=rows.ends_on),
        ),
    )


def _evidence(rows: Table) -> Value:
    need = rows.need_table + one("/") + first_known(rows.need_id, one("blank"))
    return evidence(
        need,
        seen("allocations", rows.allocation_id, officer_id=rows.officer_id),
        seen("staff", rows.officer_id, grade=rows.grade, qualified_on=rows.qualified_on),
    )
