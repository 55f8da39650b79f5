"""What several criteria ask of the record: periods of risk, tier and holding; first meetings."""

from collections.abc import Sequence
from typing import Literal

from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    FAR_OFF,
    LONG_AGO,
    Table,
    Value,
    before,
    case,
    day,
    days_after,
    earliest,
    first_known,
    following,
    latest,
    months_after,
    one,
    part_over,
    row_number,
    together,
    union,
    yes,
)
from assay.standards.profile import NoValueError

KEPT = ("attended complied", "attended failed to comply")
"""Outcomes in which the person came and was seen."""
APPOINTMENTS = ("appointment", "home visit")
RANKS = {"low": 0, "medium": 1, "high": 2, "very high": 3}
HIGHEST_TIER = "4"
THIRDS = 3
NEVER_SUSPENDED = {
    "public protection": (
        "multi-agency public protection level 2",
        "multi-agency public protection level 3",
        "registered sexual offence",
    ),
    "live child protection": ("child protection plan",),
}
"""Flags and arrangements that a word of practice stands for; risk is the word itself."""
MANAGER = "senior probation officer"
"""The grade of officers' managers."""
CHILD_FLAGS = ("child concern", "child protection plan", "child exploitation")
"""Flags that mean a concern for a child."""


def day_past(last: Value) -> Value:
    """The first day after a last day."""
    return days_after(last, 1)


def begun(record: Record) -> Table:
    """Cases but for those whose person is still in custody and not yet released to supervision.

    Returns:
        `cases`, with `until_on`: the first day after the case ended; blank while it runs. A
        blank `started_on` is one that should not be.
    """
    return record.once("begun", _begun)


def _begun(record: Record) -> Table:
    inside = record.resettlements.filter(record.resettlements.released_at.isnull())
    waiting = inside.select("case_id").distinct()
    cases = record.cases
    known = cases.filter(cases.started_on.notnull())
    blank = cases.filter(cases.started_on.isnull()).anti_join(waiting, "case_id")
    return known.union(blank).mutate(until_on=lambda row: day_past(row.ended_on))


def first_of(rows: Table, at: str, by: str = "case_id") -> Table:
    """The first row of each case by a moment; of equals, the first by the table's key column."""
    return first_or_blank(rows.filter(rows[at].notnull()), at, by)


def first_or_blank(rows: Table, at: str, by: str | Sequence[str]) -> Table:
    """The first row of each by a moment; one without it only where none has it."""
    key = rows.columns[0]
    order = [rows[at].isnull(), rows[at], rows[key]]
    placed = rows.mutate(_place=row_number(by, order))
    return placed.filter(placed["_place"] == 0).drop("_place")


def first_kept(record: Record) -> Table:
    """The first appointment each person kept.

    Returns:
        case_id, kept_at, kept_id; `doubt`, the blank field for which it may not be the first, and
        `maybe_at`, when it may have been.
    """
    return record.once("first_kept", _first_kept)


def _first_kept(record: Record) -> Table:
    kept = record.contacts.filter(yes(record.contacts.outcome.isin(KEPT)))
    kept = kept.filter(kept.planned_at.notnull())
    first = kept.group_by("case_id").agg(
        first=together(kept_at=kept.planned_at, kept_id=kept.contact_id).min()
    )
    known = first.select(
        "case_id", kept_at=first["first"]["kept_at"], kept_id=first["first"]["kept_id"]
    )
    return _with_doubt(record, known)


def _with_doubt(record: Record, rows: Table) -> Table:
    """Add whether an appointment of no known day, or no known outcome, may have come before."""
    rows = rows.left_join(maybe_kept(record), "case_id").drop("case_id_right")
    doubt = case(
        (rows.undated > 0, "contacts.planned_at"),
        (rows.open_at < rows.kept_at, "contacts.outcome"),
        otherwise=one(None, "string"),
    )
    maybe = case((doubt == "contacts.outcome", rows.open_at))
    return rows.select("case_id", "kept_at", "kept_id", doubt=doubt, maybe_at=maybe)


def maybe_kept(record: Record) -> Table:
    """Appointments of which nobody can tell when, or whether, they were kept.

    Returns:
        case_id; undated, how many have no day; open_at, the first without an outcome.
    """
    return record.once("maybe_kept", _maybe_kept)


