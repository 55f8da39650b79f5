"""A profile file that is wrong stops the load, saying everything that is wrong and where."""

from datetime import date
from pathlib import Path

import pytest

from assay.problems import InputProblems
from assay.standards.load_profile import REMEDY, load_profile, read_profile
from assay.standards.practice import KeysFile, RulesFile, SourcesFile
from assay.standards.practice_checks import key_faults, rule_faults, source_faults
from assay.standards.profile import value_on
from assay.standards.strict_toml import read_strict

HEAD = """id = "made-up"
title = "A made-up service"
stands_on = ["current", "unified-2021", "crc-2015", "base"]
answers_from = 2015-02-01

[in_force]
starts = 2024-06-07
source = "house"
"""
CHANGE = """
[[changes]]
key = "allocation.within"
starts = {starts}
unit = "working days"
value = {value}
changed_by = "Made-up Head of Service"
changed_on = {on}
reason = "Cases waited too long"
"""
VALUE = """
[[values]]
key = "{key}"
starts = {starts}
unit = "{unit}"
value = {value}
source = "{source}"
verified = {verified}
why = "made up"
"""


def a_value(
    key: str = "allocation.within",
    starts: str = "2025-01-01",
    unit: str = "working days",
    value: str = "2",
    source: str = "house",
    verified: str = "false",
) -> str:
    return VALUE.format(
        key=key, starts=starts, unit=unit, value=value, source=source, verified=verified
    )


