"""Five criteria as one would write them in pandas: states only, no evidence, no blanks."""

from collections import Counter
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from benchmarks.assurance_extract import COLUMNS, ON, TOPICS, days_off

Frame: TypeAlias = Any
"""pandas brings no types."""
TODAY = pd.Timestamp(ON)
STATES = ("not met", "cannot tell", "due", "excused", "met")
HOLIDAYS = np.array(days_off(), dtype="datetime64[D]")
VISITS = ("appointment", "home visit")


def states(criterion: str, folder: Path) -> Counter[str]:
    """How many cases are in each state, reading included."""
    return FORMS[criterion](folder)


def _a01(folder: Path) -> Counter[str]:
    cases = _read(folder, "cases").dropna(subset="started_on")
    age = (TODAY - cases.started_on).dt.days
    cases = cases[(age >= 0) & (age <= 90)]
    given = _read(folder, "allocations").dropna(subset=["officer_id", "allocated_at"])
    first = given.groupby("case_id").allocated_at.min().dt.normalize().rename("done_on")
    rows = cases.join(first, on="case_id").merge(_tier_at_start(folder, cases), on="case_id")
    rows["due_on"] = _working_days(rows.started_on, np.where(rows.tier == "4", 1, 3))
    rows["good"] = rows.done_on <= rows.due_on
    reasons = ("custody", "court error")
    rows["excused"] = _excused(folder, rows, reasons, rows.started_on).to_numpy()
    return _count(rows)


def _tier_at_start(folder: Path, cases: Frame) -> Frame:
    """The last tier set by the first day; else the first tier there is."""
    tiers = _read(folder, "tiers").dropna(subset="set_at")
    rows = cases.merge(tiers, on="case_id").sort_values(["set_at", "tier_id"])
    rows["set_on"] = rows.set_at.dt.normalize()
    before = rows[rows.set_on <= rows.started_on].drop_duplicates("case_id", keep="last")
    first_day = rows[rows.set_on == rows.groupby("case_id").set_on.transform("min")]
    first = first_day.drop_duplicates("case_id", keep="last")
    found = pd.concat([before, first]).drop_duplicates("case_id")
    return found[["case_id", "tier"]]


def _a14(folder: Path) -> Counter[str]:
    signed = _read(folder, "assessments").dropna(subset="signed_at")
    signed = signed[signed.signed_at.dt.normalize() <= TODAY]
    rows = signed.sort_values(["signed_at", "assessment_id"]).drop_duplicates(
        "case_id", keep="last"
    )
    views = _read(folder, "self_assessments").merge(rows, on="case_id")
    views = views[views.given_at < views.signed_at]
    declined = views.declined.astype("boolean").fillna(value=False).astype(bool)
    answers = _read(folder, "diversity_answers").merge(rows, on="case_id")
    answers = answers[answers.answered_at < answers.signed_at]
    topics = answers.groupby("case_id").topic.nunique()
    asked = rows.case_id.map(topics) == TOPICS
    rows["good"] = asked & rows.case_id.isin(views.case_id[~declined])
    rows["excused"] = asked & rows.case_id.isin(views.case_id[declined])
    rows["due_on"] = rows["done_on"] = rows.signed_at.dt.normalize()
    return _count(rows)


def _d03(folder: Path) -> Counter[str]:
    held = _read(folder, "referrals")
    recent = held.closed_on.isna() | (held.closed_on + pd.DateOffset(months=6) >= TODAY)
    steps = []
    for start, end, days in (("sent_at", "assessed_at", 10), ("assessed_at", "plan_at", 5)):
        begun = held[start].dt.normalize()
        rows = held[recent & (begun <= TODAY) & (begun >= "2021-06-26")].copy()
        rows["due_on"] = _working_days(rows[start], days)
        rows["done_on"] = rows[end].dt.normalize()
        rows["good"] = rows.done_on <= rows.due_on
        rows["excused"] = False
        if start == "sent_at":
            rows["excused"] = _excused(folder, rows, ("person missed it",), rows[start]).to_numpy()
        steps.append(rows)
    return _count(pd.concat(steps))


