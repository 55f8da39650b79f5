"""T03: risk to others is dealt with in the resettlement plan."""

from assay.assurance.criteria import shared
from assay.assurance.criteria.custody import asked_for_release, inside
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    Value,
    case,
    day,
    days_after,
    earliest,
    evidence,
    first_known,
    latest,
    one,
    seen,
    union,
)

AT_RISK = {"domestic abuse": "known adult", **dict.fromkeys(shared.CHILD_FLAGS, "children")}
"""Whom a flag says to be at risk."""


def checks_of(record: Record) -> Table:
    """For each risk of somebody in custody: an action, the condition, the officer in the know."""
    rows = _with_actions(record, _at_risk(record, _waiting(record)))
    return union(_acted(rows), _protected(rows), _told(rows))


def _waiting(record: Record) -> Table:
    """Times in custody, with when all must be ready: so many days before release.

    Who comes in later than that has some days, but not more than are left.
    """
    rows = inside(record)
    rows = rows.filter(rows.release_on.notnull())
    notice = record.value("T03.warns", rows.release_on)
    rows = rows.mutate(ready_by=days_after(rows.release_on, -notice))
    soon = record.last_day("resettlement.short_term_within", rows.received_on)
    late = rows.received_on > rows.ready_by
    rows = rows.mutate(by_on=case((late, earliest(soon, rows.release_on)), otherwise=rows.ready_by))
    return rows.select(
        "resettlement_id",
        "case_id",
        "received_at",
        "release_on",
        "licence_condition",
        "officer_opened_at",
        "by_on",
        # From the plan on; where there is none, on the last day.
        asked_on=latest(earliest(day(rows.plan_at), rows.by_on), rows.received_on),
        over_on=earliest(shared.day_past(rows.release_on), rows.over_on),
        unseen=case((rows.received_at.isnull(), "resettlements.received_at")),
    )


def _at_risk(record: Record, rows: Table) -> Table:
    """Each time in custody once for each risk to others, while that stands."""
    pairs = rows.join(union(_levels(record), _flags(record)), "case_id")
    pairs = pairs.mutate(from_on=latest(pairs.asked_on, pairs.risk_from))
    return pairs.mutate(
        due_on=latest(pairs.by_on, pairs.from_on),
        until_on=earliest(pairs.over_on, pairs.risk_until),
        excuse=one(None, "string"),
        excused_until=one(None, "date"),
        unsure=first_known(pairs.unseen, pairs.unsure),
    )


def _levels(record: Record) -> Table:
    """Periods of a level above low, or one that is blank; the first counts before it was set."""
    levels = shared.groups_held(record)
    levels = levels.filter(levels["rank"].isnull() | (levels["rank"] > shared.RANKS["low"]))
    return levels.select(
        "case_id",
        "group",
        risk_from=levels.from_on,
        risk_until=levels.until_on,
        unsure=case((levels["rank"].isnull(), "risk_levels.level")),
        whom=case((levels.group.isnull(), "risk_levels.group")),
        sign=seen("risk_levels", levels.risk_level_id, group=levels.group, level=levels.level),
    )


def _flags(record: Record) -> Table:
    flags = shared.flags_held(record)
    flags = flags.filter(flags.type.isin(tuple(AT_RISK)) | flags.type.isnull())
    return flags.select(
        "case_id",
        group=case(
            *((flags.type == word, group) for word, group in AT_RISK.items()),
            otherwise=one(None, "string"),
        ),
        risk_from="from_on",
        risk_until="until_on",
        unsure=case((flags.type.isnull(), "flags.type")),
        whom=one(None, "string"),
        sign=seen("flags", flags.flag_id, type=flags.type),
    )


def _with_actions(record: Record, rows: Table) -> Table:
    """Add of each group an action with owner and date, any action; and one for nobody."""
    made = record.resettlement_actions
    whole = made.owner_id.notnull() & made.due_on.notnull()
    found = made.group_by("resettlement_id", "group").agg(
        whole_id=case((whole, made.resettlement_action_id)).min(),
        any_id=made.resettlement_action_id.min(),
    )
    # An action for no need may be one for any group at risk.
    loose = made.filter(made.group.isnull() & made.need.isnull() & whole)
    loose = loose.group_by("resettlement_id").agg(loose_id=loose.resettlement_action_id.min())
    rows = rows.left_join(found, ["resettlement_id", "group"])
    rows = rows.drop("resettlement_id_right", "group_right")
    return rows.left_join(loose, "resettlement_id").drop("resettlement_id_right")


def _acted(rows: Table) -> Table:
    """An action for the group; the record can't say since when."""
    loose = case((rows.loose_id.notnull(), "resettlement_actions.group"))
    action = first_known(rows.whole_id, rows.any_id)
    return asked_for_release(
        rows,
        case((rows.whole_id.notnull(), rows.from_on)),
        evidence(seen("resettlement_actions", action), rows.sign),
        case((rows.any_id.isnull(), "no action"), otherwise="action without owner or date"),
        first_known(rows.unsure, rows.whom, loose),
    )


def _protected(rows: Table) -> Table:
    """A protective condition was asked for, or is not needed; the record can't say since when."""
    ready_on = case((rows.licence_condition.notnull(), rows.from_on))
    shows = seen("resettlements", rows.resettlement_id, licence_condition=rows.licence_condition)
    return _of_release(rows, ready_on, shows, "licence condition not settled")


def _told(rows: Table) -> Table:
    """The community officer opened what they were told."""
    shows = seen("resettlements", rows.resettlement_id, officer_opened_at=rows.officer_opened_at)
    return _of_release(rows, day(rows.officer_opened_at), shows, "community officer not told")


def _of_release(rows: Table, ready_on: Value, shows: Value, wrong: str) -> Table:
    return asked_for_release(rows, ready_on, evidence(shows, rows.sign), one(wrong), rows.unsure)