def _maybe_kept(record: Record) -> Table:
    held = record.contacts
    undated = held.outcome.isin(KEPT) & held.planned_at.isnull()
    unknown = held.outcome.isnull() & (held.type.isin(APPOINTMENTS) | held.type.isnull())
    open_ones = held.filter(undated | unknown)
    return open_ones.group_by("case_id").agg(
        undated=open_ones.planned_at.isnull().sum(), open_at=open_ones.planned_at.min()
    )


def doubtful(rows: Table, done_on: Value, sure_by: Value) -> Value:
    """The field for which what was done in time may have been late: the clock may start sooner.

    Args:
        rows: With `doubt` from `first_kept`, and due_on.
        done_on: Day it was done.
        sure_by: The deadline from `maybe_at`.
    """
    unsure = yes(done_on <= rows.due_on) & ~yes(done_on <= sure_by)
    return case((unsure, rows.doubt))


def tiers(record: Record) -> Table:
    """Periods of each tier.

    Returns:
        case_id, tier_id, tier ("highest" or "other"), from_on, until_on. The first tier also
        stands for the time before it was set.
    """
    return record.once("tiers_by_period", _tiers)


def _tiers(record: Record) -> Table:
    periods = in_turn(record.tiers, "set_at", ("case_id",))
    return periods.select(
        "case_id",
        "tier_id",
        "until_on",
        from_on=case((periods.place == 0, one(LONG_AGO)), otherwise=periods.from_on),
        tier=case(
            (periods.tier == HIGHEST_TIER, "highest"),
            (periods.tier.notnull(), "other"),
            otherwise=one(None, "string"),
        ),
    )


def in_turn(rows: Table, at: str, by: Sequence[str], from_before: Sequence[str] = ()) -> Table:
    """Entries that stand until the next of the same kind, by day; the last of a day stands.

    Args:
        rows: A table of the record.
        at: Its moment; rows without it are left out.
        by: Columns that make entries of one kind.
        from_before: Columns to add as they were in the entry before: "level" as level_before.

    Returns:
        The rows with from_on, until_on (the first day of the next; blank for the last) and
        place (0 for the first).
    """
    key = rows.columns[0]
    known = rows.filter(rows[at].notnull()).mutate(from_on=lambda row: day(row[at]))
    final = known.mutate(_turn=row_number((*by, "from_on"), [known[at].desc(), known[key].desc()]))
    final = final.filter(final["_turn"] == 0).drop("_turn")
    order = [final.from_on]
    earlier = {f"{name}_before": before(final[name], by, order) for name in from_before}
    return final.mutate(
        until_on=following(final.from_on, by, order), place=row_number(by, order), **earlier
    )


def group_risks(record: Record) -> Table:
    """Periods of each risk level to each group.

    Returns:
        case_id, group, risk_level_id, level, rank (0 to 3; blank if the level is), from_on,
        until_on, place; rank_before and id_before, of what stood before in the group.
    """
    return record.once("group_risks", _group_risks)


def _group_risks(record: Record) -> Table:
    kept = ("level", "risk_level_id")
    periods = in_turn(record.risk_levels, "set_at", ("case_id", "group"), from_before=kept)
    return periods.select(
        "case_id",
        "group",
        "risk_level_id",
        "level",
        "from_on",
        "until_on",
        "place",
        rank=_rank(periods.level),
        rank_before=_rank(periods.level_before),
        id_before="risk_level_id_before",
    )


def _rank(level: Value) -> Value:
    return case(*((level == word, rank) for word, rank in RANKS.items()))


def risks(record: Record) -> Table:
    """Periods of the risk of a case: the highest to any group.

    Returns:
        case_id, risk (a word), rank, risk_level_id, from_on, until_on, known_from (from_on, but
        long ago for the first). The risk is blank where a group's level is, or the day of any.
    """
    return record.once("risks", _risks)


