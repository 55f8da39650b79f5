"""A13: no fact on record contradicts the level of risk."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    LONG_AGO,
    Table,
    before,
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

FLAGS = {
    "child protection plan": ("children", "child protection plan but low risk to children"),
    "domestic abuse": ("known adult", "domestic abuse but low risk to known adult"),
}
"""Flags that speak against low risk to a group."""
THREAT = ("weapon or threat", "public", "weapon or threat but low risk to public")


def checks_of(record: Record) -> Table:
    """One check for each case while it runs, and one for each fact that disagrees."""
    cases = shared.begun(record)
    plain = checks(
        cases,
        case_id=cases.case_id,
        about=cases.case_id,
        from_on=cases.started_on,
        until_on=cases.until_on,
        due_on=cases.started_on,
        done_on=cases.started_on,
        blank=first_blank({"cases.started_on": cases.started_on}),
        evidence=seen("cases", cases.case_id, started_on=cases.started_on),
    )
    running = cases.select("case_id", start_on="started_on", end_on="until_on")
    found = union(_too_low(record), _lowered(record), _maybe_lowered(record), _unplaced(record))
    rows = found.join(running, "case_id")
    rows = rows.mutate(
        from_on=latest(rows.from_on, rows.start_on), until_on=earliest(rows.until_on, rows.end_on)
    )
    rows = rows.mutate(since=rows.from_on)
    return union(plain, _disagreeing(shared.split(rows, _overrides(record), "key")))


def _disagreeing(rows: Table) -> Table:
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.about,
        from_on=rows.from_on,
        until_on=rows.until_on,
        due_on=rows.since,
        done_on=rows.since,
        right=rows.case_id.isnull(),
        wrong=rows.wrong,
        blank=rows.blank,
        excuse=case((rows.cover_id.notnull(), "override")),
        evidence=evidence(rows.shows, seen("signoffs", rows.cover_id)),
    )


def _overrides(record: Record) -> Table:
    held = shared.signed_off(record, "risk level")
    last = record.last_day("risk.override_lasts", held.from_on)
    return held.mutate(until_on=earliest(held.until_on, shared.day_past(last)))


def _too_low(record: Record) -> Table:
    """Periods in which a fact speaks against the level to a group, or that level is not known."""
    signs = _signs(record)
    levels = shared.group_risks(record)
    first = levels.filter(levels.place == 0).select("case_id", "group", first_on="from_on")
    unset = signs.left_join(first, ["case_id", "group"]).drop("case_id_right", "group_right")
    unset = unset.mutate(
        risk_level_id=one(None, "string"),
        level=one(None, "string"),
        until_on=earliest(unset.until_on, unset.first_on),
    )
    low = levels.filter(levels["rank"].isnull() | (levels["rank"] == shared.RANKS["low"]))
    low = low.select(
        "case_id", "group", "risk_level_id", "level", low_on="from_on", up_on="until_on"
    )
    held = signs.join(low, ["case_id", "group"])
    held = held.mutate(
        from_on=latest(held.from_on, held.low_on), until_on=earliest(held.until_on, held.up_on)
    )
    columns = ("case_id", "group", "from_on", "until_on", "sign", "unsure", "wrong", "shows")
    rows = union(*(each.select(*columns, "risk_level_id", "level") for each in (unset, held)))
    return rows.select(
        "case_id",
        "from_on",
        "until_on",
        "wrong",
        key=rows.sign + one("/") + rows.group + one("/") + first_known(rows.risk_level_id, one("")),
        about=rows.sign,
        blank=first_known(first_blank({"risk_levels.level": rows.level}), rows.unsure),
        shows=evidence(rows.shows, seen("risk_levels", rows.risk_level_id, level=rows.level)),
    )


def _signs(record: Record) -> Table:
    """Facts that speak against low risk to a group; `unsure` names a field that leaves it open."""
    flags, events = shared.flags_held(record), record.events
    events = events.select(
        "case_id",
        "type",
        sign="event_id",
        from_on=first_known(day(events.happened_at), one(LONG_AGO)),
        until_on=shared.looked_back(record, "risk.weapon_looked_back", day(events.happened_at)),
        undated=case((events.happened_at.isnull(), "events.happened_at")),
    )
    warnings = flags.select(
        "case_id", "type", "from_on", "until_on", sign="flag_id", undated=one(None, "string")
    )
    found = [_sign(warnings, "flags", word, group, wrong) for word, (group, wrong) in FLAGS.items()]
    return union(*found, _sign(events, "events", *THREAT))


def _sign(rows: Table, table: str, word: str, group: str, wrong: str) -> Table:
    found = rows.filter(rows.type.isnull() | (rows.type == word))
    return found.select(
        "case_id",
        "from_on",
        "until_on",
        "sign",
        group=one(group),
        wrong=one(wrong),
        unsure=first_known(first_blank({f"{table}.type": found.type}), found.undated),
        shows=seen(table, found.sign, type=found.type),
    )


def _lowered(record: Record) -> Table:
    """Periods in which a level stands that was lowered without a reason."""
    levels = shared.group_risks(record)
    reasons = record.risk_levels.select("risk_level_id", "reason_given")
    known = levels.filter(levels["rank"].notnull() & levels.group.notnull())
    known = known.mutate(was=before(known["rank"], ("case_id", "group"), [known.from_on]))
    lower = known.filter(known["rank"] < known.was).join(reasons, "risk_level_id")
    lower = lower.filter(~yes(lower.reason_given))
    rows = _until_mended(record, lower, known)
    over = shared.looked_back(record, "risk.lowering_looked_back", rows.from_on)
    return rows.select(
        "case_id",
        "from_on",
        until_on=earliest(over, rows.mended_on),
        wrong=one("lowered without a reason"),
        key="risk_level_id",
        about="risk_level_id",
        blank=first_blank({"risk_levels.reason_given": rows.reason_given}),
        shows=seen(
            "risk_levels", rows.risk_level_id, level=rows.level, reason_given=rows.reason_given
        ),
    )


def _maybe_lowered(record: Record) -> Table:
    """Periods in which a level stands that may have been lowered: it, or the one before, is blank.

    The blank one is taken for the lowest, or the highest, that it can be.
    """
    levels = shared.group_risks(record)
    reasons = record.risk_levels.select("risk_level_id", "reason_given")
    levels = levels.filter(levels.group.notnull())
    top = max(shared.RANKS.values())
    levels = levels.mutate(
        was=first_known(levels.rank_before, top), now=first_known(levels["rank"], 0)
    )
    blank = levels["rank"].isnull() | levels.rank_before.isnull()
    rows = levels.filter(levels.id_before.notnull() & blank & (levels.now < levels.was))
    rows = rows.join(reasons, "risk_level_id")
    rows = _until_mended(record, rows.filter(~yes(rows.reason_given)), levels)
    over = shared.looked_back(record, "risk.lowering_looked_back", rows.from_on)
    return rows.select(
        "case_id",
        "from_on",
        until_on=earliest(over, rows.mended_on),
        wrong=one("lowered without a reason"),
        key=one("maybe ") + rows.risk_level_id,
        about="risk_level_id",
        blank=one("risk_levels.level"),
        shows=seen("risk_levels", rows.risk_level_id, level=rows.level),
    )


def _until_mended(record: Record, lower: Table, levels: Table) -> Table:
    """Add `mended_on`, when a level as high as before was set again, or one with a reason."""
    reasons = record.risk_levels.select(later_id="risk_level_id", why="reason_given")
    later = levels.select("case_id", "group", later_id="risk_level_id", on="from_on", then="rank")
    pairs = lower.select("case_id", "group", "risk_level_id", "from_on", "was").join(
        later, ["case_id", "group", lower.from_on < later.on]
    )
    pairs = pairs.join(reasons, "later_id")
    mended = pairs.filter((pairs.then >= pairs.was) | yes(pairs.why))
    mended = mended.group_by("risk_level_id").agg(mended_on=mended.on.min())
    return lower.left_join(mended, "risk_level_id").drop("risk_level_id_right")


def _unplaced(record: Record) -> Table:
    """Levels of no known day or group beside others: what stood before or after can't be told."""
    held = record.risk_levels
    counted = held.group_by("case_id").agg(entries=held.count())
    rows = held.filter(held.set_at.isnull() | held.group.isnull()).join(counted, "case_id")
    rows = rows.filter(rows.entries > 1)
    return rows.select(
        "case_id",
        from_on=one(LONG_AGO),
        until_on=one(None, "date"),
        wrong=one("lowered without a reason"),
        key=one("unplaced ") + rows.risk_level_id,
        about="risk_level_id",
        blank=case((rows.set_at.isnull(), "risk_levels.set_at"), otherwise="risk_levels.group"),
        shows=seen("risk_levels", rows.risk_level_id, level=rows.level),
    )
