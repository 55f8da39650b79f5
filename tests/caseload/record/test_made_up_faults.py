"""The truth beside a made-up caseload: worked out again, the slow and obvious way.

Each rule below is a plain reading of one criterion under the current values, over rows as
dictionaries. It must find every seeded fault and invent none.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from assay.calendar.working_days import england_and_wales
from assay.caseload.record.synthetic.rates import as_of, faults

Row = dict[str, Any]
TODAY = as_of()
RANK = {"low": 0, "medium": 1, "high": 2, "very high": 3}
KEPT = "attended complied"


def days(start: dt.datetime | dt.date, end: dt.datetime | dt.date) -> int:
    """Working days from one day to another."""
    plain = [x.date() if isinstance(x, dt.datetime) else x for x in (start, end)]
    return england_and_wales().between(*plain)


def ago(day: dt.date, most: int) -> bool:
    return (TODAY - day).days <= most


class Record:
    """The tables of a made-up caseload as rows, with what many rules ask for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __getattr__(self, table: str) -> list[Row]:
        rows = pq.read_table(self.folder / f"{table}.parquet").to_pylist()
        setattr(self, table, rows)
        return rows

    def by(self, table: str, column: str = "case_id") -> dict[str, list[Row]]:
        grouped: dict[str, list[Row]] = defaultdict(list)
        for row in getattr(self, table):
            grouped[row[column]].append(row)
        return grouped

    @cached_property
    def live(self) -> dict[str, Row]:
        return {row["case_id"]: row for row in self.cases if row["started_on"]}

    @cached_property
    def current(self) -> set[str]:
        return {case for case, row in self.live.items() if row["ended_on"] is None}

    @cached_property
    def held(self) -> dict[str, list[Row]]:
        return self.by("contacts")

    @cached_property
    def first_kept(self) -> dict[str, dt.datetime]:
        return {
            case: min(row["planned_at"] for row in rows if row["outcome"] == KEPT)
            for case, rows in self.held.items()
            if case in self.live
        }

    @cached_property
    def risk(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for row in sorted(self.risk_levels, key=lambda row: row["set_at"]):
            found[row["case_id"]][row["group"]] = row["level"]
        return found

    @cached_property
    def at_first(self) -> dict[str, int]:
        """The highest risk as first set."""
        first: dict[tuple[str, str], int] = {}
        for row in sorted(self.risk_levels, key=lambda row: row["set_at"]):
            first.setdefault((row["case_id"], row["group"]), RANK[row["level"]])
        highest: dict[str, int] = defaultdict(int)
        for (case, _), level in first.items():
            highest[case] = max(highest[case], level)
        return highest

    def overall(self, case: str) -> int:
        return max(RANK[level] for level in self.risk[case].values())

    @cached_property
    def flagged(self) -> dict[str, set[str]]:
        return {case: {row["type"] for row in rows} for case, rows in self.by("flags").items()}

    @cached_property
    def holder(self) -> dict[str, str]:
        return {
            row["case_id"]: row["officer_id"] for row in self.allocations if not row["until_at"]
        }


ABOUT = {"domestic abuse": "police domestic abuse", "child concern": "children's services"}
"""Whom to ask about a flag."""

RULES: dict[str, Callable[[Record], Iterable[str]]] = {}


def rule(work: Callable[[Record], Iterable[str]]) -> Callable[[Record], Iterable[str]]:
    RULES[work.__name__.upper()] = work
    return work


def started(record: Record, within: int) -> list[tuple[str, Row]]:
    return [(case, row) for case, row in record.live.items() if ago(row["started_on"], within)]


@rule
def a01(r: Record) -> Iterable[str]:
    first = {
        case: min(x["allocated_at"] for x in rows) for case, rows in r.by("allocations").items()
    }
    return [case for case, row in started(r, 90) if days(row["started_on"], first[case]) > 3]


@rule
def a02(r: Record) -> Iterable[str]:
    grade = {row["staff_id"]: row["grade"] for row in r.staff}
    for case in r.current:
        both = {"domestic abuse", "child concern"} <= r.flagged.get(case, set())
        if (r.overall(case) >= 2 or both) and grade[r.holder[case]] != "probation officer":
            yield case


@rule
def a03(r: Record) -> Iterable[str]:
    for case, row in started(r, 90):
        order = row["sentence_type"] in {"community order", "suspended sentence order"}
        if order and days(row["started_on"], r.first_kept[case]) > 5:
            yield case


@rule
def a04(r: Record) -> Iterable[str]:
    for case, row in started(r, 90):
        if row["sentence_type"] == "licence":
            first = min(x["planned_at"] for x in r.held[case] if x["outcome"])
            if days(row["started_on"], first) > 1:
                yield case


def asked(r: Record, kind: str) -> set[str]:
    return {
        row["case_id"]
        for row in r.enquiries
        if row["type"] == kind
        and days(r.first_kept[row["case_id"]], row["sent_at"]) <= 5
        and row["sent_at"].date() >= r.live[row["case_id"]]["started_on"]
    }


@rule
def a05(r: Record) -> Iterable[str]:
    sent = asked(r, "police domestic abuse")
    curfew = {row["case_id"] for row in r.court_reports}
    return [case for case, _ in started(r, 365) if case not in sent and case not in curfew]


REPLY = {
    "police domestic abuse": "police domestic abuse reply",
    "children's services": "children's services reply",
}


@rule
def a07(r: Record) -> Iterable[str]:
    signed = {row["case_id"]: row for row in r.assessments}
    cited = {(row["assessment_id"], row["enquiry_id"]) for row in r.assessment_sources}
    for row in r.enquiries:
        found = signed[row["case_id"]]
        early = row["received_at"] and row["received_at"] < found["signed_at"]
        if early and (found["assessment_id"], row["enquiry_id"]) not in cited:
            yield row["case_id"]
    chased = {row["enquiry_id"] for row in r.enquiry_chases}
    for row in r.enquiries:
        end = row["received_at"] or dt.datetime.combine(TODAY, dt.time())
        if days(row["sent_at"], end) > 5 and row["enquiry_id"] not in chased:
            yield row["case_id"]


@rule
def a08(r: Record) -> Iterable[str]:
    spoken = {row["address_id"]: row["occupier_spoken_to_at"] for row in r.addresses}
    return [row["case_id"] for row in r.court_reports if spoken[row["address_id"]] is None]


@rule
def a09(r: Record) -> Iterable[str]:
    owner = {row["assessment_id"]: row["case_id"] for row in r.assessments}
    kinds: dict[str, set[str]] = defaultdict(set)
    for row in r.assessment_sources:
        kinds[owner[row["assessment_id"]]].add(row["type"])
    account = {"prosecution papers", "offence account"}
    for case, found in kinds.items():
        flags = r.flagged.get(case, set())
        asked_for = {REPLY[ABOUT[flag]] for flag in flags & set(ABOUT)}
        excused = not asked_for and not r.live[case]["known_before"]
        thin = len(found) < 4 or not found & account or asked_for - found
        if thin and not excused:
            yield case


@rule
def a10(r: Record) -> Iterable[str]:
    signed = {row["case_id"] for row in r.signoffs}
    for row in r.assessments:
        case = row["case_id"]
        indicated = r.flagged.get(case) or r.overall(case) > 0
        if indicated and row["layer"] < 3 and case not in signed:
            yield case


@rule
def a11(r: Record) -> Iterable[str]:
    return [row["case_id"] for row in r.assessments if not row["screening_complete"]]


@rule
def a12(r: Record) -> Iterable[str]:
    signed = {row["case_id"]: row["signed_at"] for row in r.assessments}
    return [case for case, _ in started(r, 365) if days(r.first_kept[case], signed[case]) > 15]


@rule
def a13(r: Record) -> Iterable[str]:
    for case in r.current:
        flags, risk = r.flagged.get(case, set()), r.risk[case]
        if "domestic abuse" in flags and risk["known adult"] == "low":
            yield case


@rule
def a14(r: Record) -> Iterable[str]:
    return set(r.live) - {row["case_id"] for row in r.self_assessments}


@rule
def p01(r: Record) -> Iterable[str]:
    signed = {row["case_id"]: row["signed_at"] for row in r.plans}
    return [case for case, _ in started(r, 365) if days(r.first_kept[case], signed[case]) > 15]


@rule
def p02(r: Record) -> Iterable[str]:
    return [
        row["case_id"]
        for row in r.plans
        if ago(row["signed_at"].date(), 365)
        and row["signed_at"].date() < r.first_kept[row["case_id"]].date()
    ]


@rule
def p03(r: Record) -> Iterable[str]:
    covered = {(row["plan_id"], row["group"]) for row in r.risk_actions}
    for row in r.plans:
        risks = r.risk[row["case_id"]].items()
        if any(RANK[level] and (row["plan_id"], group) not in covered for group, level in risks):
            yield row["case_id"]


@rule
def p04(r: Record) -> Iterable[str]:
    open_now = [row for row in r.agencies if not row["closed_on"]]
    return [row["case_id"] for row in open_now if not ago(row["last_shared_on"], 92)]


@rule
def p05(r: Record) -> Iterable[str]:
    aimed_at = {row["need_id"] for row in r.goals}
    high = [row for row in r.needs if row["score"] == "high"]
    return [row["case_id"] for row in high if row["need_id"] not in aimed_at]


@rule
def p06(r: Record) -> Iterable[str]:
    return [
        row["case_id"]
        for row in r.plans
        if row["contact_interval_days"] > 31
        and row["case_id"] in r.current
        and not last_third(r.live[row["case_id"]])
    ]


def last_third(case: Row) -> bool:
    """Where contact may be suspended."""
    whole = case["ends_on"] - case["started_on"]
    return 3 * (TODAY - case["started_on"]) >= 2 * whole


@rule
def d01(r: Record) -> Iterable[str]:
    interval = {row["case_id"]: row["contact_interval_days"] for row in r.plans}
    for case in r.current:
        rows = [x for x in r.held[case] if x["outcome"]]
        rows = [x for x in rows if ago(x["planned_at"].date(), 84)]
        kept = sorted(x["planned_at"].date() for x in rows if x["outcome"] == KEPT)
        ends = [*kept, TODAY]
        gap = max((b - a).days for a, b in pairwise(ends)) if kept else 999
        if len(kept) < 0.75 * len(rows) or gap > 1.5 * interval[case]:
            yield case


@rule
def d02(r: Record) -> Iterable[str]:
    seen = {row["case_id"]: row for row in r.contacts if row["type"] == "home visit"}
    for case, row in started(r, 182):
        due = row["started_on"] + dt.timedelta(days=(84, 42, 15)[r.overall(case)])
        kept = seen[case]["planned_at"].date() if case in seen else TODAY
        if kept > due:
            yield case


@rule
def d03(r: Record) -> Iterable[str]:
    return [row["case_id"] for row in r.referrals if days(row["sent_at"], row["assessed_at"]) > 10]


@rule
def d06(r: Record) -> Iterable[str]:
    for row in r.contacts:
        recent = ago(row["planned_at"].date(), 90) and row["outcome"]
        if recent and days(row["planned_at"], row["outcome_recorded_at"]) > 1:
            yield row["case_id"]


@rule
def d07(r: Record) -> Iterable[str]:
    owner = {row["failure_id"]: row["case_id"] for row in r.failures}
    poor = [owner[row["failure_id"]] for row in r.letters if not row["warns_of_court"]]
    return [case for case in poor if r.live[case]["sentence_type"] == "community order"]


@rule
def d08(r: Record) -> Iterable[str]:
    failed = {row["failure_id"]: row for row in r.failures}
    for row in r.breaches:
        failure = failed[row["failure_id"]]
        order = r.live[failure["case_id"]]["sentence_type"] == "community order"
        if order and days(failure["failed_at"], row["referred_at"]) > 10:
            yield failure["case_id"]


@rule
def d09(r: Record) -> Iterable[str]:
    owner = {row["event_id"]: row["case_id"] for row in r.events}
    for row in r.recalls:
        if row["sent_at"] - row["agreed_at"] > dt.timedelta(hours=24):
            yield owner[row["event_id"]]


@rule
def d10(r: Record) -> Iterable[str]:
    event = {row["event_id"]: row for row in r.events}
    for row in r.escalations:
        happened = event[row["event_id"]]["happened_at"]
        asked_then = happened.date() <= dt.date(2021, 6, 25)
        if asked_then and days(happened, row["sent_at"]) > 0:
            yield event[row["event_id"]]["case_id"]


@rule
def d11(r: Record) -> Iterable[str]:
    moved = [row for row in r.allocations if row["reason"] == "planned change"]
    for row in moved:
        later = [
            each
            for each in r.held[row["case_id"]]
            if each["officer_id"] == row["officer_id"]
            and each["outcome"] == KEPT
            and each["planned_at"].date() >= row["allocated_at"].date()
        ]
        met = later and days(row["allocated_at"], min(x["planned_at"] for x in later)) <= 10
        if row["handover_note_at"] is None or not met:
            yield row["case_id"]


@rule
def d12(r: Record) -> Iterable[str]:
    away = {row["staff_id"] for row in r.absences if row["from_on"] <= TODAY <= row["until_on"]}
    covered = {row["case_id"] for row in r.covers}
    return [case for case in r.current if r.holder[case] in away and case not in covered]


@rule
def r01(r: Record) -> Iterable[str]:
    reviewed = {row["event_id"] for row in r.reviews}
    calling = [row for row in r.events if row["type"] in {"arrest", "new address"}]
    return [row["case_id"] for row in calling if row["event_id"] not in reviewed]


@rule
def r02(r: Record) -> Iterable[str]:
    last: dict[str, dt.date] = {}
    for row in r.reviews:
        last[row["case_id"]] = max(last.get(row["case_id"], dt.date.min), row["signed_at"].date())
    for case in r.current:
        since = last.get(case, r.live[case]["started_on"])
        if not ago(since, 365):
            yield case


@rule
def r03(r: Record) -> Iterable[str]:
    signed = [row for row in r.reviews if ago(row["signed_at"].date(), 365)]
    return [row["case_id"] for row in signed if row["same_as_before"] > 90]


@rule
def r04(r: Record) -> Iterable[str]:
    for rows in r.by("risk_levels").values():
        seen: set[str] = set()
        for row in sorted(rows, key=lambda row: row["set_at"]):
            changed = row["group"] in seen and ago(row["set_at"].date(), 365)
            seen.add(row["group"])
            if changed and row["signed_by"] is None and r.flagged.get(row["case_id"]):
                yield row["case_id"]


@rule
def r05(r: Record) -> Iterable[str]:
    live = [row for row in r.flags if not row["ended_on"]]
    return [row["case_id"] for row in live if row["review_by_on"] < TODAY]


@rule
def m01(r: Record) -> Iterable[str]:
    acted = {row["oversight_id"] for row in r.oversight_actions}
    looks: dict[tuple[str, str], list[dt.datetime]] = defaultdict(list)
    for row in r.oversights:
        if row["oversight_id"] in acted and row["decision_given"]:
            looks[row["case_id"], row["trigger"]].append(row["looked_at"])
    for case, trigger, when in called_for(r):
        after = [at for at in looks[case, trigger] if at >= when]
        if case in r.current and not (after and days(when, min(after)) <= 5):
            yield case


def called_for(r: Record) -> Iterable[tuple[str, str, dt.datetime]]:
    """What calls for a manager to look."""
    for row in r.assessments:
        if r.flagged.get(row["case_id"]) or r.at_first[row["case_id"]] >= 2:
            yield row["case_id"], "first assessment", row["signed_at"]
    of_event = {row["event_id"]: row["case_id"] for row in r.events}
    of_failure = {row["failure_id"]: row["case_id"] for row in r.failures}
    for row in r.recalls:
        yield of_event[row["event_id"]], "recall or breach", row["considered_at"]
    for row in r.breaches:
        yield of_failure[row["failure_id"]], "recall or breach", row["referred_at"]
    joined = {row["staff_id"]: row["in_post_from_on"] for row in r.staff}
    for row in r.allocations:
        if row["reason"] == "planned change":
            yield row["case_id"], "transfer", row["allocated_at"]
        if (row["allocated_at"].date() - joined[row["officer_id"]]).days < 365:
            yield row["case_id"], "new officer", row["allocated_at"]
    yield from lowered(r)


def lowered(r: Record) -> Iterable[tuple[str, str, dt.datetime]]:
    for case, rows in r.by("risk_levels").items():
        levels: dict[str, int] = {}
        for row in sorted(rows, key=lambda row: row["set_at"]):
            if RANK[row["level"]] < levels.get(row["group"], 0):
                yield case, "risk lowered", row["set_at"]
            levels[row["group"]] = RANK[row["level"]]


@rule
def m02(r: Record) -> Iterable[str]:
    last = {
        who: max(x["held_at"] for x in rows)
        for who, rows in r.by("supervisions", "staff_id").items()
    }
    return [who for who, held in last.items() if not ago(held.date(), 42)]


@rule
def m03(r: Record) -> Iterable[str]:
    for who, rows in r.by("supervisions", "staff_id").items():
        asked = ("case_from_gaps", "practice_observed", "skill_goal")
        if not any(row[each] for row in rows for each in asked):
            yield who


@rule
def m04(r: Record) -> Iterable[str]:
    relieved = {row["staff_id"] for row in r.relief_plans}
    for who, rows in r.by("workloads", "staff_id").items():
        if who not in relieved and all(row["points_used"] > 110 for row in rows[-4:]):
            yield who


@rule
def m05(r: Record) -> Iterable[str]:
    held = Counter(r.holder[case] for case in r.current)
    hours = {row["staff_id"]: row["contracted_hours"] / row["full_time_hours"] for row in r.staff}
    return [who for who, count in held.items() if count / hours[who] > 50]


@rule
def m06(r: Record) -> Iterable[str]:
    team = {row["staff_id"]: row["unit_id"] for row in r.staff}
    above = {row["unit_id"]: row["parent_id"] for row in r.units}
    lost: dict[str, list[float]] = defaultdict(lambda: [0, 0])
    for row in r.absences:
        if row["reason"] == "sickness":
            lost[above[team[row["staff_id"]]]][ago(row["from_on"], 365)] += row["working_days"]
    return [unit for unit, (before, now) in lost.items() if now >= before]


@rule
def u01(r: Record) -> Iterable[str]:
    starts = {row["session_id"]: row["starts_at"] for row in r.sessions}
    first: dict[str, dt.datetime] = {}
    for row in r.attendances:
        when = starts[row["session_id"]]
        first[row["unpaid_work_id"]] = min(first.get(row["unpaid_work_id"], when), when)
    for row in r.unpaid_work:
        if row["inducted_at"] > first[row["unpaid_work_id"]]:
            yield row["case_id"]


@rule
def u02(r: Record) -> Iterable[str]:
    starts = {row["session_id"]: row["starts_at"] for row in r.sessions}
    first = {
        k: min(starts[x["session_id"]] for x in v)
        for k, v in r.by("attendances", "unpaid_work_id").items()
    }
    for row in r.unpaid_work:
        if days(row["allocated_at"], first[row["unpaid_work_id"]]) > 7:
            yield row["case_id"]


def attended(r: Record) -> Iterable[tuple[str, Row, dt.datetime]]:
    owner = {row["unpaid_work_id"]: row["case_id"] for row in r.unpaid_work}
    starts = {row["session_id"]: row["starts_at"] for row in r.sessions}
    for row in r.attendances:
        yield owner[row["unpaid_work_id"]], row, starts[row["session_id"]]


@rule
def u03(r: Record) -> Iterable[str]:
    return [
        case for case, row, at in attended(r) if ago(at.date(), 28) and row["offered_hours"] < 7
    ]


@rule
def u04(r: Record) -> Iterable[str]:
    service = "attended sent home (service issue)"
    lost = Counter(
        case for case, row, at in attended(r) if row["outcome"] == service and ago(at.date(), 56)
    )
    return [case for case, count in lost.items() if count >= 2]


@rule
def u05(r: Record) -> Iterable[str]:
    for case, row, at in attended(r):
        if row["outcome"] and ago(at.date(), 30) and row["outcome_recorded_at"].date() > at.date():
            yield case


@rule
def u07(r: Record) -> Iterable[str]:
    return [row["case_id"] for row in r.unpaid_work if row["learning_offered_at"] is None]


@rule
def u08(r: Record) -> Iterable[str]:
    restricted = {row["case_id"] for row in r.restrictions}
    for case, row, at in attended(r):
        if at.date() > TODAY and case in restricted and row["card_read_at"] is None:
            yield case


@rule
def u09(r: Record) -> Iterable[str]:
    task = {row["task_id"]: row["assigned_at"] for row in r.tasks}
    for case, row, at in attended(r):
        if row["task_id"] and task[row["task_id"]].date() > at.date():
            yield case


@rule
def t01(r: Record) -> Iterable[str]:
    three = dt.timedelta(hours=72)
    return [
        row["case_id"]
        for row in r.resettlements
        if row["received_at"].date() <= dt.date(2021, 6, 25)
        and row["screening_1_at"] - row["received_at"] > three
    ]


def soon(r: Record, within: int) -> list[Row]:
    inside = [row for row in r.resettlements if row["released_at"] is None]
    return [row for row in inside if (row["release_on"] - TODAY).days <= within]


@rule
def t02(r: Record) -> Iterable[str]:
    # Until the 77th day before it is only due.
    return [row["case_id"] for row in soon(r, 76) if row["review_at"] is None]


@rule
def t03(r: Record) -> Iterable[str]:
    acted = {(row["resettlement_id"], row["group"]) for row in r.resettlement_actions}
    for row in soon(r, 27):
        risks = r.risk[row["case_id"]].items()
        if any(RANK[x] and (row["resettlement_id"], group) not in acted for group, x in risks):
            yield row["case_id"]


@rule
def t04(r: Record) -> Iterable[str]:
    return [row["case_id"] for row in soon(r, 14) if row["handover_accepted_at"] is None]


@rule
def w01(r: Record) -> Iterable[str]:
    women = {row["person_id"] for row in r.people if row["sex"] == "female"}
    asked = {row["case_id"] for row in r.offers if row["offer"] == "female officer"}
    return [c for c in r.current if r.live[c]["person_id"] in women and c not in asked]


@rule
def h01(r: Record) -> Iterable[str]:
    task = {row["task_id"]: row["assigned_at"] for row in r.tasks}
    four = dt.timedelta(hours=4)
    return [
        row["case_id"] for row in r.documents if task[row["task_id"]] - row["received_at"] > four
    ]


@rule
def i01(r: Record) -> Iterable[str]:
    for table, happened in (
        ("plans", "signed_at"),
        ("assessments", "signed_at"),
        ("reviews", "signed_at"),
    ):
        for row in getattr(r, table):
            if ago(row[happened].date(), 90) and days(row[happened], row["recorded_at"]) > 5:
                yield row["case_id"]


@rule
def a06(r: Record) -> Iterable[str]:
    sent = asked(r, "children's services")
    near = {row["case_id"] for row in r.relationships if row["has_contact"]}
    near |= {case for case, flags in r.flagged.items() if flags & set(ABOUT)}
    return [case for case in near if case in r.live and case not in sent]


@rule
def d04(r: Record) -> Iterable[str]:
    for row in r.requirements:
        case = r.live[row["case_id"]]
        if row["type"] == "activity days" and row["ended_on"] is None:
            whole, gone = case["ends_on"] - case["started_on"], TODAY - case["started_on"]
            if row["delivered"] < 0.8 * row["ordered"] * (gone / whole):
                yield row["case_id"]


@rule
def d05(r: Record) -> Iterable[str]:
    heard: dict[tuple[str, str], dt.date] = {}
    for row in r.enquiries:
        if row["received_at"]:
            key, day = (row["case_id"], row["type"]), row["received_at"].date()
            heard[key] = max(heard.get(key, day), day)
    meeting = {row["case_id"] for row in r.agencies if ago(row["last_shared_on"], 180)}
    for case in r.current - meeting:
        for flag in r.flagged.get(case, set()) & set(ABOUT):
            since = heard.get((case, ABOUT[flag]), r.live[case]["started_on"])
            if not ago(since, 184):
                yield case


@rule
def u06(r: Record) -> Iterable[str]:
    worked: dict[str, float] = defaultdict(float)
    lately: dict[str, float] = defaultdict(float)
    for _, row, at in attended(r):
        worked[row["unpaid_work_id"]] += row["worked_hours"] or 0
        if ago(at.date(), 56):
            lately[row["unpaid_work_id"]] += row["worked_hours"] or 0
    for row in r.unpaid_work:
        left = row["hours_ordered"] - worked[row["unpaid_work_id"]]
        if row["ended_on"] is None and left > 0:
            weekly = lately[row["unpaid_work_id"]] / 8
            end = row["from_on"] + dt.timedelta(days=365)
            if not weekly or TODAY + dt.timedelta(weeks=left / weekly) > end:
                yield row["case_id"]


@rule
def u10(r: Record) -> Iterable[str]:
    women = {row["person_id"] for row in r.people if row["sex"] == "female"}
    asked_her = {row["case_id"] for row in r.offers if row["offer"] == "placement choice"}
    for row in r.unpaid_work:
        woman = r.live[row["case_id"]]["person_id"] in women
        if woman and row["ended_on"] is None and row["case_id"] not in asked_her:
            yield row["case_id"]


@pytest.fixture(scope="module")
def caseload(made_up_of: Callable[..., Path]) -> Record:
    return Record(made_up_of(2_500, seed=3))


@pytest.mark.parametrize("criterion", sorted(RULES))
def test_every_seeded_fault_is_there_and_no_other(caseload: Record, criterion: str) -> None:
    truth = [row for row in caseload.truth if row["criterion"] == criterion]
    seeded = {row["case_id"] or row["staff_id"] or row["unit_id"] for row in truth}
    assert set(RULES[criterion](caseload)) == seeded


def test_every_fault_is_worked_out_again_here() -> None:
    assert set(RULES) == set(faults())
