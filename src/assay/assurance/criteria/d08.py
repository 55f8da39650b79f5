"""D08: a second failure goes to breach on time."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    Value,
    case,
    checks,
    day,
    earliest,
    evidence,
    first_blank,
    latest,
    one,
    row_number,
    seen,
    union,
    unless_not,
    yes,
)

WARNING = "first warning"
WARNED_AGAIN = (WARNING, "second or other letter")
AWARE = "becoming aware"


def checks_of(record: Record) -> Table:
    """Referral of each second failure, its way to court, and no warning instead."""
    rows = _excused(_with_breach(record, _second_failures(record)))
    return union(
        _referred(record, rows),
        _presented(record, rows),
        _warned_again(record, rows),
        _unsure(record),
    )


def _failures(record: Record) -> Table:
    """Failures, with the kind of sentence and when they are no longer looked at."""
    orders = record.cases.select("case_id", "sentence_type")
    rows = record.failures.join(orders, "case_id").mutate(
        last_on=record.last_day("warning.lasts", record.failures.failed_at)
    )
    return rows.filter(rows.failed_at.isnull() | (rows.last_on >= record.since))


def _warnings(record: Record) -> Table:
    """Warnings, and letters of which nobody knows whether they are one."""
    step = record.letters.step
    letters = record.letters.filter((step == WARNING) | step.isnull())
    owners = record.failures.select("failure_id", _case="case_id", _failed_at="failed_at")
    held = letters.join(owners, "failure_id")
    return held.select(
        "_case",
        "_failed_at",
        "step",
        warned_for="failure_id",
        warning_id="letter_id",
        warned_at="sent_at",
        lasts=record.last_day("warning.lasts", held.sent_at),
    )


def _second_failures(record: Record) -> Table:
    """Each failure under a warning, unless another since that warning stands before it."""
    warned = _under_warning(record)
    later = warned.select("failure_id", "warning_id", "failed_at")
    past = warned.select("warning_id", "decision", "decided_at", _at="failed_at", _id="failure_id")
    pairs = later.join(past, "warning_id")
    before = (pairs["_at"] < pairs.failed_at) | (
        (pairs["_at"] == pairs.failed_at) & (pairs["_id"] < pairs.failure_id)
    )
    rows = shared.leading(warned, pairs.filter(before))
    asked = record.value("breach.on_failure", day(rows.failed_at), sentence=rows.sentence_type)
    return rows.filter(rows.sentence_type.isnull() | asked.notnull())


def _under_warning(record: Record) -> Table:
    """Failures while a warning for another lasts, with the latest such warning."""
    rows, held = _failures(record), _warnings(record)
    held = held.filter(held.step.notnull())
    pairs = rows.join(
        held,
        [
            rows.case_id == held["_case"],
            rows.failure_id != held.warned_for,
            rows.failed_at > held.warned_at,
            day(rows.failed_at) <= held.lasts,
        ],
    )
    order = [pairs.warned_at.desc(), pairs.warning_id.desc()]
    ranked = pairs.mutate(_place=row_number("failure_id", order))
    return ranked.filter(ranked["_place"] == 0).drop("_place", "_case", "_failed_at")


def _with_breach(record: Record, rows: Table) -> Table:
    """Add the first referral for breach; one without a time only if there is no other."""
    held = record.breaches
    order = [case((held.referred_at.isnull(), 1), otherwise=0), held.referred_at, held.breach_id]
    first = held.mutate(_place=row_number("failure_id", order))
    first = first.filter(first["_place"] == 0).select(
        "breach_id", "referred_at", "presented_at", "withdrawn_on", _of="failure_id"
    )
    return rows.left_join(first, rows.failure_id == first["_of"])


def _excused(rows: Table) -> Table:
    """Each row for the days before it was excused, and once more for those after."""
    accepted = case(
        (rows.decision == "accepted", latest(day(rows.decided_at), day(rows.failed_at)))
    )
    excused_on = earliest(accepted, rows.withdrawn_on)
    ends = shared.day_past(rows.last_on)
    word = case((yes(accepted == excused_on), "failure accepted"), otherwise="court withdrew")
    before = rows.mutate(
        begins=rows.leads_on, ends=earliest(ends, excused_on), excuse=one(None, "string")
    )
    after = rows.mutate(begins=latest(rows.leads_on, excused_on), ends=ends, excuse=word)
    return union(before, after.filter(excused_on.notnull()))


def _referred(record: Record, rows: Table) -> Table:
    aware = record.value("breach.clock", day(rows.failed_at)) == AWARE
    rows = rows.mutate(clock=case((aware, rows.known_at), otherwise=rows.failed_at))
    rows = record.with_due(rows, "due_on", rows.clock, "breach.referred_within")
    undated = rows.breach_id.notnull() & rows.referred_at.isnull()
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.failure_id,
        from_on=rows.begins,
        until_on=rows.ends,
        due_on=rows.due_on,
        done_on=day(rows.referred_at),
        blank=case(
            (rows.sentence_type.isnull(), "cases.sentence_type"),
            (undated, "breaches.referred_at"),
            otherwise=first_blank({"failures.known_at": rows.clock}),
        ),
        excuse=rows.excuse,
        evidence=_evidence(rows),
    )


def _presented(record: Record, rows: Table) -> Table:
    within = record.value("breach.presented_within", day(rows.referred_at))
    rows = rows.filter(within.notnull())
    rows = record.with_due(rows, "due_on", rows.referred_at, "breach.presented_within")
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.failure_id,
        from_on=latest(rows.begins, day(rows.referred_at)),
        until_on=rows.ends,
        due_on=rows.due_on,
        done_on=day(rows.presented_at),
        blank=first_blank({"cases.sentence_type": rows.sentence_type}),
        excuse=rows.excuse,
        evidence=_evidence(rows),
    )


def _warned_again(record: Record, rows: Table) -> Table:
    """Wrong from the day of another warning until the case is referred."""
    letters = record.letters.filter(record.letters.step.isin(WARNED_AGAIN))
    again = letters.group_by(_for=letters.failure_id).agg(again_at=letters.sent_at.min())
    rows = rows.filter(rows.excuse.isnull()).join(again, rows.failure_id == again["_for"])
    rows = rows.filter(rows.again_at.notnull())
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.failure_id,
        from_on=latest(rows.begins, day(rows.again_at)),
        until_on=earliest(rows.ends, day(rows.referred_at)),
        due_on=day(rows.failed_at),
        done_on=day(rows.failed_at),
        right=one(value=False),
        wrong="warned again",
        blank=first_blank({"cases.sentence_type": rows.sentence_type}),
        evidence=_evidence(rows),
    )


def _unsure(record: Record) -> Table:
    """Failures that may come after a warning; a time or its kind is blank, so nobody knows."""
    rows, held = _failures(record), _warnings(record)
    rows = rows.filter(~yes(rows.decision == "accepted"))
    pairs = rows.join(held, [rows.case_id == held["_case"], rows.failure_id != held.warned_for])
    asked = record.value(
        "breach.on_failure",
        day(case((pairs.failed_at.isnull(), pairs.warned_at), otherwise=pairs.failed_at)),
        sentence=pairs.sentence_type,
    )
    undated = pairs.failed_at.isnull() & pairs.warned_at.notnull()
    unsent = pairs.warned_at.isnull() & unless_not(pairs["_failed_at"] < pairs.failed_at)
    lasts = yes((pairs.failed_at > pairs.warned_at) & (day(pairs.failed_at) <= pairs.lasts))
    open_ = undated | unsent | (pairs.step.isnull() & lasts)
    pairs = pairs.filter(open_ & asked.notnull())
    return checks(
        pairs,
        case_id=pairs.case_id,
        about=pairs.failure_id,
        from_on=latest(day(pairs.failed_at), day(pairs.warned_at)),
        until_on=shared.day_past(pairs.last_on),
        due_on=one(None, "date"),
        done_on=None,
        blank=case(
            (pairs.failed_at.isnull(), "failures.failed_at"),
            (pairs.warned_at.isnull(), "letters.sent_at"),
            otherwise="letters.step",
        ),
        evidence=evidence(
            seen("failures", pairs.failure_id, failed_at=pairs.failed_at),
            seen("letters", pairs.warning_id, sent_at=pairs.warned_at),
        ),
    )


def _evidence(rows: Table) -> Value:
    return evidence(
        seen("cases", rows.case_id, sentence_type=rows.sentence_type),
        seen(
            "failures",
            rows.failure_id,
            failed_at=rows.failed_at,
            known_at=rows.known_at,
            decision=rows.decision,
        ),
        seen("letters", rows.warning_id, sent_at=rows.warned_at),
        seen(
            "breaches",
            rows.breach_id,
            referred_at=rows.referred_at,
            presented_at=rows.presented_at,
            withdrawn_on=rows.withdrawn_on,
        ),
    )
