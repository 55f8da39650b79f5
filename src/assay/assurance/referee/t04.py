"""T04 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import (
    ONE_DAY,
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    excuse_of,
    judge,
    number,
    worst,
)
from assay.assurance.referee.custody import inside
from assay.standards.profile import Profile


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What T04 says of each case on a day."""
    return worst(
        (row["case_id"], f"{row['resettlement_id']}/{place}", verdict)
        for row in inside(tables, on)
        for place, verdict in enumerate(_of(row, tables, on, profile))
    )


def _of(row: Row, tables: Tables, on: dt.date, profile: Profile) -> Iterator[Verdict]:
    """Each thing asked, in the order in which ties are settled: by the evidence."""
    release = row["release_on"]
    ahead = number(profile, "T04.looks_ahead", release)
    if release is None or ahead is None or on > release:
        return
    near = max(release - ahead * ONE_DAY, as_day(row["received_at"]) or dt.date.min)
    if on < near:
        return
    excuse, until = excuse_of(tables, row["case_id"], ("released without notice",), near, release)

    def say(ready: dt.date | None, wrong: str, blank: str | None = None) -> Verdict:
        if ready is not None and ready <= on:
            return Verdict("met", near)
        done = None if on == near else near
        return judge(
            on,
            near,
            done,
            right=False,
            wrong=wrong,
            blank=blank,
            excuse=excuse,
            excused_until=until,
        )

    blank, housed = _address(row, tables)
    yield say(near if housed else None, "no address for the day of release", blank)
    made, blank = _appointment(row, tables)
    yield say(made, "no appointment booked", blank)
    if row["continuity_needed"] is not False:
        fields = ("continuity_needed", "continuity_booked")
        blanks = [f"resettlements.{field}" for field in fields if row[field] is None]
        ready = near if row["continuity_booked"] else None
        yield say(ready, "treatment or money not booked", next(iter(blanks), None))
    sent, accepted = as_day(row["handover_sent_at"]), as_day(row["handover_accepted_at"])
    both = max(sent, accepted) if sent and accepted else None
    yield say(both, "handover not confirmed")


def _address(row: Row, tables: Tables) -> tuple[str | None, bool]:
    """What leaves it open, and whether there is an address for the day of release."""
    day = row["release_on"]
    blanks = set()
    for home in tables["addresses"]:
        gone = home["until_on"] is not None and home["until_on"] <= day
        if home["case_id"] != row["case_id"] or home["kind"] == "no fixed address" or gone:
            continue
        if home["from_on"] is None:
            blanks.add("addresses.from_on")
        elif home["from_on"] <= day and home["kind"] is None:
            blanks.add("addresses.kind")
        elif home["from_on"] <= day:
            return None, True
    return min(blanks, default=None), False


def _appointment(row: Row, tables: Tables) -> tuple[dt.date | None, str | None]:
    """The day the first appointment after release was made, and what leaves it open."""
    mine = [
        contact
        for contact in tables["contacts"]
        if contact["case_id"] == row["case_id"] and contact["type"] in ("appointment", "home visit")
    ]
    blanks = {"contacts.planned_at" for contact in mine if contact["planned_at"] is None}
    ahead = [c for c in mine if c["planned_at"] and c["planned_at"].date() >= row["release_on"]]
    blanks |= {"contacts.arranged_at" for contact in ahead if contact["arranged_at"] is None}
    days = [contact["arranged_at"].date() for contact in ahead if contact["arranged_at"]]
    return min(days, default=None), min(blanks, default=None)