def _d06(folder: Path) -> Counter[str]:
    rows = _read(folder, "contacts")
    planned = rows.planned_at.dt.normalize()
    age = (TODAY - planned).dt.days
    rows = rows[rows.type.isin(VISITS) & (age >= 0) & (age <= 90)].copy()
    rows["due_on"] = _working_days(rows.planned_at, 1)
    rows["done_on"] = rows.outcome_recorded_at.dt.normalize().where(rows.outcome.notna())
    rows["good"], rows["excused"] = rows.done_on <= rows.due_on, False
    late = rows[~rows.good].merge(_read(folder, "cases")[["case_id", "unit_id"]], on="case_id")
    late = late.rename(columns={"officer_id": "staff_id"}).set_index(late.index)
    most = _working_days(late.planned_at, 5)
    left = ~(late.done_on <= most) & (most < TODAY)
    late["excused"] = _of_anyone(folder, late, until_ever=~left)
    late.loc[left, "done_on"] = late.planned_at.dt.normalize()
    return _count(pd.concat([rows[rows.good], late]))


def _of_anyone(folder: Path, rows: Frame, until_ever: Frame) -> Frame:
    """Whether an outage holds: of the case, else of the officer, else of the unit."""
    excused = pd.Series(data=False, index=rows.index)
    decided = excused.copy()
    for of in ("case_id", "staff_id", "unit_id"):
        held = _excuses(folder, rows, ("system outage",), rows.planned_at, of)
        holds = held.notna() & (until_ever | (held >= TODAY))
        excused |= holds & ~decided
        decided |= held.notna()
    return excused


def _r05(folder: Path) -> Counter[str]:
    flags = _read(folder, "flags")
    raised = flags.raised_at.dt.normalize()
    live = flags[(raised <= TODAY) & ~(flags.ended_on <= TODAY)]
    filled = live.assign(due_on=live.raised_at.dt.normalize())
    filled["done_on"], filled["excused"] = filled.due_on, False
    filled["good"] = live.type.notna() & live.owner_id.notna() & live.reason_given.astype(bool)
    soon = live[live.review_by_on - pd.Timedelta(days=14) <= TODAY]
    dated = soon.assign(due_on=soon.review_by_on, done_on=pd.NaT, good=False, excused=False)
    return _count(pd.concat([filled, dated.astype({"done_on": filled.done_on.dtype})]))


FORMS = {"A01": _a01, "A14": _a14, "D03": _d03, "D06": _d06, "R05": _r05}


def _read(folder: Path, table: str) -> Frame:
    rows = pd.read_parquet(folder / f"{table}.parquet", columns=list(COLUMNS[table]))
    for column in rows.columns:
        if column.endswith(("_on", "_at")):
            rows[column] = pd.to_datetime(rows[column])
    return rows


def _working_days(start: Frame, count: Any) -> Frame:
    days = start.to_numpy().astype("datetime64[D]")
    ends = np.busday_offset(days, count, roll="backward", holidays=HOLIDAYS)
    return pd.Series(ends.astype("datetime64[ns]"), index=start.index)


def _excuses(
    folder: Path, rows: Frame, reasons: tuple[str, ...], start: Frame, of: str = "case_id"
) -> Frame:
    """The last day of the first excuse that touches each row's days; blank if none does."""
    held = _read(folder, "excuses")
    held = held[held.reason.isin(reasons)].dropna(subset=of)[
        [of, "excuse_id", "from_on", "until_on"]
    ]
    held["until_on"] = held.until_on.fillna(pd.Timestamp("2200-01-01"))
    asked = pd.DataFrame({of: rows[of], "start": start.dt.normalize(), "end": rows.due_on})
    asked["row"] = np.arange(len(asked))
    pairs = asked.merge(held, on=of)
    touch = ~(pairs.from_on > pairs.end) & (pairs.until_on >= pairs.start)
    first = pairs[touch].sort_values("excuse_id").drop_duplicates("row").set_index("row").until_on
    return pd.Series(first.reindex(range(len(asked))).to_numpy(), index=rows.index)


def _excused(folder: Path, rows: Frame, reasons: tuple[str, ...], start: Frame) -> Frame:
    return _excuses(folder, rows, reasons, start) >= TODAY


def _count(checks: Frame) -> Counter[str]:
    """Turn checks into the state of each case, its worst, and count these."""
    settled = checks[["done_on"]].assign(past=checks.due_on + pd.Timedelta(days=1)).min(axis=1)
    place = np.select([settled > TODAY, checks.good, checks.excused], [2, 4, 3], 0)
    worst = pd.Series(place, index=checks.case_id).groupby(level=0).min()
    return Counter({STATES[place]: number for place, number in worst.value_counts().items()})
