"""U10 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import Row, Tables, Verdict, Verdicts, as_day, judge, worst
from assay.assurance.referee.unpaid import bookings, live, number
from assay.standards.profile import Profile


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What U10 says of each case on a day."""
    booked, sexes = bookings(tables), _sexes(tables)
    return worst(
        (work["case_id"], work["unpaid_work_id"], verdict)
        for work in tables["unpaid_work"]
        if sexes.get(work["case_id"]) in (None, "female")
        for verdict in _of(work, tables, booked, on, profile)
    )


def _sexes(tables: Tables) -> dict[str, str | None]:
    people = {row["person_id"]: row["sex"] for row in tables["people"]}
    return {row["case_id"]: people.get(row["person_id"]) for row in tables["cases"]}


def _of(
    work: Row, tables: Tables, booked: list[Row], on: dt.date, profile: Profile
) -> Iterator[Verdict]:
    start, sexes = work["from_on"], _sexes(tables)
    sex = sexes.get(work["case_id"])
    mine = [row for row in booked if row["unpaid_work_id"] == work["unpaid_work_id"]]
    if live(on, start, work["ended_on"]):
        missing = "people.sex" if sex is None else "unpaid_work.from_on" if start is None else None
        yield judge(on, start, start, blank=missing)
        if sex is not None and mine:
            yield from _choice(work, tables, mine, on)
    if sex is not None and live(on, None, work["ended_on"]):
        for session in {row["session_id"]: row for row in mine}.values():
            if _alone_in(session, booked, sexes, on, profile):
                yield from _alone(session, booked, sexes, on, profile)


def _choice(work: Row, tables: Tables, mine: list[Row], on: dt.date) -> Iterator[Verdict]:
    offers = [
        row["offered_at"]
        for row in tables["offers"]
        if row["case_id"] == work["case_id"] and row["offer"] == "placement choice"
    ]
    dated = [as_day(at) for at in offers if at]
    if any(at and at <= on for at in dated):
        return
    first = min((row["held_on"] for row in mine if row["held_on"]), default=None)
    undated = "offers.offered_at" if offers and not dated else None
    yield judge(on, first, None, blank="sessions.starts_at" if first is None else undated)


def _company(session: Row, booked: list[Row], on: dt.date, *, surely: bool) -> set[tuple[str, str]]:
    """Who is, or surely is, booked in a session by a day: case and requirement."""
    return {
        (row["work"]["case_id"], row["unpaid_work_id"])
        for row in booked
        if row["session_id"] == session["session_id"]
        and (row["arranged_at"].date() <= on if row["arranged_at"] else not surely)
    }


def _alone_in(
    session: Row, booked: list[Row], sexes: dict[str, str | None], on: dt.date, profile: Profile
) -> bool:
    """Whether she is booked by the day, with others, and there are not women enough."""
    held = session["held_on"]
    if session["session"]["women_only"] or (held is not None and on > held):
        return False
    here = _company(session, booked, on, surely=False)
    others = [who for who in here if sexes.get(who[0]) != "female"]
    hers = (session["work"]["case_id"], session["unpaid_work_id"]) in here
    return hers and bool(others) and not _enough(session, booked, sexes, on, profile, surely=True)


def _enough(
    session: Row,
    booked: list[Row],
    sexes: dict[str, str | None],
    on: dt.date,
    profile: Profile,
    *,
    surely: bool,
) -> bool:
    held = session["held_on"]
    here = _company(session, booked, on, surely=surely)
    women = [who for who in here if sexes.get(who[0]) == "female"]
    return held is not None and len(women) >= number(profile, "unpaid_work.women_least", held)


def _alone(
    session: Row, booked: list[Row], sexes: dict[str, str | None], on: dt.date, profile: Profile
) -> Iterator[Verdict]:
    hers = (session["work"]["case_id"], session["unpaid_work_id"])
    since = {(row["work"]["case_id"], row["unpaid_work_id"]): dt.date.max for row in booked}
    for row in booked:
        if row["session_id"] == session["session_id"]:
            who = (row["work"]["case_id"], row["unpaid_work_id"])
            since[who] = min(since[who], as_day(row["arranged_at"]) or dt.date(1900, 1, 1))
    here = {who: day for who, day in since.items() if day != dt.date.max}
    others = {who: day for who, day in here.items() if sexes.get(who[0]) != "female"}
    due = max(here[hers], min(others.values()))
    blank = None
    if _enough(session, booked, sexes, on, profile, surely=False):
        blank = "attendances.arranged_at"
        maybe = sorted(day for who, day in here.items() if sexes.get(who[0]) == "female")
        due = max(due, maybe[number(profile, "unpaid_work.women_least", session["held_on"]) - 1])
    if any(sexes.get(who[0]) is None for who in here):
        blank = "people.sex"
    if session["session"]["women_only"] is None:
        blank = "sessions.women_only"
    if session["held_on"] is None:
        blank = "sessions.starts_at"
    agreed = "agreed" if session["work"]["mixed_group_agreed"] else None
    yield judge(on, due, due, right=False, wrong="only woman", excuse=agreed, blank=blank)
