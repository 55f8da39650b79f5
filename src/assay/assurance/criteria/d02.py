"""D02: the home visit was done in time."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    FAR_OFF,
    LONG_AGO,
    Table,
    case,
    checks,
    day,
    days_after,
    earliest,
    evidence,
    first_known,
    midnight,
    one,
    row_number,
    seen,
    union,
    yes,
)

CONCERNS = ("registered sexual offence", "child exploitation")
HOMELESS = "no fixed address"


def checks_of(record: Record) -> Table:
    """A first visit from the start, and another from each new concern."""
    rows = union(_from_start(record), _from_concern(record))
    rows = record.with_due(
        rows, "due_on", rows.clock, "home_visit.within", concern=rows.concern, risk=rows.risk
    )
    rows = _with_excuse(record, _with_visit(record, rows))
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.about,
        from_on=first_known(day(rows.clock), rows.started_on),
        until_on=earliest(rows.until_on, shared.day_past(rows.last_on)),
        due_on=rows.due_on,
        done_on=day(rows.visited_at),
        blank=case(
            (rows.started_on.isnull(), "cases.started_on"),
            (rows.flag_id.notnull() & rows.concern.isnull(), "flags.type"),
            (rows.clock.isnull(), "flags.raised_at"),
            (rows.risk.isnull(), "risk_levels.level"),
            (
                rows.undated.notnull() & ~yes(day(rows.visited_at) <= rows.due_on),
                "contacts.planned_at",
            ),
            otherwise=one(None, "string"),
        ),
        excuse=rows.excuse,
        excused_until=rows.excused_until,
        evidence=evidence(
            seen("cases", rows.case_id, started_on=rows.started_on),
            seen("risk_levels", rows.risk_id, level=rows.risk),
            seen("flags", rows.flag_id, type=rows.concern, raised_at=rows.clock),
            seen("contacts", rows.visit_id, planned_at=rows.visited_at),
            seen("signoffs", rows.signoff_id, ends_on=rows.excused_until),
            seen("addresses", rows.address_id, until_on=rows.excused_until),
        ),
    )


def _cases(record: Record) -> Table:
    """Cases of the time in which a visit is asked, with their risk at the start."""
    rows = shared.begun(record).select("case_id", "started_on", "until_on")
    rows = rows.mutate(last_on=record.last_day("D02.looks_back", rows.started_on))
    within = record.value(
        "home_visit.within", rows.started_on, concern=one(CONCERNS[0]), risk=one("low")
    )
    asked = within.notnull() & (rows.last_on >= record.since)
    rows = rows.filter(rows.started_on.isnull() | asked)
    return shared.with_risk(record, rows, rows.started_on).drop("risk_rank")


COLUMNS = (
    "asked",
    "about",
    "case_id",
    "started_on",
    "until_on",
    "last_on",
    "clock",
    "risk_id",
    "risk",
    "flag_id",
    "concern",
)


def _from_start(record: Record) -> Table:
    """Every case, with a concern that was known on its first day."""
    rows, flags = _cases(record), record.flags
    flags = flags.filter(flags.type.isin(CONCERNS))
    flags = flags.select("flag_id", "raised_at", "ended_on", _case="case_id", concern="type")
    pairs = rows.join(
        flags, [rows.case_id == flags["_case"], rows.started_on >= day(flags.raised_at)]
    )
    standing = pairs.filter(pairs.ended_on.isnull() | (pairs.ended_on > pairs.started_on))
    first = standing.mutate(_place=row_number("case_id", [standing.flag_id]))
    first = first.filter(first["_place"] == 0).select("flag_id", "concern", _of="case_id")
    rows = rows.left_join(first, rows.case_id == first["_of"])
    # Of such a concern the visit comes as soon whatever the risk.
    risk = case((rows.concern.notnull(), first_known(rows.risk, one("low"))), otherwise=rows.risk)
    return rows.mutate(
        asked=one("case ") + rows.case_id,
        about=rows.case_id,
        clock=midnight(rows.started_on),
        risk=risk,
        concern=first_known(rows.concern, one("none")),
    ).select(*COLUMNS)


def _from_concern(record: Record) -> Table:
    """Warnings raised after the start; one whose kind or day is blank may be such."""
    rows, flags = _cases(record), record.flags
    flags = flags.filter(flags.type.isnull() | flags.type.isin(CONCERNS))
    flags = flags.select("flag_id", "ended_on", "raised_at", _case="case_id", concern="type")
    pairs = rows.join(flags, rows.case_id == flags["_case"])
    later = pairs.raised_at.isnull() | (day(pairs.raised_at) > pairs.started_on)
    standing = pairs.ended_on.isnull() | (pairs.ended_on > pairs.started_on)
    pairs = pairs.filter(later & standing)
    return pairs.mutate(
        asked=one("flag ") + pairs.flag_id,
        about=pairs.flag_id,
        clock=pairs.raised_at,
        risk=first_known(pairs.risk, one("low")),
        until_on=earliest(pairs.until_on, pairs.ended_on),
    ).select(*COLUMNS)


def _with_visit(record: Record, rows: Table) -> Table:
    """Add the first kept home visit from the clock on, and one without a day."""
    visits = record.contacts
    visits = visits.filter((visits.type == "home visit") & yes(visits.outcome.isin(shared.KEPT)))
    visits = visits.select(_case="case_id", visit_id="contact_id", visited_at="planned_at")
    undated = visits.filter(visits.visited_at.isnull())
    undated = undated.group_by("_case").agg(undated=undated.visit_id.min())
    wanted = rows.select("asked", "case_id", "clock")
    pairs = wanted.join(
        visits, [wanted.case_id == visits["_case"], wanted.clock <= visits.visited_at]
    )
    first = pairs.mutate(_place=row_number("asked", [pairs.visited_at, pairs.visit_id]))
    first = first.filter(first["_place"] == 0).select("visit_id", "visited_at", _of="asked")
    found = rows.left_join(first, rows.asked == first["_of"])
    return found.left_join(undated, found.case_id == undated["_case"]).drop("_case", "_of")


def _with_excuse(record: Record, rows: Table) -> Table:
    """Add what excuses it if signed, or so, before the time is up: the first by kind and id."""
    signed = shared.signed_off(record, "no home visit")
    signed = signed.select(
        "from_on",
        _case="case_id",
        _turn=one("1 ") + signed.cover_id,
        signoff_id="cover_id",
        address_id=one(None, "string"),
        excuse=one("unsafe to visit"),
        excused_until=days_after(signed.until_on, -1),
    )
    homeless = record.addresses.filter(record.addresses.kind == HOMELESS)
    homeless = homeless.select(
        from_on=first_known(homeless.from_on, one(LONG_AGO)),
        _case="case_id",
        _turn=one("2 ") + homeless.address_id,
        signoff_id=one(None, "string"),
        address_id="address_id",
        excuse=one(HOMELESS),
        excused_until="until_on",
    )
    held = union(signed, homeless)
    wanted = rows.select("asked", "case_id", "clock", "due_on")
    pairs = wanted.join(
        held,
        [
            wanted.case_id == held["_case"],
            held.from_on <= wanted.due_on,
            first_known(held.excused_until, one(FAR_OFF)) >= day(wanted.clock),
        ],
    )
    first = pairs.mutate(_place=row_number("asked", [pairs["_turn"]]))
    first = first.filter(first["_place"] == 0).select(
        "signoff_id", "address_id", "excuse", "excused_until", _of="asked"
    )
    return rows.left_join(first, rows.asked == first["_of"])
