"""A04 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import (
    KEPT,
    ONE_DAY,
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    begun,
    excuse_of,
    judge,
    number,
    working_days_after,
    worst,
)
from assay.standards.profile import Profile

TYPES = ("appointment", "home visit")
NO_FAILURE = (
    *KEPT,
    "rescheduled by service",
    "attended sent home (service issue)",
    "suspended",
)
Release = tuple[Row, str, dt.date | None, bool]


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What A04 says of each case on a day."""
    return worst(
        (release[0]["case_id"], release[1], verdict)
        for release in _releases(tables)
        if release[0]["sentence_type"] in (None, "licence", "post-sentence supervision")
        for verdict in _of(release, tables, on, profile)
    )


def _releases(tables: Tables) -> Iterator[Release]:
    """The case, what tells of the release, its day, and whether it has come."""
    cases = {row["case_id"]: row for row in tables["cases"]}
    out = set()
    for row in tables["resettlements"]:
        if row["case_id"] not in cases:
            continue
        if row["released_at"]:
            out.add(row["case_id"])
            yield cases[row["case_id"]], row["resettlement_id"], row["released_at"].date(), True
        elif row["release_on"]:
            yield cases[row["case_id"]], row["resettlement_id"], row["release_on"], False
    for case in begun(tables):
        if case["case_id"] not in out:
            yield case, case["case_id"], case["started_on"], True


def _of(release: Release, tables: Tables, on: dt.date, profile: Profile) -> Iterator[Verdict]:
    case, _, day, released = release
    if case["ended_on"] and on > case["ended_on"]:
        return
    if day is None:
        yield Verdict("cannot tell", None, "blank: cases.started_on")
        return
    back = number(profile, "A04.looks_back", on) if released else 0
    warned = number(profile, "A04.warns_first", day)
    within = number(profile, "first_contact.after_release_within", day)
    if back is not None and on > day + dt.timedelta(back):
        return
    if on < day and (warned is None or on < day - dt.timedelta(warned)):
        return
    due = working_days_after(day, within) if within is not None else None
    mine = [row for row in tables["contacts"] if row["case_id"] == case["case_id"]]
    yield _arranged(case, day, due, mine, tables, on)
    if released and on >= day:
        yield _seen(case, day, due, mine, tables, on, profile)


def _timely(rows: list[Row], day: dt.date, due: dt.date | None) -> list[Row]:
    """Appointments for the day of release up to the last day in time."""
    return [
        row
        for row in rows
        if row["type"] in TYPES
        and row["planned_at"]
        and due
        and day <= row["planned_at"].date() <= due
    ]


def _arranged(  # noqa: PLR0917 - a release and what bears on it
    case: Row, day: dt.date, due: dt.date | None, mine: list[Row], tables: Tables, on: dt.date
) -> Verdict:
    eve = day - ONE_DAY
    if case["sentence_type"] is None:
        return judge(on, eve, None, blank="cases.sentence_type")
    timely = _timely(mine, day, due)
    made = min((row["arranged_at"].date() for row in timely if row["arranged_at"]), default=None)
    if on < day or (made is not None and made < day):
        return judge(on, eve, made)
    if any(row["arranged_at"] is None for row in timely):
        return judge(on, eve, None, blank="contacts.arranged_at")
    if any(row["type"] in TYPES and row["planned_at"] is None for row in mine):
        return judge(on, eve, None, blank="contacts.planned_at")
    excuse, until = excuse_of(tables, case["case_id"], ("released without notice",), day, due)
    wrong = "not arranged before release"
    return judge(on, eve, eve, right=False, wrong=wrong, excuse=excuse, excused_until=until)


def _seen(  # noqa: PLR0917 - a release and what bears on it
    case: Row,
    day: dt.date,
    due: dt.date | None,
    mine: list[Row],
    tables: Tables,
    on: dt.date,
    profile: Profile,
) -> Verdict:
    if case["sentence_type"] is None:
        return judge(on, due, None, blank="cases.sentence_type")
    came = [row for row in mine if row["outcome"] in KEPT]
    days = [row["planned_at"].date() for row in came if row["planned_at"]]
    days = [each for each in days if each >= day]
    days += [
        row["planned_at"].date()
        for row in _timely(mine, day, due)
        if row["outcome"] and row["outcome"] not in NO_FAILURE and _acted(row, mine, profile)
    ]
    done = min(days, default=None)
    late = done is None or due is None or done > due
    blank = "contacts.planned_at" if late and any(r["planned_at"] is None for r in came) else None
    excuse, until = excuse_of(tables, case["case_id"], ("released without notice",), day, due)
    return judge(on, due, done, excuse=excuse, excused_until=until, blank=blank)


def _acted(missed: Row, mine: list[Row], profile: Profile) -> bool:
    """Whether somebody called, wrote or arranged another appointment soon after a miss."""
    at = missed["planned_at"]
    within = number(profile, "first_contact.missed_release_acted_within", at.date())
    last = working_days_after(at.date(), within) if within is not None else None
    acts = [row["planned_at"] for row in mine if row["type"] in ("call", "message")]
    acts += [row["arranged_at"] for row in mine if row["type"] in TYPES]
    return any(act and last and act >= at and (as_day(act) or last) <= last for act in acts)