def written(tmp_path: Path, text: str, name: str = "made-up.toml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def faults(tmp_path: Path, text: str, name: str = "made-up.toml") -> list[str]:
    with pytest.raises(InputProblems) as refused:
        read_profile(written(tmp_path, text, name))
    assert {problem.file for problem in refused.value.problems} == {name}
    return [problem.wrong for problem in refused.value.problems]


def test_a_service_changes_a_value_with_a_name_and_a_reason(tmp_path: Path) -> None:
    text = HEAD + CHANGE.format(starts="2026-12-01", value=2, on="2026-11-23")

    profile = read_profile(written(tmp_path, text))

    before = value_on(profile, "allocation.within", date(2026, 11, 30), tier="other")
    after = value_on(profile, "allocation.within", date(2026, 12, 1), tier="other")
    assert (before.amount, before.profile, before.ends) == (3, "base", date(2026, 11, 30))
    assert (after.amount, after.profile, after.verified) == (2, "made-up", False)
    assert after.source.title == "Changed by Made-up Head of Service on 2026-11-23"
    assert after.why == "Cases waited too long"


def test_a_later_change_wins_and_the_earlier_stays_as_the_history(tmp_path: Path) -> None:
    text = HEAD + CHANGE.format(starts="2026-12-01", value=2, on="2026-11-23")
    text += CHANGE.format(starts="2027-02-01", value=4, on="2027-01-05")
    text += CHANGE.format(starts="2027-01-01", value=1, on="2027-01-06")

    profile = read_profile(written(tmp_path, text))

    def on(day: date) -> object:
        return value_on(profile, "allocation.within", day, tier="other").amount

    days = (date(2026, 12, 31), date(2027, 1, 1), date(2027, 2, 1))
    assert [on(day) for day in days] == [2, 1, 1]
    assert [change.value for change in profile.changes] == [2, 4, 1]


@pytest.mark.parametrize("field", ["changed_by", "changed_on", "reason"])
def test_a_change_without_a_name_a_day_or_a_reason_is_refused(tmp_path: Path, field: str) -> None:
    change = CHANGE.format(starts="2026-12-01", value=2, on="2026-11-23")
    without = "".join(
        line for line in change.splitlines(keepends=True) if not line.startswith(field)
    )

    assert faults(tmp_path, HEAD + without) == [
        f"line 10, change allocation.within, {field}: is missing"
    ]


def test_a_change_put_in_above_a_later_one_is_refused(tmp_path: Path) -> None:
    text = HEAD + CHANGE.format(starts="2026-12-01", value=2, on="2027-01-05")
    text += CHANGE.format(starts="2026-12-01", value=4, on="2026-11-23")

    assert faults(tmp_path, text) == [
        (
            "line 25, change allocation.within, changed_on: is before 2027-01-05: "
            "changes are added at the end"
        )
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (a_value(key="allocation.soon"), "key: there is no key 'allocation.soon'"),
        (a_value(unit="fortnights"), "unit: should be 'working days', 'days'"),
        (a_value(unit="hours"), "unit: must be working days"),
        (a_value(value="-1"), "value: must not be below 0"),
        (a_value(value="2.5"), "value: should be a whole number, a word or a list of words"),
        (a_value(value='"two"'), "value: working days needs a whole number"),
        (a_value(source="rumour"), "source: there is no source 'rumour'"),
        (a_value(verified="true"), "verified: must be false: nobody verified 'house'"),
        (a_value(starts="2020-01-01"), "starts: is before 2024-06-07, the day the profile"),
        (a_value(starts='"soon"'), "starts: should be a valid date, found 'soon'"),
        (
            a_value("first_contact.clock", unit="word", value='"arrest"'),
            "value: 'arrest' is none of the words of first_contact.clock",
        ),
        (a_value("first_contact.clock", unit="word", value="3"), "value: word needs one word"),
        (
            a_value("warning.parts", unit="words", value='"warns of court"'),
            "value: words needs a list of words",
        ),
        (a_value() + "weight = 3\n", "weight: is not a key that belongs here"),
        (a_value() + "until = 2024-12-31\n", "until: is before 2025-01-01, the start"),
        (a_value().replace("value = 2\n", ""), "needs a value, or cases"),
        (a_value().replace("made up", " "), "why: must not be empty"),
        (
            a_value("breach.presented_within"),
            "until: is after 2021-06-25, the end of the rule",
        ),
        (
            a_value() + 'cases = [{ when = { risk = ["high"] }, value = 1 }]\n',
            "cases, item 1, when: allocation.within does not differ by 'risk'",
        ),
        (
            a_value() + 'cases = [{ when = { tier = ["third"] }, value = 1 }]\n',
            "cases, item 1, when: 'third' is not a word for tier",
        ),
        (
            a_value()
            + 'cases = [{ when = { tier = ["highest", "other"] }, value = 1 },'
            + ' { when = { tier = ["other"] }, value = 4 }]\n',
            "cases, item 2: is never reached: an earlier case fits first",
        ),
        (a_value() + a_value(), "starts: must be after 2025-01-01, the one before it"),
        (
            a_value() + "until = 2026-01-31\n" + a_value(starts="2026-01-31"),
            "starts: overlaps the one before it, which ends 2026-01-31",
        ),
    ],
)
def test_a_value_that_is_wrong_is_refused_with_its_place(
    tmp_path: Path, value: str, expected: str
) -> None:
    found = faults(tmp_path, HEAD + value)

    assert len(found) == 1
    assert found[0].startswith("line ")
    assert expected in found[0]


def test_every_fault_is_listed_at_once(tmp_path: Path) -> None:
    text = HEAD.replace('"house"', '"hearsay"').replace(
        "2024-06-07", "2024-06-07\nuntil = 2024-01-01"
    )

    found = faults(tmp_path, text + a_value(key="nothing") + a_value(unit="hours"))

    assert found == [
        "line 8, in_force, until: is before 2024-06-07, the start",
        "line 12, value nothing, key: there is no key 'nothing'",
        "line 13, value nothing, starts: is after 2024-01-01, the day the profile ends",
        "line 23, value allocation.within, unit: must be working days",
        "line 22, value allocation.within, starts: is after 2024-01-01, the day the profile ends",
        "line 9, in_force, source: there is no source 'hearsay'",
    ]


def test_a_day_without_a_value_a_criterion_needs_is_refused(tmp_path: Path) -> None:
    found = faults(tmp_path, HEAD.replace(', "base"]', "]"))

    assert "line 1, values: no allocation.within from 2015-02-01 on" in found
    assert "line 1, values: no plan.within from 2015-02-01 on" not in found
    assert len(found) > 100


