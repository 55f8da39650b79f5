"""R01: reviewed after something significant."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    Value,
    case,
    checks,
    day,
    evidence,
    first_blank,
    first_known,
    one,
    seen,
    yes,
)

NAMES = {"new partner or baby": ("new partner", "new baby")}
"""A trigger that an extract tells apart."""
ASKED = ("says_what_changed", "agencies_asked", "person_asked")
WRONG = ("changes not said", "others not asked", "person not asked")


def checks_of(record: Record) -> Table:
    """One check for each event that calls for a review, up to the review that names it."""
    rows = _events(record)
    rows = shared.with_risk(record, rows, rows.happened_on)
    rows = record.with_due(
        rows, "due_on", rows.happened_on, "review.after_event_within", risk=rows.risk
    )
    rows = rows.left_join(_reviews(record), "event_id").drop("event_id_right")
    rows = _with_note(record, rows)
    parts = [(name, rows[name]) for name in ASKED]
    noted = rows.signed_by_manager.notnull() | rows.signoff_id.notnull()
    excused = yes(~rows.significant) & noted
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.event_id,
        from_on=rows.happened_on,
        until_on=shared.day_past(record.last_day("R01.looks_back", rows.happened_on)),
        due_on=rows.due_on,
        done_on=day(rows.signed_at),
        right=rows.says_what_changed & rows.agencies_asked & rows.person_asked,
        wrong=case(
            *((~part, wrong) for (_, part), wrong in zip(parts, WRONG, strict=True)),
            otherwise="wrong",
        ),
        blank=first_blank(
            {
                "events.type": rows.type,
                "events.happened_at": rows.happened_at,
                "risk_levels.level": rows.risk,
                **{f"reviews.{name}": _unless_unsigned(rows, part) for name, part in parts},
            }
        ),
        excuse=case((excused, "not significant")),
        excused_until=case((rows.signed_by_manager.isnull(), rows.ends_on)),
        evidence=evidence(
            seen("events", rows.event_id, type=rows.type, happened_at=rows.happened_at),
            seen("risk_levels", rows.risk_id, risk=rows.risk),
            seen("reviews", rows.review_id, signed_at=rows.signed_at, **dict(parts)),
            seen("signoffs", rows.signoff_id),
        ),
    )


def _unless_unsigned(rows: Table, part: Value) -> Value:
    return first_known(part, case((rows.signed_at.isnull(), one(value=True))))


def _events(record: Record) -> Table:
    words = record.words("review.triggers")
    types = tuple(name for word in words for name in NAMES.get(word, (word,)))
    events = record.events
    calls = events.filter(events.type.isin(types) | events.type.isnull())
    return calls.select(
        "event_id",
        "case_id",
        "type",
        "happened_at",
        "significant",
        signed_by_manager="significance_signed_by",
        happened_on=day(calls.happened_at),
    )


def _reviews(record: Record) -> Table:
    """The review of each event: the first that may be whole, or else the first."""
    reviews = record.reviews
    lacks = yes(~reviews.says_what_changed) | yes(~reviews.agencies_asked)
    lacks = lacks | yes(~reviews.person_asked)
    named = reviews.filter(reviews.event_id.notnull()).mutate(lacks=lacks)
    first = shared.first_of(named, "signed_at", "event_id")
    whole = shared.first_of(named.filter(~named.lacks), "signed_at", "event_id")
    only = first.anti_join(whole, "event_id")
    return whole.union(only).select("event_id", "review_id", "signed_at", *ASKED)


def _with_note(record: Record, rows: Table) -> Table:
    """Add the first sign-off that the event is not significant: `signoff_id` and `ends_on`."""
    notes = record.signoffs
    notes = notes.filter((notes.subject == "event not significant") & notes.reason_given)
    notes = notes.select("case_id", "signoff_id", "ends_on", signed_on=day(notes.signed_at))
    pairs = rows.select("case_id", "event_id", "happened_on", "due_on").join(notes, "case_id")
    in_time = pairs.filter(
        (pairs.signed_on >= pairs.happened_on) & (pairs.signed_on <= pairs.due_on)
    )
    first = in_time.group_by("event_id").agg(first_id=in_time.signoff_id.min())
    chosen = first.join(notes, first.first_id == notes.signoff_id)
    chosen = chosen.select("event_id", "signoff_id", "ends_on")
    return rows.left_join(chosen, "event_id").drop("event_id_right")
