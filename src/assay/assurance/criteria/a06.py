"""A06: children's services are asked when there is a child or a concern."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    LONG_AGO,
    Table,
    Value,
    case,
    checks,
    day,
    days_after,
    evidence,
    first_blank,
    first_known,
    latest,
    one,
    row_number,
    seen,
    together,
    union,
    yes,
)

KIND = "children's services"
CONCERNS = ("domestic abuse", *shared.CHILD_FLAGS)
SHARED_PLAN = "open plan already shared"


def checks_of(record: Record) -> Table:
    """One check for each case with a trigger, from the first one on."""
    rows = _first_trigger(record)
    within = record.value("enquiry.children_within", rows.trigger_on)
    rows = rows.filter(within.notnull() | rows.started_on.isnull())
    rows = record.with_due(rows, "due_on", rows.trigger_on, "enquiry.children_within")
    rows = record.with_due(rows, "sure_by", rows.maybe_on, "enquiry.children_within")
    rows = _answered(record, rows)
    in_time = yes(rows.done_on <= rows.due_on)
    sure = yes(rows.done_on <= rows.sure_by)
    excused = rows.shared_id.notnull() & rows.plan_until.notnull()
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.about,
        from_on=rows.trigger_on,
        until_on=rows.until_on,
        due_on=rows.due_on,
        done_on=rows.done_on,
        blank=first_known(
            first_blank({"cases.started_on": rows.started_on}),
            rows.doubt,
            case((~in_time, rows.unclear), (~sure, rows.maybe)),
        ),
        excuse=case((excused, SHARED_PLAN)),
        excused_until=days_after(rows.plan_until, -1),
        evidence=evidence(
            rows.about_table + one("/") + rows.about,
            seen("enquiries", rows.done_id, sent_on=rows.done_on),
            seen("enquiries", rows.shared_id),
            seen("flags", rows.plan_id, ended_on=rows.plan_until),
        ),
    )


def _first_trigger(record: Record) -> Table:
    """Each case with its first trigger; one that nobody can read only if there is no other.

    The day of the first of all is added, `maybe_on`, and its blank if nobody can read it, `maybe`.
    """
    cases = shared.begun(record).select("case_id", "started_on", "until_on")
    rows = cases.join(union(_children(record), _flags(record)), "case_id")
    rows = rows.filter(~yes(rows.trigger_until <= rows.started_on))
    rows = rows.mutate(trigger_on=latest(rows.trigger_from, rows.started_on))
    order = [
        case((rows.doubt.isnull(), 0), otherwise=1),
        first_known(rows.trigger_on, one(LONG_AGO)),
        rows.about,
        rows.about_table,
    ]
    placed = rows.mutate(place=row_number("case_id", order))
    first = placed.filter(placed.place == 0).drop("place", "trigger_from", "trigger_until")
    # Engines differ in where a blank comes; of two on one day the answer is due alike.
    every = rows.group_by("case_id").agg(
        sooner=together(on=rows.trigger_on, doubt=rows.doubt).min()
    )
    first = first.left_join(every, "case_id").drop("case_id_right")
    return first.mutate(maybe_on=first.sooner["on"], maybe=first.sooner["doubt"]).drop("sooner")


def _children(record: Record) -> Table:
    """Children the person lives with, cares for or has contact with."""
    held = record.relationships
    ties = {name: held[name] for name in ("lives_with", "cares_for", "has_contact")}
    tied = yes(held.lives_with) | yes(held.cares_for) | yes(held.has_contact)
    unknown = first_blank({f"relationships.{name}": value for name, value in ties.items()})
    held = held.filter((held.relation == "child") | held.relation.isnull())
    held = held.filter(tied | unknown.notnull())
    return held.select(
        "case_id",
        about="relationship_id",
        about_table=one("relationships"),
        trigger_from="from_on",
        trigger_until=shared.day_past(held.until_on),
        doubt=case((held.relation.isnull(), "relationships.relation"), (~tied, unknown)),
    )


def _flags(record: Record) -> Table:
    """Warnings of domestic abuse, or of a concern for a child; one of no kind may be either."""
    held = record.flags.filter(record.flags.type.isnull() | record.flags.type.isin(CONCERNS))
    return held.select(
        "case_id",
        about="flag_id",
        about_table=one("flags"),
        trigger_from=day(held.raised_at),
        trigger_until="ended_on",
        doubt=case((held.type.isnull(), "flags.type"), otherwise=one(None, "string")),
    )


def _answered(record: Record, rows: Table) -> Table:
    """Add the first enquiry, an open plan shared, and what is unclear."""
    both = shared.enquiries_of(record, KIND).join(
        rows.select("case_id", "trigger_on", "due_on"), "case_id"
    )
    after = both.sent_on >= both.trigger_on
    first = shared.first_of(both.filter(both.typed & after), "sent_on")
    unsent = both.sent_on.isnull()
    planned = both.typed & unsent & (both.reason == SHARED_PLAN)
    rest = both.group_by("case_id").agg(
        shared_id=both.enquiry_id.min(where=planned), unclear=_unclear(both, after).min()
    )
    first = first.select("case_id", done_id="enquiry_id", done_on="sent_on")
    for table in (first, rest, _open_plans(record, rows)):
        rows = rows.left_join(table, "case_id").drop("case_id_right")
    return rows


def _unclear(both: Table, after: Value) -> Value:
    """The blank field for which an enquiry can't be counted, or ruled out."""
    unsent = both.sent_on.isnull()
    could = unsent | (after & (both.sent_on <= both.due_on))
    return case(
        (~both.typed & could, "enquiries.type"),
        (both.typed & unsent & both.reason.isnull(), "enquiries.sent_at"),
        otherwise=one(None, "string"),
    )


def _open_plans(record: Record, rows: Table) -> Table:
    """Of each case the child protection plan on file that stands longest from the trigger on."""
    held = shared.flags_held(record)
    held = held.filter(held.type == "child protection plan")
    held = held.select("case_id", "flag_id", "from_on", stands_until="until_on")
    both = held.join(rows.select("case_id", "trigger_on", "due_on"), "case_id")
    both = both.filter((both.from_on <= both.due_on) & (both.stands_until > both.trigger_on))
    both = both.mutate(place=row_number("case_id", [both.stands_until.desc(), both.flag_id]))
    both = both.filter(both.place == 0)
    return both.select("case_id", plan_id="flag_id", plan_until="stands_until")
