"""What several criteria ask of the record: periods of risk, tier and holding; first meetings."""

from collections.abc import Sequence

from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    FAR_OFF,
    LONG_AGO,
    Table,
    Value,
    case,
    day,
    days_after,
    first_known,
    following,
    one,
    row_number,
)

KEPT = ("attended complied", "attended failed to comply")
"""Outcomes in which the person came and was seen."""
RANKS = {"low": 0, "medium": 1, "high": 2, "very high": 3}
HIGHEST_TIER = "4"


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
    return _at_end(rows, at, by, last=False)


def last_of(rows: Table, at: str, by: str = "case_id") -> Table:
    """The last row of each case by a moment; of equals, the last by the table's key column."""
    return _at_end(rows, at, by, last=True)


def _at_end(rows: Table, at: str, by: str, *, last: bool) -> Table:
    key = rows.columns[0]
    order = [rows[at].desc(), rows[key].desc()] if last else [rows[at], rows[key]]
    known = rows.filter(rows[at].notnull())
    return known.mutate(_place=row_number(by, order)).filter(lambda row: row._place == 0).drop("_place")


def first_kept(record: Record) -> Table:
    """The first appointment each person kept.

    Returns:
        case_id, kept_at, kept_id.
    """
    return record.once("first_kept", _first_kept)


def _first_kept(record: Record) -> Table:
    kept = record.contacts.filter(record.contacts.outcome.isin(KEPT))
    first = kept.group_by("case_id").agg(kept_at=kept.planned_at.min())
    same = kept.join(first, ["case_id", kept.planned_at == first.kept_at])
    return same.group_by("case_id", "kept_at").agg(kept_id=same.contact_id.min())


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


def in_turn(rows: Table, at: str, by: Sequence[str]) -> Table:
    """Entries that stand until the next of the same kind, by day; the last of a day stands.

    Args:
        rows: A table of the record.
        at: Its moment; rows without it are left out.
        by: Columns that make entries of one kind.

    Returns:
        The rows with from_on, until_on (the first day of the next; blank for the last) and
        place (0 for the first).
    """
    key = rows.columns[0]
    known = rows.filter(rows[at].notnull()).mutate(from_on=lambda row: day(row[at]))
    final = known.mutate(_turn=row_number((*by, "from_on"), [known[at].desc(), known[key].desc()]))
    final = final.filter(final["_turn"] == 0).drop("_turn")
    order = [final.from_on]
    return final.mutate(
        until_on=following(final.from_on, by, order), place=row_number(by, order)
    )


def group_risks(record: Record) -> Table:
    """Periods of each risk level to each group.

    Returns:
        case_id, group, risk_level_id, level, rank (0 to 3; blank if the level is), from_on,
        until_on, place.
    """
    return record.once("group_risks", _group_risks)


def _group_risks(record: Record) -> Table:
    periods = in_turn(record.risk_levels, "set_at", ("case_id", "group"))
    return periods.select(
        "case_id", "group", "risk_level_id", "level", "from_on", "until_on", "place",
        rank=case(*((periods.level == word, rank) for word, rank in RANKS.items())),
    )


def risks(record: Record) -> Table:
    """Periods of the risk of a case: the highest to any group.

    Returns:
        case_id, risk (a word), rank, risk_level_id, from_on, until_on, known_from (from_on, but
        long ago for the first). The risk is blank where a group's level is.
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
    ids = named.filter(named["rank"] == named.most_rank).group_by("case_id", "on").agg(
        risk_level_id=lambda row: row.risk_level_id.min()
    )
    both = most.left_join(ids, ["case_id", "on"]).drop("case_id_right", "on_right")
    order = [both.on]
    known = case((both.blanks == 0, both["rank"]))
    return both.select(
        "case_id",
        "risk_level_id",
        rank=known,
        risk=case(*((known == rank, word) for word, rank in RANKS.items())),
        from_on=both.on,
        until_on=following(both.on, ("case_id",), order),
        known_from=case(
            (row_number(("case_id",), order) == 0, one(LONG_AGO)), otherwise=both.on
        ),
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
    rows: Table, on: Value, periods: Table, names: Sequence[str], starts: Value
) -> Table:
    asked = rows.mutate(_on=day(on))
    held = periods.select(
        *names, _case="case_id", _from=starts, _until=first_known(periods.until_on, one(FAR_OFF))
    )
    found = asked.left_join(
        held,
        [
            asked.case_id == held["_case"],
            asked["_on"] >= held["_from"],
            asked["_on"] < held["_until"],
        ],
    )
    return found.drop("_on", "_case", "_from", "_until")


def holdings(record: Record) -> Table:
    """Periods in which an officer held a case.

    Returns:
        case_id, allocation_id, officer_id, from_on, until_on.
    """
    held = record.allocations
    return held.select(
        "case_id", "allocation_id", "officer_id",
        from_on=day(held.allocated_at), until_on=day(held.until_at),
    )


def with_excuse(  # noqa: PLR0913 - whose, which and when
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
    asked = rows.select(_key=key, _whose=of, _start=day(start), _end=first_known(day(end), one(FAR_OFF)))
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
