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


def test_two_small_groups_hide_each_other() -> None:
    found = shown({"East": (2, 2), "North": (1, 1), "South": (12, 4)})
    assert found == {"East": None, "North": None, "South": 75}


@given(
    st.dictionaries(
        st.sampled_from("ABCDEF"), st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1
    ).filter(lambda groups: any(a + b for a, b in groups.values()))
)
def test_no_hidden_group_is_left_alone_and_no_small_one_is_shown(
    groups: dict[str, tuple[int, int]],
) -> None:
    cells = breakdown(by_cluster(groups), CRC, "Cluster").cells
    hidden = [cell for cell in cells if cell.hidden]
    assert len(hidden) != 1 or len(cells) == 1
    assert all(cell.relevant >= smallest_group() for cell in cells if not cell.hidden)


def test_a_blank_value_is_a_group_of_its_own() -> None:
    assert shown({"": (5, 5), "North": (5, 5)}) == {"(not recorded)": 50, "North": 50}


def test_an_unknown_column_is_refused_with_those_there_are(
    assessed: Callable[..., Assessments], crc: Framework
) -> None:
    with pytest.raises(InputProblems, match="no further columns"):
        breakdown(assessed({"2.1.1": (5, 5)}), crc, "cluster")
    with pytest.raises(InputProblems, match="Use one of: Cluster"):
        breakdown(by_cluster({"North": (5, 5)}), crc, "sex")
