"""D01: contact is happening as planned."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    FAR_OFF,
    LONG_AGO,
    NO_DEADLINE,
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
    following,
    latest,
    not_before,
    one,
    seen,
    union,
    unless_not,
    yes,
)

APPOINTMENTS = ("appointment", "home visit")
NOT_PLANNED = "suspended"
ACCEPTED = "acceptable absence ("
AWAY = ("custody", "hospital", "authorised absence")
FACE_TO_FACE = "face to face"
WEEK = 7
HUNDRED = 100


def checks_of(record: Record) -> Table:
    """Each case while a plan stands, and each day judged on which contact is not as planned."""
    return union(_known(_held(record)), _wrong(record))


def _held(record: Record) -> Table:
    """The times in which each plan stands, without those in which contact is suspended."""
    cases = shared.begun(record).select("case_id", "started_on", ends="until_on")
    plans = shared.standing(record, "plans")
    first = plans.group_by(_case=plans.case_id).agg(planned_from=plans.from_on.min())
    rows = plans.select(
        "case_id",
        "plan_id",
        "contact_interval_days",
        "face_to_face",
        signed_on="from_on",
        replaced_on="until_on",
    )
    rows = rows.join(cases, "case_id").join(first, rows.case_id == first["_case"]).drop("_case")
    rows = rows.mutate(
        from_on=latest(rows.signed_on, rows.started_on),
        until_on=earliest(rows.replaced_on, rows.ends),
        planned_from=latest(rows.planned_from, rows.started_on),
    )
    rows = rows.filter(unless_not(rows.until_on > record.since) & (rows.from_on <= record.as_of))
    free = shared.split(rows, _suspended(record), "plan_id")
    return free.filter(free.cover_id.isnull()).drop("cover_id")


def _suspended(record: Record) -> Table:
    """Periods recorded as suspended, as far as that is allowed."""
    allowed = shared.suspended(record).select(
        "case_id", "cover_id", allowed_from="from_on", allowed_until="until_on"
    )
    held = record.excuses.filter(record.excuses.reason == "contact suspended")
    held = held.select(_case="case_id", since="from_on", until=shared.day_past(held.until_on))
    both = allowed.join(held, allowed.case_id == held["_case"])
    return both.select(
        "case_id",
        "cover_id",
        from_on=latest(both.allowed_from, both.since),
        until_on=earliest(both.allowed_until, both["until"]),
    )


def _known(rows: Table) -> Table:
    """Met, unless a field that the rule needs is blank."""
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.plan_id,
        from_on=rows.from_on,
        until_on=rows.until_on,
        due_on=rows.from_on,
        done_on=rows.from_on,
        blank=first_blank(
            {
                "plans.contact_interval_days": rows.contact_interval_days,
                "plans.face_to_face": rows.face_to_face,
            }
        ),
        evidence=_plan(rows),
    )


def _plan(rows: Table) -> Value:
    return seen(
        "plans",
        rows.plan_id,
        contact_interval_days=rows.contact_interval_days,
        face_to_face=rows.face_to_face,
    )


def _contacts(record: Record) -> Table:
    """Planned contacts of the days that matter, with what came of them, and the next after each."""
    rows = not_before(record.contacts, "planned_at", record.reached_back("contact.kept_over"))
    last = record.last_day("contact.kept_over", rows.planned_at)
    rows = rows.filter(
        unless_not(rows.type.isin(APPOINTMENTS))
        & ~yes(rows.outcome == NOT_PLANNED)
        & (day(rows.planned_at) <= record.as_of)
        & (last >= record.since)
    )
    rows = rows.select(
        "contact_id", "type", "outcome", "mode", _case="case_id", on=day(rows.planned_at)
    )
    plans = shared.standing(record, "plans")
    plans = plans.select(
        _plan_of="case_id",
        in_person="face_to_face",
        _from=case((plans.place == 0, one(LONG_AGO)), otherwise=plans.from_on),
        _until=first_known(plans.until_on, one(FAR_OFF)),
    )
    rows = rows.left_join(
        plans,
        [
            rows["_case"] == plans["_plan_of"],
            rows.on >= plans["_from"],
            rows.on < plans["_until"],
        ],
    )
    came, met = yes(rows.outcome.isin(shared.KEPT)), yes(rows["mode"] == FACE_TO_FACE)
    rows = rows.mutate(
        typed=rows.type.notnull(),
        meets=came & (met | yes(~rows.in_person)),
        unsaid=rows.outcome.isnull(),
        unseen=came & yes(rows.in_person) & rows["mode"].isnull(),
        unruled=came & rows.in_person.isnull() & ~met,
        excused=yes(rows.outcome.startswith(ACCEPTED)),
    )
    # A stretch without contact ends with one that was kept, or missed for a reason accepted.
    rows = rows.mutate(ends_gap=rows.typed & (rows.meets | rows.excused))
    order = [rows.on, rows.contact_id]
    next_on = following(rows.on, ("_case", "ends_gap"), order)
    return rows.select(
        "_case",
        "contact_id",
        "on",
        "typed",
        "meets",
        "unsaid",
        "unseen",
        "unruled",
        "excused",
        "ends_gap",
        next_on=next_on,
    )


def _undated(record: Record) -> Table:
    """Of each case: contacts of no known day that may have been missed, and may have been kept."""
    rows = record.contacts.filter(record.contacts.planned_at.isnull())
    rows = rows.filter(unless_not(rows.type.isin(APPOINTMENTS)) & ~yes(rows.outcome == NOT_PLANNED))
    came = yes(rows.outcome.isin(shared.KEPT))
    return rows.group_by(_whose=rows.case_id).agg(
        undated_missed=_count(~(came & yes(rows["mode"] == FACE_TO_FACE))),
        undated_kept=_count(came | unless_not(rows.outcome.startswith(ACCEPTED))),
    )


def _counted(record: Record, held: Table) -> Table:
    """For each plan and day judged: contacts planned and kept, and the longest stretch without."""
    judged = record.judged
    rows = held.join(judged, [held.from_on <= judged.day, held.until_on > judged.day])
    rows = rows.select(
        "case_id",
        "plan_id",
        "contact_interval_days",
        "face_to_face",
        "planned_from",
        "day",
        "until",
    )
    weeks = record.value("contact.kept_over", rows.day)
    rows = rows.mutate(since=days_after(rows.day, weeks * -WEEK))
    met = _contacts(record)
    pairs = rows.left_join(
        met, [rows.case_id == met["_case"], met.on >= rows.since, met.on <= rows.day]
    )
    # What is for today may still come.
    over = pairs.unsaid & (pairs.on < pairs.day)
    said = over | ~pairs.unsaid
    since = latest(pairs.on, pairs.planned_from)
    perhaps = over | pairs.meets | pairs.unseen | pairs.unruled | pairs.excused
    counted = pairs.group_by(
        "case_id",
        "plan_id",
        "contact_interval_days",
        "face_to_face",
        "planned_from",
        "day",
        "until",
        "since",
    ).agg(
        planned=_count(pairs.typed & said),
        kept=_count(pairs.typed & pairs.meets),
        unsaid=_count(pairs.typed & over),
        unseen=_count(pairs.typed & pairs.unseen),
        unruled=_count(pairs.typed & pairs.unruled),
        untyped_missed=_count(~pairs.typed & said & ~pairs.meets),
        untyped_kept=_count(~pairs.typed & perhaps),
        first_on=case((pairs.ends_gap, pairs.on)).min(),
        contact_id=pairs.contact_id.max(),
        gap=case((pairs.ends_gap, days_between(since, earliest(pairs.next_on, pairs.day)))).max(),
    )
    begins = latest(counted.since, counted.planned_from)
    first = days_between(begins, first_known(counted.first_on, counted.day))
    counted = counted.mutate(gap=latest(counted.gap, first))
    undated = _undated(record)
    found = counted.left_join(undated, counted.case_id == undated["_whose"]).drop("_whose")
    return found.mutate(
        undated_missed=first_known(found.undated_missed, 0),
        undated_kept=first_known(found.undated_kept, 0),
    )


def _count(condition: Value) -> Value:
    return case((condition, 1), otherwise=0).sum()


def _off_plan(record: Record) -> Table:
    """Days judged of too little contact, of too long without, or on which no rule was in force."""
    rows = _counted(record, _held(record))
    least = record.value("contact.kept_least", rows.day)
    most = record.value("contact.gap_most", rows.day)
    # At the worst all that may be appointments were, and missed; at the best all that were kept.
    missed = rows.untyped_missed + rows.undated_missed
    more = rows.untyped_kept + rows.undated_kept
    open_ = rows.unsaid + rows.unseen + rows.unruled + more
    rows = rows.mutate(
        few=rows.kept * HUNDRED < (rows.planned + missed) * least,
        surely_few=(rows.kept + open_) * HUNDRED < (rows.planned + more) * least,
        long=rows.gap * HUNDRED > rows.contact_interval_days * most,
        open=open_ > 0,
        no_rule=(least + most).isnull(),
    )
    return rows.filter(rows.few | rows.long | rows.no_rule)


def _wrong(record: Record) -> Table:
    rows = record.once("contact_off_plan", _off_plan)
    rows = rows.mutate(asked=rows.plan_id + one(" ") + rows.day.cast("string"))
    rows = shared.with_excuse(record, rows, AWAY, rows.since, rows.day, key="asked")
    rows = shared.with_risk(record, rows, rows.day)
    sure = rows.surely_few | (rows.long & ~rows.open)
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.plan_id,
        from_on=rows.day,
        until_on=rows["until"],
        due_on=rows.day,
        done_on=rows.day,
        right=one(value=False),
        wrong=case((rows.surely_few, "too few kept"), otherwise="gap too long"),
        blank=case(
            (rows.no_rule, NO_DEADLINE),
            (sure, one(None, "string")),
            (rows.unsaid > 0, "contacts.outcome"),
            (rows.unseen > 0, "contacts.mode"),
            (rows.unruled > 0, "plans.face_to_face"),
            (rows.untyped_missed + rows.untyped_kept > 0, "contacts.type"),
            otherwise="contacts.planned_at",
        ),
        excuse=rows.excuse,
        severity=case(
            (rows.risk_rank >= shared.RANKS["high"], "critical"),
            (rows.risk_rank.notnull(), "major"),
        ),
        evidence=evidence(
            _plan(rows),
            seen("contacts", rows.contact_id, planned=rows.planned, kept=rows.kept, days=rows.gap),
            seen("risk_levels", rows.risk_id, level=rows.risk),
            seen("excuses", rows.excuse_id, reason=rows.excuse),
        ),
    )
