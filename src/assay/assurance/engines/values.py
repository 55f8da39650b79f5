"""Values of a practice profile as expressions: the one in force on each row's day."""

import datetime as dt
from collections.abc import Iterator, Mapping

from assay.assurance.engines.words import Value, case, one
from assay.standards.practice import Amount, Unit
from assay.standards.profile import NoValueError, Profile, Span, span_on

AT_MOST = {"days": 1, "weeks": 7, "months": 31, "years": 366}
"""How many days a unit can be."""


def value(
    profile: Profile,
    key: str,
    on: Value,
    circumstances: Mapping[str, Value],
    unit: Unit | None = None,
) -> Value:
    """The single number or word of a key in force on each row's day; of one unit only, if named."""
    spans = [span for span in _spans(profile, key) if unit in (None, span.stated.unit)]
    kind = "string" if _is_word(profile, key) else "int64"
    none = one(None, kind)
    if not spans:
        return none
    return case(
        *(
            (_holds(profile, span, on), _amount(span, circumstances, kind))
            for span in reversed(spans)
        ),
        otherwise=none,
    )


def words(profile: Profile, key: str, on: dt.date) -> tuple[str, ...]:
    """The words of a key that holds several.

    Raises:
        NoValueError: Nothing is in force that day.
    """
    return _several(span_on(profile, key, on).stated.value)


def has_word(profile: Profile, key: str, on: Value, word: str) -> Value:
    """Whether the words in force on each row's day include one; blank if none are."""
    branches = [
        (_holds(profile, span, on), word in _several(span.stated.value))
        for span in reversed(_spans(profile, key))
    ]
    none = one(None, "boolean")
    return case(*branches, otherwise=none) if branches else none


def longest(profile: Profile, key: str, on: dt.date) -> int | None:
    """No fewer days than any window a key gives; None where nothing is in force on a day."""
    try:
        span_on(profile, key, on)
    except NoValueError:
        return None
    amounts = [
        (_single(amount), span.stated.unit)
        for span in _spans(profile, key)
        for amount in (span.stated.value, *(each.value for each in span.stated.cases))
    ]
    days = [amount * AT_MOST[unit] for amount, unit in amounts if isinstance(amount, int)]
    return max(days, default=None)


def units(profile: Profile, key: str) -> tuple[Unit, ...]:
    """The units a key is given in, one for each of its spans in order, without repeats."""
    return tuple(dict.fromkeys(span.stated.unit for span in _spans(profile, key)))


def _spans(profile: Profile, key: str) -> tuple[Span, ...]:
    if key not in profile.practice.keys:
        raise KeyError(key)
    return profile.spans[key]


def _is_word(profile: Profile, key: str) -> bool:
    return "word" in profile.practice.keys[key].units


def _holds(profile: Profile, span: Span, on: Value) -> Value:
    """Whether a span is in force on a day."""
    ends = [day for day in (span.ends, profile.in_force.until) if day]
    inside = on >= one(span.starts)
    return inside & (on <= one(min(ends))) if ends else inside


def _amount(span: Span, circumstances: Mapping[str, Value], kind: str) -> Value:
    """The first case that fits, else the plain value; blank if what it differs by is not known."""
    stated = span.stated
    plain = one(_single(stated.value), kind)
    if not stated.cases:
        return plain
    names = list(dict.fromkeys(name for each in stated.cases for name in each.when))
    known = _all(circumstances[name].notnull() for name in names)
    branches = [
        (
            _all(circumstances[name].isin(fit) for name, fit in each.when.items()),
            _single(each.value),
        )
        for each in stated.cases
    ]
    return case((~known, one(None, kind)), *branches, otherwise=plain)


def _single(amount: Amount | None) -> int | str | None:
    if isinstance(amount, tuple):
        raise TypeError("a key of several words has no single value")
    return amount


def _several(amount: Amount | None) -> tuple[str, ...]:
    if not isinstance(amount, tuple):
        raise TypeError("a key with a single value has no words to look through")
    return amount


def _all(conditions: Iterator[Value] | list[Value]) -> Value:
    whole = one(value=True)
    for condition in conditions:
        whole = whole & condition
    return whole