def _risks(record: Record) -> Table:
    groups = group_risks(record)
    points = groups.select("case_id", on="from_on").distinct()
    held = points.join(groups, ["case_id", points.on >= groups.from_on])
    held = held.filter(held.until_on.isnull() | (held.until_on > held.on))
    most = held.group_by("case_id", "on").agg(
        rank=held["rank"].max(), blanks=held["rank"].isnull().sum()
    )
    named = held.join(most.select("case_id", "on", most_rank="rank"), ["case_id", "on"])
    ids = (
        named.filter(named["rank"] == named.most_rank)
        .group_by("case_id", "on")
        .agg(risk_level_id=lambda row: row.risk_level_id.min())
    )
    both = most.left_join(ids, ["case_id", "on"]).drop("case_id_right", "on_right")
    undated = record.risk_levels.filter(record.risk_levels.set_at.isnull())
    undated = undated.select("case_id", undated=one(value=True)).distinct()
    both = both.left_join(undated, "case_id").drop("case_id_right")
    order = [both.on]
    known = case(((both.blanks == 0) & both.undated.isnull(), both["rank"]))
    return both.select(
        "case_id",
        "risk_level_id",
        rank=known,
        risk=case(*((known == rank, word) for word, rank in RANKS.items())),
        from_on=both.on,
        until_on=following(both.on, ("case_id",), order),
        known_from=case((row_number(("case_id",), order) == 0, one(LONG_AGO)), otherwise=both.on),
    )


def with_tier(record: Record, rows: Table, on: Value) -> Table:
    """Add `tier` and `tier_id` as they stood on a day; the first tier counts before it was set."""
    periods = tiers(record)
    return _as_it_stood(rows, on, periods, ("tier", "tier_id"), periods.from_on)


def with_risk(record: Record, rows: Table, on: Value) -> Table:
    """Add `risk` (a word), `risk_rank` and `risk_id` as they stood on a day.

    The first level counts before it was set. Blank where none was ever set.
    """
    periods = risks(record).rename(risk_rank="rank", risk_id="risk_level_id")
    return _as_it_stood(rows, on, periods, ("risk", "risk_rank", "risk_id"), periods.known_from)


def _as_it_stood(
    rows: Table,
    on: Value,
    periods: Table,
    names: Sequence[str],
    starts: Value,
    *,
    how: Literal["left", "inner"] = "left",
) -> Table:
    """Add columns of the periods that hold on each row's day; "inner" drops rows without one."""
    asked = rows.mutate(_on=day(on))
    held = periods.select(
        *names, _case="case_id", _from=starts, _until=first_known(periods.until_on, one(FAR_OFF))
    )
    found = asked.join(
        held,
        [
            asked.case_id == held["_case"],
            asked["_on"] >= held["_from"],
            asked["_on"] < held["_until"],
        ],
        how=how,
    )
    return found.drop("_on", "_case", "_from", "_until")


def holdings(record: Record) -> Table:
    """Periods in which an officer held a case.

    Returns:
        case_id, allocation_id, officer_id, from_on, until_on.
    """
    held = record.allocations
    return held.select(
        "case_id",
        "allocation_id",
        "officer_id",
        from_on=day(held.allocated_at),
        until_on=day(held.until_at),
    )


def with_excuse(
    record: Record,
    rows: Table,
    reasons: Sequence[str],
    start: Value,
    end: Value,
    *,
    key: str = "case_id",
    of: str = "case_id",
) -> Table:
    """Add the excuse that touches a period of each row: `excuse`, `excuse_id`, `excused_until`.

    Args:
        record: The record.
        rows: Any table.
        reasons: Words of excuses that count here.
        start: First day of the period.
        end: Last day; a blank one leaves it open.
        key: A column that tells the rows apart.
        of: The column both tables have that says whose excuse it is: case, staff or unit.

    Returns:
        The rows; of several excuses, the one with the first id.
    """
    held = record.excuses.filter(record.excuses.reason.isin(reasons)).select(
        "excuse_id",
        _of=of,
        _reason="reason",
        _from=first_known(record.excuses.from_on, one(LONG_AGO)),
        _until=first_known(record.excuses.until_on, one(FAR_OFF)),
    )
    asked = rows.select(
        _key=key, _whose=of, _start=day(start), _end=first_known(day(end), one(FAR_OFF))
    )
    pairs = asked.join(
        held,
        [
            asked["_whose"] == held["_of"],
            held["_from"] <= asked["_end"],
            held["_until"] >= asked["_start"],
        ],
    )
    first = pairs.group_by("_key").agg(_first=pairs.excuse_id.min())
    chosen = first.join(held, first["_first"] == held.excuse_id).select(
        "_key", "excuse_id", excuse="_reason", excused_until="_until"
    )
    return rows.left_join(chosen, rows[key] == chosen["_key"]).drop("_key")


