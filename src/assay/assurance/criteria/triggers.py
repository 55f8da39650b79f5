"""What calls for a manager to look at a case, out of all that happened to it."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    Value,
    case,
    day,
    first_blank,
    one,
    seen,
    union,
    unless_not,
)

FIRST, DECISION, LOWERED = "first assessment", "recall or breach", "risk lowered"
NEW, TRANSFER = "new officer", "transfer"
NAMES = {
    "first assessment of a high-risk or flagged case": FIRST,
    "recall or breach decision": DECISION,
}
"""Triggers of the profile that the record names otherwise."""
CHANGES = ("planned change", "unplanned change", "emergency absence")


def triggers(record: Record) -> Table:
    """Everything that called for a manager to look at a running case.

    Returns:
        case_id, about, trigger (a word of `oversight_trigger`), on (the day), unknown (the field
        without which nobody can tell whether it is one), source (as evidence) and over_on, the
        first day after the case ended.
    """
    found = union(
        _first_assessments(record),
        _recalls(record),
        _breaches(record),
        _lowered(record),
        _undated(record),
        _new_officers(record),
        _transfers(record),
        _asked_for(record),
    )
    words = [NAMES.get(word, word) for word in record.words("oversight.triggers")]
    found = found.filter(found.trigger.isin(words) | found.trigger.isnull())
    found = found.filter(found.on.notnull() | found.unknown.notnull())
    cases = shared.begun(record).select("case_id", over_on="until_on")
    return found.join(cases, "case_id")


def _laid(
    rows: Table,
    trigger: "Value | str",
    about: Value,
    on: Value,
    source: Value,
    *,
    unknown: Value | None = None,
) -> Table:
    none = one(None, "string")
    return rows.select(
        "case_id",
        about=about,
        trigger=one(trigger) if isinstance(trigger, str) else trigger,
        on=day(on),
        unknown=none if unknown is None else unknown,
        source=source,
    )


def _first_assessments(record: Record) -> Table:
    first = shared.first_of(record.assessments, "signed_at")
    first = first.select("case_id", "assessment_id", "signed_at", signed_on=day(first.signed_at))
    rows = shared.with_risk(record, first, first.signed_on)
    flags = shared.flags_held(record).select("case_id", "from_on", "until_on")
    pairs = first.join(flags, "case_id")
    stood = (pairs.from_on <= pairs.signed_on) & (pairs.until_on > pairs.signed_on)
    flagged = pairs.filter(stood).select("case_id", flagged=one(value=True)).distinct()
    rows = rows.left_join(flagged, "case_id").drop("case_id_right")
    high = rows.risk_rank >= shared.RANKS["high"]
    rows = rows.filter(high | rows.risk.isnull() | rows.flagged.notnull())
    source = seen("assessments", rows.assessment_id, signed_at=rows.signed_at)
    unknown = case((rows.risk.isnull() & rows.flagged.isnull(), "risk_levels.level"))
    return _laid(rows, FIRST, rows.assessment_id, rows.signed_at, source, unknown=unknown)


def _recalls(record: Record) -> Table:
    events = record.events.select("event_id", "case_id")
    rows = record.recalls.drop("recorded_at").join(events, "event_id")
    source = seen("recalls", rows.recall_id, decision=rows.decision)
    fields = {"recalls.decision": rows.decision, "recalls.considered_at": rows.considered_at}
    unknown = first_blank(fields)
    return _laid(rows, DECISION, rows.recall_id, rows.considered_at, source, unknown=unknown)


def _breaches(record: Record) -> Table:
    failures = record.failures.select("failure_id", "case_id")
    rows = record.breaches.drop("recorded_at").join(failures, "failure_id")
    source = seen("breaches", rows.breach_id, referred_at=rows.referred_at)
    unknown = first_blank({"breaches.referred_at": rows.referred_at})
    return _laid(rows, DECISION, rows.breach_id, rows.referred_at, source, unknown=unknown)


def _lowered(record: Record) -> Table:
    rows = shared.group_risks(record)
    unsure = rows["rank"].isnull() | rows.rank_before.isnull()
    rows = rows.filter((rows.place > 0) & (unsure | (rows["rank"] < rows.rank_before)))
    source = seen("risk_levels", rows.risk_level_id, level=rows.level)
    either = rows["rank"] + rows.rank_before
    unknown = case((either.isnull(), "risk_levels.level"))
    return _laid(rows, LOWERED, rows.risk_level_id, rows.from_on, source, unknown=unknown)


def _undated(record: Record) -> Table:
    """Levels of no known day: nobody can tell whether they are lower than what stood before."""
    rows = record.risk_levels.filter(record.risk_levels.set_at.isnull())
    source = seen("risk_levels", rows.risk_level_id, level=rows.level)
    unknown = one("risk_levels.set_at")
    return _laid(rows, LOWERED, rows.risk_level_id, rows.set_at, source, unknown=unknown)


def _new_officers(record: Record) -> Table:
    staff = record.staff.select("in_post_from_on", officer_id="staff_id")
    given = record.allocations.drop("recorded_at")
    rows = given.left_join(staff, "officer_id")
    rows = rows.filter(rows.officer_id.isnull() | rows.officer_id_right.notnull())
    last = record.last_day("oversight.new_officer", rows.in_post_from_on)
    unsure = rows.in_post_from_on.isnull() | rows.allocated_at.isnull()
    rows = rows.filter(unsure | (day(rows.allocated_at) <= last))
    source = seen("allocations", rows.allocation_id, officer_id=rows.officer_id)
    fields = {
        "allocations.allocated_at": rows.allocated_at,
        "allocations.officer_id": rows.officer_id,
        "staff.in_post_from_on": rows.in_post_from_on,
    }
    unknown = first_blank(fields)
    return _laid(rows, NEW, rows.allocation_id, rows.allocated_at, source, unknown=unknown)


def _transfers(record: Record) -> Table:
    rows = record.allocations.filter(unless_not(record.allocations.reason.isin(CHANGES)))
    source = seen("allocations", rows.allocation_id, reason=rows.reason)
    fields = {"allocations.reason": rows.reason, "allocations.allocated_at": rows.allocated_at}
    unknown = first_blank(fields)
    return _laid(rows, TRANSFER, rows.allocation_id, rows.allocated_at, source, unknown=unknown)


def _asked_for(record: Record) -> Table:
    """Looks that the record itself says were called for."""
    rows = record.oversights
    rows = rows.filter(rows.trigger.notnull() | rows.triggered_at.notnull())
    source = seen("oversights", rows.oversight_id, triggered_at=rows.triggered_at)
    fields = {"oversights.trigger": rows.trigger, "oversights.triggered_at": rows.triggered_at}
    unknown = first_blank(fields)
    return _laid(rows, rows.trigger, rows.oversight_id, rows.triggered_at, source, unknown=unknown)
