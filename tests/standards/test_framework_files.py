"""A framework file that is wrong stops the load, saying everything that is wrong and where."""

from datetime import date
from pathlib import Path

import pytest

from assay.problems import InputProblems
from assay.standards.load import load_framework, read_framework, rules_on
from assay.standards.places import line_of

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken").glob("*.toml"))
EXPECT = "# expect: "


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_is_refused_with_every_fault_and_its_place(path: Path) -> None:
    expected = [
        line.removeprefix(EXPECT)
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith(EXPECT)
    ]

    with pytest.raises(InputProblems) as refused:
        read_framework(path)

    assert expected
    assert [problem.wrong for problem in refused.value.problems] == expected
    assert {problem.file for problem in refused.value.problems} == {path.name}
    assert all(problem.remedy for problem in refused.value.problems)


def test_the_whole_framework_the_broken_ones_were_made_from_loads() -> None:
    framework = read_framework(HERE / "whole.toml")

    assert [standard.number for standard in framework.standards] == ["1.1", "2.1"]
    assert list(framework.key_questions) == ["1.1.1", "2.1.1", "2.1.2"]


def test_a_day_before_the_first_value_names_the_framework_the_value_and_the_first_day() -> None:
    framework = read_framework(HERE / "whole.toml")

    with pytest.raises(LookupError, match="whole has no case bands in force on 2019-12-31") as why:
        framework.on(date(2019, 12, 31))

    assert "start on 2020-01-01" in str(why.value)
    assert framework.on(date(2020, 1, 1)) == framework.latest


def test_a_day_somebody_asked_for_before_the_first_value_is_a_problem_of_the_input() -> None:
    framework = read_framework(HERE / "whole.toml")

    with pytest.raises(InputProblems) as refused:
        rules_on(framework, date(2019, 12, 31), "--on")

    assert refused.value.problems[0].file == "--on"
    assert rules_on(framework, date(2024, 5, 1), "--on") == framework.latest


def test_a_later_value_takes_over_on_its_day_and_not_before(tmp_path: Path) -> None:
    later = """
[[panel_triggers]]
starts = 2022-06-01
source = "memory"
boundary_points = 3
few_cases = 8
one_case = false
bands_moved = 1
"""
    path = tmp_path / "whole.toml"
    path.write_text((HERE / "whole.toml").read_text(encoding="utf-8") + later, encoding="utf-8")

    framework = read_framework(path)

    assert framework.on(date(2022, 5, 31)).panel_triggers.boundary_points == 5
    assert framework.on(date(2022, 6, 1)).panel_triggers.boundary_points == 3
    assert framework.latest.panel_triggers.few_cases == 8


def test_an_unknown_id_is_answered_with_the_ids_that_come_near() -> None:
    with pytest.raises(InputProblems) as refused:
        load_framework("CRC-2020")

    remedy = refused.value.problems[0].remedy
    assert remedy.startswith("Did you mean crc-2019 or crc-2018")
    assert "youth-2021" in remedy


def test_an_id_like_no_other_is_answered_with_all_of_them() -> None:
    with pytest.raises(InputProblems) as refused:
        load_framework("zzz")

    assert refused.value.problems[0].remedy.startswith("Use one of crc-2018")


def test_a_place_without_a_line_of_its_own_gets_the_line_of_its_table() -> None:
    text = (HERE / "whole.toml").read_text(encoding="utf-8")

    assert line_of(text, ("domains", 1, "standards", 0, "weight")) == 72
    assert line_of(text, ("elsewhere",)) == 1
