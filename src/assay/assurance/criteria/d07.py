"""D07: the first missed appointment was handled properly."""

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
    first_known,
    latest,
    one,
    row_number,
    seen,
    union,
    yes,
)

ORDER = "community order"
WARNING = "first warning"
DECIDED = ("accepted", "not accepted")
PARTS = {
    "describes the failure": "describes_failure",
    "calls it unacceptable": "says_unacceptable",
    "warns of court": "warns_of_court",
}
"""The column of a letter that says whether it has a part that a profile names."""


def checks_of(record: Record) -> Table:
    """The decision on each first failure, and the warning where its reason was not accepted."""
    rows = _first_failures(record)
    rows = record.with_due(rows, "decide_by", rows.failed_at, "warning.evidence_within")
    accepted = rows.filter(rows.accepted_on.notnull())
    return union(
        _decided(rows, rows.leads_on, rows.accepted_on, None),
        _decided(
            accepted,
            latest(accepted.accepted_on, accepted.leads_on),
            None,
            one("evidence accepted"),
        ),
        _warned(record, rows.filter(yes(rows.decision == "not accepted"))),
        _undated(record),
    )


def _failures(record: Record) -> Table:
    """Failures on community orders, or on sentences of a kind that is not known."""
    orders = record.cases.select("case_id", "sentence_type")
    rows = record.failures.join(orders, "case_id")
    return rows.filter(rows.sentence_type.isnull() | (rows.sentence_type == ORDER))


def _first_failures(record: Record) -> Table:
    rows = _failures(record).mutate(
        last_on=lambda row: record.last_day("D07.looks_back", row.failed_at),
        decided_on=lambda row: day(row.decided_at),
    )
    rows = rows.filter(rows.last_on >= record.since)
    rows = rows.mutate(accepted_on=case((rows.decision == "accepted", rows.decided_on)))
    held = record.failures
    past = held.select(
        "decision",
        "decided_at",
        _case="case_id",
        _at="failed_at",
        _id="failure_id",
        _lasts=record.last_day("warning.lasts", held.failed_at),
    )
    later = rows.select("case_id", "failure_id", "failed_at")
    pairs = later.join(
        past,
        [
            later.case_id == past["_case"],
            later.failed_at >= past["_at"],
            day(later.failed_at) <= past["_lasts"],
        ],
    )
    before = (pairs["_at"] < pairs.failed_at) | (pairs["_id"] < pairs.failure_id)
    return shared.leading(rows, pairs.filter(before))


def _decided(rows: Table, from_on: Value, until_on: Value | None, excuse: Value | None) -> Table:
    gone = shared.day_past(rows.last_on)
    known = rows.decision.isin(DECIDED)
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.failure_id,
        from_on=from_on,
        until_on=gone if until_on is None else earliest(gone, until_on),
        due_on=rows.decide_by,
        done_on=case((known, rows.decided_on)),
        right=rows.reason_given,
        wrong="no reason",
        blank=case(
            (rows.sentence_type.isnull(), "cases.sentence_type"),
            (rows.decision.isnull() & rows.decided_at.notnull(), "failures.decision"),
            (known & rows.decided_at.isnull(), "failures.decided_at"),
            (known & rows.reason_given.isnull(), "failures.reason_given"),
            otherwise=one(None, "string"),
        ),
        excuse=excuse,
        evidence=evidence(
            seen("cases", rows.case_id, sentence_type=rows.sentence_type),
            seen(
                "failures",
                rows.failure_id,
                failed_at=rows.failed_at,
                decision=rows.decision,
                decided_at=rows.decided_at,
                reason_given=rows.reason_given,
            ),
        ),
    )


def _warned(record: Record, rows: Table) -> Table:
    rows = rows.filter(rows.decided_at.notnull())
    rows = record.with_due(rows, "due_on", rows.decided_at, "warning.letter_within")
    letters = _letters(record)
    rows = rows.left_join(letters, rows.failure_id == letters["_of"])
    fields = {"letters.step": rows.step, "letters.sent_at": rows.sent_at}
    right = one(value=True)
    for part in record.words("warning.parts"):
        right = right & rows[PARTS[part]]
        fields[f"letters.{PARTS[part]}"] = rows[PARTS[part]]
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.failure_id,
        from_on=latest(rows.decided_on, rows.leads_on),
        until_on=shared.day_past(rows.last_on),
        due_on=rows.due_on,
        done_on=day(rows.sent_at),
        right=right,
        wrong="part missing",
        blank=first_known(
            case((rows.sentence_type.isnull(), "cases.sentence_type")),
            case((rows.letter_id.notnull(), first_blank(fields))),
        ),
        evidence=evidence(
            seen("failures", rows.failure_id, failed_at=rows.failed_at, decided_at=rows.decided_at),
            seen(
                "letters",
                rows.letter_id,
                sent_at=rows.sent_at,
                **{column: rows[column] for column in PARTS.values()},
            ),
        ),
    )


def _letters(record: Record) -> Table:
    """The first warning of each failure; one with a blank kind or time if there is no other."""
    rows = record.letters
    rows = rows.filter(rows.step.isnull() | (rows.step == WARNING))
    order = [
        case((rows.step.isnull(), 1), otherwise=0),
        case((rows.sent_at.isnull(), 1), otherwise=0),
        rows.sent_at,
        rows.letter_id,
    ]
    first = rows.mutate(_place=row_number("failure_id", order)).filter(
        lambda row: row["_place"] == 0
    )
    return first.select("letter_id", "step", "sent_at", *PARTS.values(), _of="failure_id")


def _undated(record: Record) -> Table:
    """Failures that may be first ones, or long ago: nobody knows when they were."""
    rows = _failures(record)
    accepted = yes(rows.decision == "accepted") & rows.decided_at.notnull()
    rows = rows.filter(rows.failed_at.isnull() & ~accepted)
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.failure_id,
        from_on=day(rows.failed_at),
        due_on=day(rows.failed_at),
        done_on=None,
        blank=one("failures.failed_at"),
        evidence=seen("failures", rows.failure_id, failed_at=rows.failed_at),
    )
