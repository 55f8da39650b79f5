"""D07 once more, in plain Python."""

import datetime as dt
from collections.abc import Iterator

from assay.assurance.referee.base import (
    Row,
    Tables,
    Verdict,
    Verdicts,
    as_day,
    judge,
    last_day,
    worst,
)
from assay.standards.profile import Profile

PARTS = ("describes_failure", "says_unacceptable", "warns_of_court")


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What D07 says of each case on a day."""
    kinds = {row["case_id"]: row["sentence_type"] for row in tables["cases"]}
    found = []
    for row in tables["failures"]:
        kind = kinds.get(row["case_id"], "none")
        if kind in (None, "community order"):
            who = (row["case_id"], row["failure_id"])
            found += [(*who, each) for each in _of(row, kind, tables, on, profile)]
    return worst(found)


def _of(
    row: Row, kind: str | None, tables: Tables, on: dt.date, profile: Profile
) -> Iterator[Verdict]:
    failed, decided = as_day(row["failed_at"]), as_day(row["decided_at"])
    if failed is None:
        if row["decision"] != "accepted" or decided is None:
            yield Verdict("cannot tell", None, "blank: failures.failed_at")
        return
    last = last_day(profile, "D07.looks_back", failed)
    if last is None or not failed <= on <= last or not _first(row, tables, on, profile):
        return
    blank = "cases.sentence_type" if kind is None else None
    yield _decision(row, on, last_day(profile, "warning.evidence_within", failed), blank)
    if row["decision"] == "not accepted" and decided is not None and decided <= on:
        yield _warning(row, tables, on, last_day(profile, "warning.letter_within", decided), blank)


def _first(row: Row, tables: Tables, on: dt.date, profile: Profile) -> bool:
    """Whether no earlier failure of the last months stands, by the day."""
    for other in tables["failures"]:
        if other["case_id"] != row["case_id"] or other["failed_at"] is None:
            continue
        lasts = last_day(profile, "warning.lasts", other["failed_at"].date())
        mine, its = ((each["failed_at"], each["failure_id"]) for each in (row, other))
        if its < mine and lasts is not None and row["failed_at"].date() <= lasts:
            decided = as_day(other["decided_at"])
            if other["decision"] != "accepted" or (decided is not None and decided > on):
                return False
    return True


def _decision(row: Row, on: dt.date, due: dt.date | None, blank: str | None) -> Verdict:
    decided = as_day(row["decided_at"])
    known = row["decision"] in ("accepted", "not accepted")
    if blank is None and row["decision"] is None and decided:
        blank = "failures.decision"
    if blank is None and known:
        for field in ("decided_at", "reason_given"):
            if row[field] is None:
                blank = f"failures.{field}"
                break
    accepted = row["decision"] == "accepted" and decided is not None and decided <= on
    return judge(
        on,
        due,
        decided if known else None,
        right=row["reason_given"],
        wrong="no reason",
        blank=blank,
        excuse="evidence accepted" if accepted else None,
    )


def _warning(
    row: Row, tables: Tables, on: dt.date, due: dt.date | None, blank: str | None
) -> Verdict:
    letters = [
        each
        for each in tables["letters"]
        if each["failure_id"] == row["failure_id"] and each["step"] in (None, "first warning")
    ]
    letters.sort(
        key=lambda each: (
            each["step"] is None,
            each["sent_at"] is None,
            each["sent_at"] or row["decided_at"],
            each["letter_id"],
        )
    )
    if not letters:
        return judge(on, due, None, blank=blank)
    first = letters[0]
    empty = [field for field in ("step", "sent_at", *PARTS) if first[field] is None]
    if blank is None and empty:
        blank = f"letters.{empty[0]}"
    right = all(first[part] for part in PARTS)
    return judge(on, due, as_day(first["sent_at"]), right=right, wrong="part missing", blank=blank)
