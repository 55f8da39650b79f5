"""Results by group, with small groups hidden so that nobody can be picked out."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.problems import InputProblems
from assay.rating.breakdown import breakdown, smallest_group
from assay.rating.inputs import Assessments
from assay.standards.framework import Framework
from assay.standards.load import load_framework

CRC = load_framework("crc-2019")


def by_cluster(groups: dict[str, tuple[int, int]]) -> Assessments:
    answers = [
        (group, answer)
        for group, (yes, no) in groups.items()
        for answer in ["yes"] * yes + ["no"] * no
    ]
    return Assessments(
        file="made-up.csv",
        case_ids=[f"made-up-{i}" for i in range(len(answers))],
        questions=["2.1.3"] * len(answers),
        answers=[answer for _, answer in answers],
        extra={"Cluster": [group for group, _ in answers]},
    )


def shown(groups: dict[str, tuple[int, int]]) -> dict[str, int | None]:
    cells = breakdown(by_cluster(groups), CRC, "cluster").cells
    return {cell.group: cell.percent for cell in cells}


def test_each_group_gets_its_own_percentage() -> None:
    assert shown({"North": (3, 7), "South": (12, 4)}) == {"North": 30, "South": 75}


def test_a_small_group_is_hidden_and_so_is_the_next_or_it_could_be_worked_out() -> None:
    found = shown({"East": (2, 2), "North": (3, 7), "South": (12, 4)})
    assert found == {"East": None, "North": None, "South": 75}


def test_two_small_groups_hide_each_other_only_when_they_are_enough_together() -> None:
    assert shown({"East": (2, 2), "North": (1, 1), "South": (12, 4)}) == {
        "East": None, "North": None, "South": 75,
    }  # fmt: skip
    assert shown({"East": (1, 0), "North": (0, 1), "South": (6, 4), "West": (9, 1)}) == {
        "East": None, "North": None, "South": None, "West": 90,
    }  # fmt: skip


def test_hidden_cases_that_were_all_judged_alike_stay_hidden_with_one_more_group() -> None:
    # 36 of 60 in all, 36 of 50 in the North: the hidden ten could only be 0 of 10.
    found = shown({"East": (0, 5), "South": (0, 5), "North": (36, 14)})
    assert found == {"East": None, "South": None, "North": None}


def test_spellings_that_differ_in_case_or_spaces_are_one_group() -> None:
    assert shown({"North": (3, 4), "north": (1, 0), "NORTH ": (0, 2)}) == {"North": 40}


@given(
    st.dictionaries(
        st.sampled_from("ABCDEF"), st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1
    ).filter(lambda groups: any(a + b for a, b in groups.values()))
)
def test_subtracting_what_is_shown_from_the_total_says_nothing_of_a_few(
    groups: dict[str, tuple[int, int]],
) -> None:
    cells = breakdown(by_cluster(groups), CRC, "Cluster").cells
    seen = [cell for cell in cells if not cell.hidden]
    assert all(cell.relevant >= smallest_group() for cell in seen)
    left = sum(a + b for a, b in groups.values()) - sum(cell.relevant for cell in seen)
    sufficient = sum(a for a, _ in groups.values()) - sum(cell.sufficient for cell in seen)
    if left and seen:
        assert left >= smallest_group()
        assert 0 < sufficient < left


def test_a_blank_value_is_a_group_of_its_own() -> None:
    assert shown({"": (5, 5), "North": (5, 5)}) == {"(not recorded)": 50, "North": 50}


def test_an_unknown_column_is_refused_with_those_there_are(
    assessed: Callable[..., Assessments], crc: Framework
) -> None:
    with pytest.raises(InputProblems, match="it has none beyond the three"):
        breakdown(assessed({"2.1.1": (5, 5)}), crc, "cluster")
    with pytest.raises(InputProblems, match="Use one of: Cluster"):
        breakdown(by_cluster({"North": (5, 5)}), crc, "sex")