def standing(record: Record, table: str) -> Table:
    """Signed papers of a case, each until the next is signed: assessments or plans.

    Returns:
        The table, with from_on, until_on and place, as from `in_turn`.
    """
    return record.once(
        f"{table}_standing",
        lambda held: in_turn(getattr(held, table), "signed_at", ("case_id",)),
    )


def flags_held(record: Record) -> Table:
    """Periods in which a warning stood: case_id, flag_id, type, from_on, until_on."""
    flags = record.flags
    return flags.select(
        "case_id",
        "flag_id",
        "type",
        from_on=first_known(day(flags.raised_at), one(LONG_AGO)),
        until_on=first_known(flags.ended_on, one(FAR_OFF)),
    )


def with_groups(record: Record, rows: Table, on: Value) -> Table:
    """One row for each group at risk: adds `group`, `group_rank` and `risk_level_id`.

    They are as they stood on a day; the first level of a group counts before it was set.
    """
    periods = groups_held(record).rename(group_rank="rank")
    names = ("group", "group_rank", "risk_level_id")
    return _as_it_stood(rows, on, periods, names, periods.from_on, how="inner")


def groups_held(record: Record) -> Table:
    """Periods of each level to each group; the first since ever, and any of no known day too.

    Returns:
        case_id, group, risk_level_id, level, rank, from_on, until_on. Of an entry without a day
        nobody can tell whether it stands: its level is blank.
    """
    return record.once("groups_held", _groups_held)


def _groups_held(record: Record) -> Table:
    names = ("case_id", "group", "risk_level_id", "level", "rank", "from_on", "until_on")
    dated = group_risks(record)
    dated = dated.mutate(
        from_on=case((dated.place == 0, one(LONG_AGO)), otherwise=dated.from_on),
        rank=dated["rank"].cast("int64"),
    )
    undated = record.risk_levels.filter(record.risk_levels.set_at.isnull())
    undated = undated.mutate(
        level=one(None, "string"),
        rank=one(None, "int64"),
        from_on=one(LONG_AGO),
        until_on=one(None, "date"),
    )
    return union(dated.select(*names), undated.select(*names))


def signed_off(record: Record, subject: str) -> Table:
    """Periods in which a manager's decision with a reason holds.

    Args:
        record: The record.
        subject: What it allows, a word of `signoff_subject`.

    Returns:
        case_id, cover_id, from_on, until_on.
    """
    held = record.signoffs
    held = held.filter((held.subject == subject) & held.reason_given & held.signed_at.notnull())
    return held.select(
        "case_id",
        cover_id="signoff_id",
        from_on=day(held.signed_at),
        until_on=day_past(held.ends_on),
    )


def split(rows: Table, covers: Table, key: str) -> Table:
    """Cut periods into the pieces that something covers and those that nothing does.

    Args:
        rows: A table with case_id, from_on and until_on.
        covers: case_id, cover_id, from_on, until_on (blank: for good); may overlap.
        key: A column that tells the rows apart.

    Returns:
        The rows, each once for each piece, with its own from_on and until_on, and cover_id;
        blank in a piece that nothing covers.
    """
    whole = rows.select(
        _key=key,
        _case="case_id",
        _start=first_known(rows.from_on, one(LONG_AGO)),
        _end=first_known(rows.until_on, one(FAR_OFF)),
    )
    held = covers.select(
        "cover_id",
        _whose="case_id",
        _from=covers.from_on,
        _until=first_known(covers.until_on, one(FAR_OFF)),
    )
    held = held.filter(held["_from"] < held["_until"])
    pairs = whole.join(
        held,
        [
            whole["_case"] == held["_whose"],
            held["_from"] < whole["_end"],
            held["_until"] > whole["_start"],
        ],
    )
    under = pairs.select(
        "_key",
        "cover_id",
        from_on=latest(pairs["_from"], pairs["_start"]),
        until_on=earliest(pairs["_until"], pairs["_end"]),
    )
    pieces = union(under, _uncovered(whole, pairs))
    return rows.drop("from_on", "until_on").join(pieces, rows[key] == pieces["_key"]).drop("_key")


