"""A05: the police are asked about domestic abuse soon after the first appointment."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    Value,
    case,
    checks,
    day,
    days_after,
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

KIND = "police domestic abuse"
PERMITTED = ("asked by the court team", "manager's decision")
HELD = "reply already held"


def checks_of(record: Record) -> Table:
    """One check up to the first appointment kept, and one from it on."""
    rows = _asked_of(record)
    rows = record.with_due(rows, "due_on", rows.clock, "enquiry.police_within")
    rows = record.with_due(rows, "sure_by", rows.maybe_on, "enquiry.police_within")
    rows = _answered(record, rows)
    in_time = yes(rows.done_on <= rows.due_on)
    over = case((yes(rows.due_on > rows.ended_on), shared.day_past(rows.ended_on)))
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.case_id,
        from_on=rows.from_on,
        until_on=earliest(rows.until_on, over),
        due_on=rows.due_on,
        done_on=rows.done_on,
        blank=first_known(
            first_blank({"cases.started_on": rows.started_on}),
            case((~in_time & rows.held_id.isnull(), rows.unclear)),
            shared.doubtful(rows, rows.done_on, rows.sure_by),
        ),
        excuse=case((rows.held_id.notnull(), HELD)),
        evidence=evidence(
            seen("cases", rows.case_id, started_on=rows.started_on),
            seen("contacts", rows.kept_id, kept_at=rows.kept_at),
            seen("enquiries", rows.done_id, done_on=rows.done_on),
            seen("enquiries", rows.held_id),
        ),
    )


def _asked_of(record: Record) -> Table:
    """Cases of the last 12 months: until the person is seen, and from then on."""
    cases = shared.begun(record).select("case_id", "started_on", "ended_on")
    cases = cases.mutate(case_until=shared.looked_back(record, "A05.looks_back", cases.started_on))
    cases = cases.filter(~yes(cases.case_until <= record.since))
    narrow = yes(record.value("enquiry.police_asked_of", cases.started_on) == "flagged cases")
    flags = record.flags.filter(record.flags.type == "domestic abuse")
    cases = union(cases.filter(~narrow), cases.filter(narrow).semi_join(flags, "case_id"))
    rows = shared.with_tier(record, cases, cases.started_on)
    rows = record.with_due(rows, "seen_by", rows.started_on, "first_contact.within", tier=rows.tier)
    rows = rows.left_join(shared.first_kept(record), "case_id").drop("case_id_right")
    rows = rows.mutate(kept_on=latest(day(rows.kept_at), rows.started_on))
    rows = rows.mutate(kept_on=case((rows.kept_at.notnull(), rows.kept_on)))
    maybe_on = case((rows.maybe_at.notnull(), latest(day(rows.maybe_at), rows.started_on)))
    rows = rows.mutate(maybe_on=maybe_on)
    unseen = _maybe_seen(record, rows)
    unseen = unseen.mutate(
        row_id=unseen.case_id + one("/unseen"),
        clock=unseen.seen_by,
        from_on=unseen.started_on,
        until_on=earliest(unseen.case_until, unseen.kept_on),
    )
    met = rows.filter(rows.kept_on.notnull())
    met = met.mutate(
        row_id=met.case_id + one("/seen"),
        clock=met.kept_on,
        from_on=met.kept_on,
        until_on=met.case_until,
    )
    return union(unseen, met)


def _maybe_seen(record: Record, rows: Table) -> Table:
    """Of those not known to have been seen: whether and when they may have been, in time."""
    rows = rows.drop("doubt", "maybe_on").left_join(shared.maybe_kept(record), "case_id")
    open_on = latest(day(rows.open_at), rows.started_on)
    sooner = (open_on < rows.seen_by) & (day(rows.open_at) < one(record.as_of))
    doubt = case(
        (rows.undated > 0, "contacts.planned_at"),
        (sooner, "contacts.outcome"),
        otherwise=one(None, "string"),
    )
    maybe_on = case((doubt == "contacts.outcome", open_on))
    rows = rows.mutate(doubt=doubt, maybe_on=maybe_on)
    return rows.drop("case_id_right", "undated", "open_at")


def _answered(record: Record, rows: Table) -> Table:
    """Add the first enquiry or reason not to ask, a reply held already, and what is unclear."""
    both = shared.enquiries_of(record, KIND).join(
        rows.select("row_id", "case_id", "started_on", "due_on"), "case_id"
    )
    both = both.mutate(
        unsent=both.sent_on.isnull(),
        earlier=both.sent_on.isnull() | (both.sent_on < both.started_on),
        good_from=days_after(
            both.started_on, -record.value("enquiry.police_reply_good_for", both.started_on)
        ),
        done_on=case(
            (both.sent_on >= both.started_on, both.sent_on),
            (both.sent_on.isnull() & both.reason.isin(PERMITTED), both.recorded_on),
        ),
    )
    fresh = (both.received_on >= both.good_from) & (both.received_on <= both.due_on)
    both = both.mutate(fresh=both.earlier & yes(fresh))
    both = both.mutate(unclear=_unclear(both))
    first = shared.first_of(both.filter(both.typed), "done_on", by="row_id")
    rest = both.group_by("row_id").agg(
        held_id=both.enquiry_id.min(where=both.typed & both.fresh & yes(both.present)),
        unclear=both.unclear.min(),
    )
    found = rows.left_join(first.select("row_id", "done_on", done_id="enquiry_id"), "row_id")
    return found.drop("row_id_right").left_join(rest, "row_id").drop("row_id_right")


def _unclear(both: Table) -> Value:
    """The blank field for which an enquiry can't be counted, or ruled out."""
    could = both.unsent | both.fresh | yes(both.done_on <= both.due_on)
    return case(
        (~both.typed & could, "enquiries.type"),
        (both.typed & both.unsent & both.reason.isnull(), "enquiries.sent_at"),
        (
            both.typed & both.unsent & both.reason.isin(PERMITTED) & both.recorded_on.isnull(),
            "enquiries.recorded_at",
        ),
        (
            both.typed & both.unsent & (both.reason == HELD) & both.received_on.isnull(),
            "enquiries.received_at",
        ),
        (both.typed & both.fresh & both.present.isnull(), "enquiries.about_present_address"),
        otherwise=one(None, "string"),
    )
