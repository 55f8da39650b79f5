"""D08 once more, in plain Python."""

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
    number,
    value,
    worst,
)
from assay.standards.profile import Profile


def verdicts(tables: Tables, on: dt.date, profile: Profile) -> Verdicts:
    """What D08 says of each case on a day."""
    kinds = {row["case_id"]: row["sentence_type"] for row in tables["cases"]}
    found = []
    for row in tables["failures"]:
        if row["case_id"] in kinds:
            who = (row["case_id"], row["failure_id"])
            kind = kinds[row["case_id"]]
            found += [(*who, each) for each in _of(row, kind, tables, on, profile)]
    return worst(found)


def _of(
    row: Row, kind: str | None, tables: Tables, on: dt.date, profile: Profile
) -> Iterator[Verdict]:
    failed = as_day(row["failed_at"])
    last = last_day(profile, "warning.lasts", failed)
    if failed is not None and (last is None or not failed <= on <= last):
        return
    yield from _unsure(row, kind, tables, on, profile)
    warning = _warning(row, tables, profile)
    if failed is None or warning is None or _another(row, warning, tables, on, profile):
        return
    if kind is None or number(profile, "breach.on_failure", failed, sentence=kind) is not None:
        yield from _checks(row, kind, tables, on, profile)


def _warnings(row: Row, tables: Tables) -> list[tuple[Row, Row]]:
    """Letters of the case for other failures that are or may be first warnings, with these."""
    others = {
        each["failure_id"]: each
        for each in tables["failures"]
        if each["case_id"] == row["case_id"] and each["failure_id"] != row["failure_id"]
    }
    return [
        (letter, others[letter["failure_id"]])
        for letter in tables["letters"]
        if letter["step"] in ("first warning", None) and letter["failure_id"] in others
    ]


def _warning(row: Row, tables: Tables, profile: Profile) -> Row | None:
    """The latest warning that lasts on the day of the failure."""
    live = []
    for letter, _ in _warnings(row, tables):
        sent, failed = letter["sent_at"], row["failed_at"]
        if letter["step"] is not None and _lasts(sent, failed, profile):
            live.append(letter)
    return max(live, key=lambda each: (each["sent_at"], each["letter_id"]), default=None)


def _lasts(sent: dt.datetime | None, failed: dt.datetime | None, profile: Profile) -> bool:
    """Whether a letter was sent before a failure, and a warning still lasted on its day."""
    if sent is None or failed is None or sent >= failed:
        return False
    lasts = last_day(profile, "warning.lasts", sent.date())
    return lasts is not None and failed.date() <= lasts


def _another(row: Row, warning: Row, tables: Tables, on: dt.date, profile: Profile) -> bool:
    """Whether an earlier failure under the same warning stands."""
    for each in tables["failures"]:
        if each["case_id"] != row["case_id"] or each["failed_at"] is None:
            continue
        before = (each["failed_at"], each["failure_id"]) < (row["failed_at"], row["failure_id"])
        if before and _warning(each, tables, profile) == warning:
            decided = as_day(each["decided_at"])
            if each["decision"] != "accepted" or (decided is not None and decided > on):
                return True
    return False


def _checks(
    row: Row, kind: str | None, tables: Tables, on: dt.date, profile: Profile
) -> Iterator[Verdict]:
    failed = as_day(row["failed_at"])
    breach = _breach(row, tables)
    referred = as_day(breach["referred_at"]) if breach else None
    excuse = _excuse(row, breach, on)
    aware = value(profile, "breach.clock", failed) == "becoming aware"
    clock = as_day(row["known_at"]) if aware else failed
    due = last_day(profile, "breach.referred_within", clock)
    blank = "cases.sentence_type" if kind is None else None
    missing = blank or ("breaches.referred_at" if breach and referred is None else None)
    missing = missing or (None if clock else "failures.known_at")
    yield judge(on, due, referred, blank=missing, excuse=excuse)
    if referred is not None and referred <= on:
        within = last_day(profile, "breach.presented_within", referred)
        if number(profile, "breach.presented_within", referred) is not None and breach:
            done = as_day(breach["presented_at"])
            yield judge(on, within, done, blank=blank, excuse=excuse)
    again = [
        each["sent_at"].date()
        for each in tables["letters"]
        if each["failure_id"] == row["failure_id"]
        and each["step"] in ("first warning", "second or other letter")
        and each["sent_at"] is not None
    ]
    waiting = referred is None or on < referred
    if again and min(again) <= on and waiting and excuse is None:
        yield judge(on, failed, failed, right=False, wrong="warned again", blank=blank)


def _breach(row: Row, tables: Tables) -> Row | None:
    held = [each for each in tables["breaches"] if each["failure_id"] == row["failure_id"]]
    held.sort(
        key=lambda each: (
            each["referred_at"] is None,
            each["referred_at"] or row["failed_at"],
            each["breach_id"],
        )
    )
    return held[0] if held else None


def _excuse(row: Row, breach: Row | None, on: dt.date) -> str | None:
    """What excuses it by a day: the reason accepted, or the breach withdrawn; the first of them."""
    known = []
    if row["decision"] == "accepted":
        failed = row["failed_at"].date()
        known.append((max(as_day(row["decided_at"]) or failed, failed), "failure accepted"))
    if breach and breach["withdrawn_on"]:
        known.append((breach["withdrawn_on"], "court withdrew"))
    if not known:
        return None
    since, word = min(known, key=lambda each: each[0])
    return word if since <= on else None


def _unsure(
    row: Row, kind: str | None, tables: Tables, on: dt.date, profile: Profile
) -> Iterator[Verdict]:
    """Whether a blank time or kind leaves open that a warning came before."""
    if row["decision"] == "accepted":
        return
    for letter, other in _warnings(row, tables):
        sent, failed = as_day(letter["sent_at"]), as_day(row["failed_at"])
        asked = number(profile, "breach.on_failure", failed or sent, sentence=kind)
        if asked is None:
            continue
        if failed is None and sent is not None and sent <= on:
            yield Verdict("cannot tell", None, "blank: failures.failed_at")
        after = other["failed_at"] and failed and other["failed_at"] >= row["failed_at"]
        if sent is None and failed and not after:
            yield Verdict("cannot tell", None, "blank: letters.sent_at")
        if letter["step"] is None and _lasts(letter["sent_at"], row["failed_at"], profile):
            yield Verdict("cannot tell", None, "blank: letters.step")
