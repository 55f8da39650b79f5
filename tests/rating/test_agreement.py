"""Whether two readers agree."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.problems import InputProblems
from assay.rating.agreement import agreement, cohens_kappa, gwets_ac1
from assay.rating.inputs import Answer, Assessments, read_assessments
from assay.standards.framework import Framework


def pairs(both_yes: int, only_first: int, only_second: int, both_no: int) -> list:
    return (
        [("yes", "yes")] * both_yes
        + [("yes", "no")] * only_first
        + [("no", "yes")] * only_second
        + [("no", "no")] * both_no
    )


def test_kappa_of_a_textbook_table() -> None:
    # 35 of 50 agree (0.7), chance 0.5 x 0.6 + 0.5 x 0.4 = 0.5, so (0.7 - 0.5) / 0.5.
    kappa = cohens_kappa(pairs(20, 5, 10, 15))
    assert kappa is not None
    assert kappa.value == 0.4


def test_when_nearly_all_answers_are_the_same_ac1_does_not_collapse_as_kappa_does() -> None:
    # A table used by Gwet (2008): 118, 5, 2, 0.
    kappa, ac1 = cohens_kappa(pairs(118, 5, 2, 0)), gwets_ac1(pairs(118, 5, 2, 0))
    assert kappa is not None
    assert ac1 is not None
    assert kappa.value == -0.02
    assert ac1.value == 0.94
    assert 0.88 < ac1.low < ac1.value < ac1.high < 1


TABLE = pairs(40, 9, 6, 45)


def kappa_by_hand(table: list) -> float:
    size = len(table)
    agreed = sum(a == b for a, b in table) / size
    one, two = (sum(pair[side] == "yes" for pair in table) / size for side in (0, 1))
    chance = one * two + (1 - one) * (1 - two)
    return (agreed - chance) / (1 - chance)


def ac1_by_hand(table: list) -> float:
    size = len(table)
    agreed = sum(a == b for a, b in table) / size
    yes = sum((a == "yes") + (b == "yes") for a, b in table) / (2 * size)
    chance = 2 * yes * (1 - yes)
    return (agreed - chance) / (1 - chance)


@pytest.mark.parametrize(
    ("ours", "by_hand"), [(cohens_kappa, kappa_by_hand), (gwets_ac1, ac1_by_hand)]
)
def test_the_interval_is_close_to_leaving_out_one_case_at_a_time(
    ours: Callable, by_hand: Callable
) -> None:
    whole = ours(TABLE)
    left = [by_hand(TABLE[:i] + TABLE[i + 1 :]) for i in range(len(TABLE))]
    mean = sum(left) / len(left)
    jackknife = ((len(left) - 1) / len(left) * sum((x - mean) ** 2 for x in left)) ** 0.5
    assert whole.value == pytest.approx(by_hand(TABLE), abs=0.005)
    assert (whole.high - whole.low) / 2 == pytest.approx(1.96 * jackknife, abs=0.015)


answers = st.sampled_from(["yes", "no", "not_applicable"])


@given(st.lists(st.tuples(answers, answers), min_size=2))
def test_swapping_the_readers_changes_nothing(table: list[tuple[Answer, Answer]]) -> None:
    swapped = [(b, a) for a, b in table]
    assert cohens_kappa(table) == cohens_kappa(swapped)
    assert gwets_ac1(table) == gwets_ac1(swapped)


@given(st.lists(answers, min_size=2))
def test_readers_who_never_differ_agree_fully(one: list[Answer]) -> None:
    ac1 = gwets_ac1([(a, a) for a in one])
    assert ac1 is not None
    assert ac1.value == 1


def test_kappa_is_not_defined_when_both_give_one_answer_throughout() -> None:
    assert cohens_kappa(pairs(10, 0, 0, 0)) is None
    assert cohens_kappa([]) is None
    assert gwets_ac1(pairs(1, 0, 0, 0)) is None


@pytest.fixture
def reader(crc: Framework, table: Callable) -> Callable[..., Assessments]:
    def build(*rows: tuple[str, str, str]) -> Assessments:
        return read_assessments(table([("case_id", "key_question", "sufficient"), *rows]), crc)

    return build


def test_only_questions_both_readers_answered_are_compared(
    crc: Framework, reader: Callable[..., Assessments]
) -> None:
    first = reader(("a", "2.1.1", "yes"), ("b", "2.1.1", "no"), ("c", "2.1.2", "no"))
    second = reader(("a", "2.1.1", "yes"), ("b", "2.1.1", "yes"), ("c", "2.1.1", "yes"))
    (question,) = agreement(first, second, crc)
    assert (question.number, question.pairs, question.agreed) == ("2.1.1", 2, 1)
    assert question.percent == 50
    assert question.differed == ("b",)


def test_no_answer_in_common_gives_no_percentage(
    crc: Framework, reader: Callable[..., Assessments]
) -> None:
    (question,) = agreement(reader(("a", "2.1.1", "yes")), reader(("a", "2.1.2", "yes")), crc)
    assert (question.pairs, question.percent, question.interval) == (0, None, None)


def test_a_case_the_first_reader_never_read_is_refused(
    crc: Framework, reader: Callable[..., Assessments]
) -> None:
    with pytest.raises(InputProblems, match="1 of the second reader's cases are not among"):
        agreement(reader(("a", "2.1.1", "yes")), reader(("z", "2.1.1", "yes")), crc)


def test_readers_who_never_differ_get_no_false_certainty() -> None:
    ac1 = gwets_ac1(pairs(10, 0, 0, 0))
    assert ac1 is not None
    assert (ac1.value, ac1.low, ac1.high) == (1.0, None, None)
