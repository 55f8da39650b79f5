"""The practice profiles that ship: what they say, from when, and who says so."""

import re
import tomllib
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import assay.standards
from assay.standards.load_profile import load_profile, practice, profile_ids
from assay.standards.profile import (
    CircumstanceError,
    NoValueError,
    Profile,
    span_on,
    value_on,
)

FOLDER = Path(assay.standards.__file__).parent / "profiles"
WHOLE = ("crc-2015", "unified-2021", "current", "local")
USED = sorted(key.key for key in practice().keys.values() if key.criteria)
DAYS = st.dates(date(2015, 2, 1), date(2035, 12, 31))
CASE = st.fixed_dictionaries(
    {name: st.sampled_from(each.words) for name, each in practice().circumstances.items()}
)
ONLY_SOME = {"breach.on_failure"}  # the law speaks of community orders alone


def raw(profile_id: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{profile_id}.toml").read_text(encoding="utf-8"))


RAW = {profile_id: raw(profile_id) for profile_id in profile_ids()}


def stated(profile_id: str, key: str, day: date) -> tuple[str, dict[str, Any]] | None:
    """The slow, obvious way: look in each file in turn."""
    for each in [profile_id, *RAW[profile_id].get("stands_on", [])]:
        last = RAW[each]["in_force"].get("until", date.max)
        said = [value for value in RAW[each].get("values", []) if value["key"] == key]
        started = [value for value in said if value["starts"] <= day]
        if started and day <= min(started[-1].get("until", date.max), last):
            return each, started[-1]
    return None


def exists(profile: Profile, key: str, day: date) -> bool:
    known = profile.practice.keys[key]
    until = min(known.until or date.max, profile.in_force.until or date.max)
    return (known.starts or date.min) <= day <= until


def test_the_profiles_are_listed_in_order_of_time() -> None:
    assert profile_ids() == ("base", *WHOLE)


def test_all_102_rules_of_practice_are_carried() -> None:
    assert list(practice().rules) == [f"PR{number:02}" for number in range(1, 103)]


def test_a_rule_from_memory_is_never_called_verified() -> None:
    assert not [
        rule.id
        for rule in practice().rules.values()
        if rule.verified and set(rule.sources) & {"memory", "house"}
    ]


def test_a_number_from_memory_or_of_our_own_is_never_called_verified() -> None:
    claims = [
        (profile_id, value["key"])
        for profile_id in profile_ids()
        for value in RAW[profile_id].get("values", [])
        if value["source"] in {"memory", "house"} and value["verified"]
    ]

    assert claims == []


def test_every_source_and_every_circumstance_is_used() -> None:
    values = [value for each in RAW.values() for value in each.get("values", [])]
    cited = {value["source"] for value in values}
    cited |= {source for rule in practice().rules.values() for source in rule.sources}
    differing = {name for key in practice().keys.values() for name in key.differs_by}

    assert cited == set(practice().sources)
    assert differing == set(practice().circumstances)


def test_a_key_without_any_value_is_one_whose_start_was_not_found() -> None:
    current = load_profile("current")

    assert [key for key, spans in current.spans.items() if not spans] == [
        "unpaid_work.early_after",
        "unpaid_work.early_per_hour",
        "unpaid_work.early_most",
    ]


def test_criteria_are_named_as_in_the_list_of_criteria() -> None:
    named = {criterion for key in practice().keys.values() for criterion in key.criteria}

    assert all(re.fullmatch(r"[A-Z]\d\d", each) for each in named)
    assert len(named) == 56  # the other four ask whether something is there, with no number


@given(profile_id=st.sampled_from(WHOLE), key=st.sampled_from(USED), day=DAYS, case=CASE)
def test_any_day_in_force_gives_exactly_one_value(
    profile_id: str, key: str, day: date, case: dict[str, str]
) -> None:
    profile = load_profile(profile_id)
    found = stated(profile_id, key, day)
    if not exists(profile, key, day):
        with pytest.raises(NoValueError):
            value_on(profile, key, day, **case)
        return
    assert found is not None
    assert len([s for s in profile.spans[key] if s.starts <= day <= (s.ends or date.max)]) == 1
    if key in ONLY_SOME and case["sentence"] != "community order":
        with pytest.raises(NoValueError):
            value_on(profile, key, day, **case)
        return
    value = value_on(profile, key, day, **case)
    assert (value.profile, value.source.key) == (found[0], found[1]["source"])
    assert value.verified == found[1]["verified"]
    assert value.starts <= day <= (value.ends or date.max)
    assert value.unit in value.key.units


@given(profile_id=st.sampled_from(WHOLE), key=st.sampled_from(USED))
def test_a_value_holds_to_its_last_day_and_the_next_starts_the_day_after(
    profile_id: str, key: str
) -> None:
    spans = load_profile(profile_id).spans[key]

    for earlier, later in pairwise(spans):
        assert earlier.ends is not None
        assert earlier.ends < later.starts
        assert earlier.stated is not later.stated
        assert span_on(load_profile("current"), key, earlier.ends).starts == earlier.starts


@pytest.mark.parametrize(
    ("key", "day", "case", "amount", "unit", "source", "verified"),
    [
        ("allocation.within", "2008-03-01", {"tier": "highest"}, 1, "working days", "NS2007", True),
        ("first_contact.within", "2019-10-01", {}, 5, "working days", "MoJ-CRCPERF", True),
        ("first_contact.clock", "2019-10-01", {}, "allocation", "word", "MoJ-CRCPERF", True),
        ("first_contact.counts", "2021-06-26", {}, "kept", "word", "house", False),
        ("plan.within", "2012-01-01", {"tier": "highest"}, 5, "working days", "NS2007", True),
        ("plan.within", "2023-01-01", {}, 15, "working days", "MoJ-PSPERF", True),
        ("contact.longest_interval", "2021-06-25", {}, 1, "months", "MoJ-CRCPERF", True),
        ("contact.longest_interval", "2021-06-26", {"risk": "low"}, 28, "days", "house", False),
        (
            "home_visit.within",
            "2024-01-01",
            {"concern": "none", "risk": "low"},
            84,
            "days",
            "HMPPS-HV",
            True,
        ),
        (
            "home_visit.within",
            "2024-01-01",
            {"concern": "child exploitation", "risk": "low"},
            15,
            "days",
            "HMPPS-HV",
            True,
        ),
        ("breach.referred_within", "2021-06-25", {}, 8, "working days", "MoJ-CRCPERF", True),
        ("breach.referred_within", "2021-06-26", {}, 10, "working days", "PC43-2004", False),
        ("recall.sent_within", "2026-11-23", {}, 24, "hours", "MoJ-MRD", True),
        ("unpaid_work.learning_most", "2019-01-01", {}, 20, "per cent", "memory", False),
        ("unpaid_work.learning_most", "2026-11-23", {}, 30, "per cent", "MoJ-UPW-MI", True),
    ],
)
def test_a_case_is_judged_by_the_number_of_its_day(
    key: str,
    day: str,
    case: dict[str, str],
    amount: int | str,
    unit: str,
    source: str,
    verified: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    value = value_on(load_profile("current"), key, date.fromisoformat(day), **case)

    assert (value.amount, value.unit, value.source.key) == (amount, unit, source)
    assert value.verified is verified
    assert value.why


def test_a_rule_of_2021_does_not_exist_in_2019() -> None:
    with pytest.raises(NoValueError, match=r"no home_visit\.within in force on 2019-05-01"):
        value_on(load_profile("current"), "home_visit.within", date(2019, 5, 1))


def test_a_day_after_a_profile_ended_has_no_value() -> None:
    crc = load_profile("crc-2015")
    assert crc.in_force.until is not None
    after = crc.in_force.until + timedelta(days=1)

    assert value_on(crc, "breach.presented_within", crc.in_force.until).amount == 2
    with pytest.raises(NoValueError, match="crc-2015 ended on 2021-06-25"):
        value_on(crc, "breach.referred_within", after)


def test_a_value_that_differs_by_something_not_known_is_refused_not_guessed() -> None:
    current, day = load_profile("current"), date(2026, 1, 5)

    with pytest.raises(CircumstanceError, match="differs by risk, which is not known"):
        value_on(current, "review.routine_every", day)
    with pytest.raises(CircumstanceError, match="differs by risk, which is not known"):
        value_on(current, "review.routine_every", day, risk=None)
    with pytest.raises(CircumstanceError, match="risk is none of low, medium"):
        value_on(current, "review.routine_every", day, risk="grave")
    with pytest.raises(CircumstanceError, match="no value differs by colour"):
        value_on(current, "review.routine_every", day, colour="red")


def test_an_unknown_key_is_a_mistake_in_the_program() -> None:
    with pytest.raises(KeyError):
        value_on(load_profile("current"), "no.such_key", date(2026, 1, 5))
