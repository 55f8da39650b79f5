"""Whether a practice profile makes sense: what its shape alone can't say."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from assay.standards.practice import Amount, Key, Practice
from assay.standards.profile import Change, Profile, ProfileFile, Stated
from assay.standards.walk import Fault

DAY = timedelta(days=1)


def profile_faults(file: ProfileFile, practice: Practice) -> list[Fault]:
    """Give everything about a profile's own values that does not make sense.

    Args:
        file: Right in shape.
        practice: The vocabulary it is written in.

    Returns:
        A fault for each unknown key, unit, word, circumstance or source, each value outside
        the time of its key or its profile, each overlap, and each change out of order.
    """
    return [
        *_in_force_faults(file),
        *_stated_faults(file, practice),
        *_source_faults(file, practice),
        *_overlaps(file),
        *_order_faults(file.changes),
    ]


def gap_faults(profile: Profile) -> list[Fault]:
    """Give the keys that a criterion uses and that have no value on some day.

    Args:
        profile: Laid together with what it stands on.
    """
    if profile.answers_from is None:
        return []
    return [
        (("values",), f"no {key.key} from {first}" + (f" to {last}" if last else " on"))
        for key in profile.practice.keys.values()
        if key.criteria
        for first, last in _gaps(profile, key, profile.answers_from)
    ]


def _gaps(profile: Profile, key: Key, answers_from: date) -> Iterator[tuple[date, date | None]]:
    first = max(answers_from, key.starts or answers_from)
    ends = [day for day in (profile.in_force.until, key.until) if day]
    last = min(ends) if ends else None
    if last and last < first:
        return
    for span in profile.spans.get(key.key, ()):
        if span.starts > first:
            yield first, span.starts - DAY
        if span.ends is None or (last and span.ends >= last):
            return
        first = max(first, span.ends + DAY)
    yield first, last


def _in_force_faults(file: ProfileFile) -> Iterator[Fault]:
    starts, until = file.in_force.starts, file.in_force.until
    if until and until < starts:
        yield ("in_force", "until"), f"is before {starts}, the start"


def _stated_faults(file: ProfileFile, practice: Practice) -> Iterator[Fault]:
    for name, stated in (("values", file.values), ("changes", file.changes)):
        for at, each in enumerate(stated):
            for inner, words in (*_faults_of(each, practice), *_time_faults(each, file)):
                yield (name, at, *inner), words


def _source_faults(file: ProfileFile, practice: Practice) -> Iterator[Fault]:
    if file.in_force.source not in practice.sources:
        yield ("in_force", "source"), f"there is no source {file.in_force.source!r}"
    for at, value in enumerate(file.values):
        source = practice.sources.get(value.source)
        if source is None:
            yield ("values", at, "source"), f"there is no source {value.source!r}"
        elif value.verified and not source.verified:
            yield ("values", at, "verified"), f"must be false: nobody verified {source.key!r}"


def _faults_of(stated: Stated, practice: Practice) -> Iterator[Fault]:
    key = practice.keys.get(stated.key)
    if key is None:
        yield ("key",), f"there is no key {stated.key!r}"
        return
    if stated.unit not in key.units:
        yield ("unit",), f"must be {' or '.join(key.units)}"
    if stated.value is None and not stated.cases:
        yield (), "needs a value, or cases"
    for amount in [stated.value, *(case.value for case in stated.cases)]:
        if amount is not None:
            yield from _amount_faults(amount, stated, key)
    yield from _case_faults(stated, key, practice)
    if key.starts and stated.starts < key.starts:
        yield ("starts",), f"is before {key.starts}, when there was no such rule"
    if key.until and (stated.until or stated.starts) > key.until:
        yield ("until",), f"is after {key.until}, the end of the rule"


def _amount_faults(amount: Amount, stated: Stated, key: Key) -> Iterator[Fault]:
    kind = {"word": str, "words": tuple}.get(stated.unit, int)
    if not isinstance(amount, kind):
        asked = {str: "one word", tuple: "a list of words", int: "a whole number"}[kind]
        yield ("value",), f"{stated.unit} needs {asked}"
    elif isinstance(amount, int):
        if amount < 0:
            yield ("value",), "must not be below 0"
    else:
        words = (amount,) if isinstance(amount, str) else amount
        for word in words:
            if word not in key.words:
                yield ("value",), f"{word!r} is none of the words of {key.key}"


def _case_faults(stated: Stated, key: Key, practice: Practice) -> Iterator[Fault]:
    seen: list[Mapping[str, tuple[str, ...]]] = []
    for at, case in enumerate(stated.cases):
        for name, words in case.when.items():
            if name not in key.differs_by:
                yield ("cases", at, "when"), f"{key.key} does not differ by {name!r}"
                continue
            for word in set(words) - set(practice.circumstances[name].words):
                yield ("cases", at, "when"), f"{word!r} is not a word for {name}"
        if any(_covers(earlier, case.when) for earlier in seen):
            yield ("cases", at), "is never reached: an earlier case fits first"
        seen.append(case.when)


def _covers(earlier: Mapping[str, tuple[str, ...]], later: Mapping[str, tuple[str, ...]]) -> bool:
    return all(name in later and set(later[name]) <= set(words) for name, words in earlier.items())


def _time_faults(stated: Stated, file: ProfileFile) -> Iterator[Fault]:
    first, last = file.in_force.starts, file.in_force.until
    if stated.starts < first:
        yield ("starts",), f"is before {first}, the day the profile starts"
    if last and stated.starts > last:
        yield ("starts",), f"is after {last}, the day the profile ends"
    if stated.until and stated.until < stated.starts:
        yield ("until",), f"is before {stated.starts}, the start"


def _overlaps(file: ProfileFile) -> Iterator[Fault]:
    latest: dict[str, tuple[date, date | None]] = {}
    for at, value in enumerate(file.values):
        before = latest.get(value.key)
        if before and value.starts <= before[0]:
            yield ("values", at, "starts"), f"must be after {before[0]}, the one before it"
        elif before and before[1] and value.starts <= before[1]:
            yield ("values", at, "starts"), f"overlaps the one before it, which ends {before[1]}"
        latest[value.key] = (value.starts, value.until)


def _order_faults(changes: tuple[Change, ...]) -> Iterator[Fault]:
    for at, change in enumerate(changes):
        if at and change.changed_on < changes[at - 1].changed_on:
            day = changes[at - 1].changed_on
            yield ("changes", at, "changed_on"), f"is before {day}: changes are added at the end"