def test_a_gap_between_two_values_is_refused(tmp_path: Path) -> None:
    alone = HEAD.replace(', "base"]', "]")
    text = alone + a_value(starts="2024-06-07") + "until = 2024-12-31\n"
    text += a_value(starts="2025-02-01")

    found = [each for each in faults(tmp_path, text) if "allocation.within" in each]

    assert found == [
        "line 1, values: no allocation.within from 2015-02-01 to 2024-06-06",
        "line 1, values: no allocation.within from 2025-01-01 to 2025-01-31",
    ]


def test_a_change_for_a_time_gives_way_when_the_time_is_over(tmp_path: Path) -> None:
    change = CHANGE.format(starts="2026-12-01", value=2, on="2026-11-23")
    profile = read_profile(written(tmp_path, HEAD + change + "until = 2026-12-31\n"))

    days = (date(2026, 12, 31), date(2027, 1, 1))
    found = [value_on(profile, "allocation.within", day, tier="other") for day in days]
    assert [value.amount for value in found] == [2, 3]


def test_a_profile_that_stands_on_nothing_known_says_so(tmp_path: Path) -> None:
    assert faults(tmp_path, HEAD.replace('"crc-2015"', '"crc-1999"')) == [
        "line 3, stands_on: no profile that ships has the id 'crc-1999'"
    ]


def test_a_file_that_is_not_toml_or_has_another_name_says_so(tmp_path: Path) -> None:
    assert faults(tmp_path, HEAD + "id = ")[0].startswith("not valid TOML")
    assert faults(tmp_path, HEAD, "other.toml") == ["line 1, id: 'made-up' is not the file's name"]


def test_an_unknown_id_is_answered_with_the_ids_that_come_near() -> None:
    with pytest.raises(InputProblems) as refused:
        load_profile("crc-2014")

    problem = refused.value.problems[0]
    assert (problem.file, problem.found) == ("--profile", "crc-2014")
    assert problem.remedy.startswith("Did you mean crc-2015? Use one of base, crc-2015")


def test_the_sources_of_practice_are_checked(tmp_path: Path) -> None:
    one = '[[sources]]\nkey = "a"\ntitle = "A"\nverified = true\n'
    with pytest.raises(InputProblems) as refused:
        read_strict(written(tmp_path, one + one), SourcesFile, source_faults, REMEDY)

    assert [problem.wrong for problem in refused.value.problems] == [
        "line 6, source a, key: 'a' is already there",
        "line 4, source a, verified: must be false, because it says nowhere to look",
        "line 8, source a, verified: must be false, because it says nowhere to look",
    ]


def test_the_keys_of_practice_are_checked(tmp_path: Path) -> None:
    text = """[[keys]]
key = "a"
what = "A"
units = ["word"]
differs_by = ["weather"]
starts = 2020-01-01
until = 2019-01-01
"""
    with pytest.raises(InputProblems) as refused:
        read_strict(written(tmp_path, text), KeysFile, key_faults, REMEDY)

    assert [problem.wrong for problem in refused.value.problems] == [
        "line 5, key a, differs_by: no [[circumstances]] is named 'weather'",
        "line 1, key a, words: belong to the units word and words alone",
        "line 7, key a, until: is before 2020-01-01, the start",
    ]


def test_the_rules_of_practice_are_checked(tmp_path: Path) -> None:
    text = """[[rules]]
id = "PR01"
area = "made up"
says = "A made-up rule"
period = "never"
sources = ["rumour"]
verified = false
"""
    with pytest.raises(InputProblems) as refused:
        read_strict(
            written(tmp_path, text + 'keys = ["b"]\n' + text),
            RulesFile,
            lambda file: rule_faults(file, ["a"], ["house"]),
            REMEDY,
        )

    assert [problem.wrong for problem in refused.value.problems] == [
        "line 10, rule PR01, id: 'PR01' is already there",
        "line 8, rule PR01, keys: there is no key 'b'",
        "line 6, rule PR01, sources: there is no source 'rumour'",
        "line 14, rule PR01, sources: there is no source 'rumour'",
        "line 9, rule PR01: needs keys or figures, or else a reason in without_number",
    ]
