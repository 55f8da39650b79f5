"""W01 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator, Sequence

from assay.assurance.referee.base import (
    Row,
    Tables,
    Verdict,
    Verdicts,
    begun,
    excuse_of,
    first_kept_on,
    first_or_blank,
    judge,
    worst,
)
from assay.standards.profile import Profile

REASONS = {
    "female officer": "no choice of a female officer",
    "women's service referral": "no women's service",
    "women-only time or place": "no women-only time or place",
}
ABSENT = ("service absent",)


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:  # noqa: ARG001 - no numbers
    """What W01 says of each case on a day."""
    sexes = {row["person_id"]: row["sex"] for row in tables["people"]}
    return worst(
        (case["case_id"], shows, verdict)
        for case in begun(tables)
        if sexes.get(case["person_id"], "no such person") in {None, "female"}
        for shows, verdict in _of(case, sexes[case["person_id"]], tables, on)
    )


def _of(case: Row, sex: str | None, tables: Tables, on: dt.date) -> Iterator[tuple[str, Verdict]]:
    """Each thing asked, with what settles ties: the evidence."""
    name, met = case["case_id"], first_kept_on(tables, case["case_id"])
    over = case["ended_on"] is not None and on > case["ended_on"]
    if met is None or on < met or over:
        return
    unknown = "people.sex" if sex is None else None
    topics = [
        {"id": row["answer_id"], "word": row["topic"], "at": row["answered_at"]}
        for row in tables["diversity_answers"]
        if row["case_id"] == name and row["answered_at"]
    ]
    shown, done, _, loose = _first(topics, "caring", met)
    blank = unknown or ("diversity_answers.topic" if loose else None)
    undone = "caring not asked about"
    yield f"diversity_answers{shown}", judge(on, met, done, undone=undone, blank=blank)
    offers = [
        {"id": row["offer_id"], "word": row["offer"], "at": row["offered_at"]}
        for row in tables["offers"]
        if row["case_id"] == name and row["answer"]
    ]
    for choice, undone in REASONS.items():
        shown, done, undated, loose = _first(offers, choice, met)
        field = "offers.offered_at" if undated else "offers.offer" if loose else None
        excuse, until = None, None
        if choice == "women's service referral":
            excuse, until = _absent(case, tables, met)
        verdict = judge(
            on,
            met,
            done,
            undone=undone,
            blank=unknown or field,
            excuse=excuse,
            excused_until=until if done is None else None,
        )
        yield f"offers{shown}", verdict


def _first(
    rows: Sequence[Row], wanted: str, met: dt.date
) -> tuple[str, dt.date | None, bool, bool]:
    """What is shown, the day, and whether an undated or unworded entry leaves it open."""
    mine = [row for row in rows if row["word"] == wanted]
    first = first_or_blank(mine, "at", "id")
    done = first["at"].date() if first and first["at"] else None
    shown = f"/{first['id']}" if first else f": no {wanted}"
    if done is not None and done <= met:
        return shown, done, False, False
    loose = any(
        row["word"] is None and (row["at"] is None or row["at"].date() <= met) for row in rows
    )
    return shown, done, any(row["at"] is None for row in mine), loose


def _absent(case: Row, tables: Tables, met: dt.date) -> tuple[str | None, dt.date | None]:
    """Whether there was no women's service, for her or for her unit."""
    for of in ("case_id", "unit_id"):
        excuse, until = None, None
        if case[of]:
            excuse, until = excuse_of(tables, case[of], ABSENT, met, met, of=of)
        if excuse:
            return excuse, until
    return None, None