def _uncovered(whole: Table, pairs: Table) -> Table:
    """From each start, or end of a cover, that no other cover holds, up to the next cover."""
    starts = whole.select("_key", "_end", _at="_start")
    ends = pairs.select("_key", "_end", _at="_until").filter(lambda row: row["_at"] < row["_end"])
    points = union(starts, ends).distinct()
    others = pairs.select("_from", "_until", _same="_key")
    held = points.left_join(others, points["_key"] == others["_same"])
    inside = (held["_from"] <= held["_at"]) & (held["_until"] > held["_at"])
    ahead = case((held["_from"] > held["_at"], held["_from"]))
    found = held.group_by("_key", "_end", "_at").agg(
        _inside=case((inside, 1), otherwise=0).max(), _next=ahead.min()
    )
    free = found.filter(found["_inside"] == 0)
    return free.select(
        "_key",
        cover_id=one(None, "string"),
        from_on="_at",
        until_on=earliest(free["_next"], free["_end"]),
    )


def looked_back(record: Record, key: str, start: Value) -> Value:
    """The first day on which a start is longer ago than the months a criterion looks back."""
    return day_past(months_after(start, record.value(key, one(record.as_of))))


def words_in_force(record: Record, key: str) -> tuple[str, ...]:
    """The words of a key on the last day judged; none where it is not in force."""
    try:
        return record.words(key)
    except NoValueError:
        return ()


def suspended(record: Record) -> Table:
    """Periods in which contact may be suspended: the last part of the order, unless excluded.

    Returns:
        case_id, cover_id, from_on, until_on. What the record can't show (national security,
        intensive court) excludes nobody.
    """
    return record.once("suspended", _suspended)


def _suspended(record: Record) -> Table:
    cases = begun(record)
    parts = record.value("contact.suspended_after_thirds", one(record.as_of))
    rows = cases.mutate(from_on=part_over(cases.started_on, cases.ends_on, parts, THIRDS))
    rows = rows.filter(rows.from_on.notnull()).select("case_id", "from_on", "until_on")
    free = split(rows, _never_suspended(record), "case_id")
    free = free.filter(free.cover_id.isnull())
    return free.select("case_id", "from_on", "until_on", cover_id="case_id")


def _never_suspended(record: Record) -> Table:
    words = words_in_force(record, "contact.never_suspended_for")
    named = [sign for word in words for sign in NEVER_SUSPENDED.get(word, (word,))]
    agencies, flags, levels = record.agencies, flags_held(record), risks(record)
    agencies = agencies.filter(agencies.arrangement.isin(named)).select(
        "case_id",
        cover_id="agency_id",
        from_on=first_known(agencies.from_on, one(LONG_AGO)),
        until_on="closed_on",
    )
    flags = flags.filter(flags.type.isin(named))
    levels = levels.filter((levels.risk + one(" risk")).isin(named))
    return union(
        agencies,
        flags.select("case_id", "from_on", "until_on", cover_id="flag_id"),
        levels.select("case_id", "until_on", cover_id="risk_level_id", from_on="known_from"),
    )


def leading(failures: Table, earlier: Table) -> Table:
    """Failures before which none stands, with `leads_on`: since when none does.

    Args:
        failures: The failures, with failure_id and failed_at.
        earlier: Pairs with failure_id, and the decision and decided_at of a failure before it. It
            stands until its reason was accepted.
    """
    accepted = yes(earlier.decision == "accepted")
    before = earlier.group_by(_later=earlier.failure_id).agg(
        _standing=case((accepted, 0), otherwise=1).max(), _freed_on=day(earlier.decided_at).max()
    )
    rows = failures.left_join(before, failures.failure_id == before["_later"])
    free = rows.filter(rows["_later"].isnull() | (rows["_standing"] == 0))
    return free.mutate(leads_on=latest(day(free.failed_at), free["_freed_on"])).drop(
        "_later", "_standing", "_freed_on"
    )


def enquiries_of(record: Record, kind: str) -> Table:
    """Enquiries of one kind, and those of which nobody can tell the kind.

    Returns:
        enquiry_id, case_id, typed (whether it says which kind), sent_on, received_on,
        recorded_on, reason (why nobody asked), present (about the present address).
    """
    held = record.enquiries.filter((record.enquiries.type == kind) | record.enquiries.type.isnull())
    return held.select(
        "enquiry_id",
        "case_id",
        typed=held.type.notnull(),
        sent_on=day(held.sent_at),
        received_on=day(held.received_at),
        recorded_on=day(held.recorded_at),
        reason="not_needed_reason",
        present="about_present_address",
    )
