"""A key question's percentage and band, exactly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.rating.flags import band, panel_flags
from assay.rating.questions import rate_question
from assay.rating.tally import Tally, tally, whole_percent
from assay.standards.framework import RATINGS, Framework, Rules
from assay.standards.load import framework_ids, load_framework

CRC = load_framework("crc-2019").latest
answers = st.sampled_from(["yes", "no", "not_applicable"])


@pytest.mark.parametrize(
    ("sufficient", "relevant", "percent", "rating"),
    [
        (99, 200, 50, "Requires improvement"),
        (98, 200, 49, "Inadequate"),
        (989, 2000, 49, "Inadequate"),
        (129, 200, 65, "Good"),
        (128, 200, 64, "Requires improvement"),
        (159, 200, 80, "Outstanding"),
        (158, 200, 79, "Good"),
        (0, 7, 0, "Inadequate"),
        (7, 7, 100, "Outstanding"),
    ],
)
def test_a_half_goes_up_to_the_next_whole_per_cent_and_can_move_the_band(
    sufficient: int, relevant: int, percent: int, rating: str
) -> None:
    counts = Tally(sufficient, relevant - sufficient)
    assert whole_percent(Fraction(sufficient, relevant)) == percent
    assert band(counts, CRC) == rating


@pytest.mark.parametrize("framework_id", framework_ids())
@pytest.mark.parametrize(
    ("share", "rating"),
    [
        (Fraction(495, 1000), "Requires improvement"),
        (Fraction(494, 1000), "Inadequate"),
        (Fraction(645, 1000), "Good"),
        (Fraction(795, 1000), "Outstanding"),
    ],
)
def test_the_same_edges_hold_for_every_framework(
    framework_id: str, share: Fraction, rating: str
) -> None:
    rules = load_framework(framework_id).latest
    assert rules.band_of_percent(whole_percent(share)) == rating


@given(st.integers(0, 400), st.integers(0, 400))
def test_one_more_sufficient_case_never_lowers_a_band(yes: int, no: int) -> None:
    if yes + no == 0:
        return
    before, after = band(Tally(yes, no), CRC), band(Tally(yes + 1, no), CRC)
    assert RATINGS.index(after) >= RATINGS.index(before)


@given(st.lists(st.tuples(st.sampled_from(["2.1.1", "2.1.2"]), answers)), st.randoms())
def test_the_order_of_answers_never_matters(rows: list, random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert tally(shuffled) == tally(rows)


@given(st.integers(0, 300), st.integers(0, 300))
def test_a_percentage_is_never_more_than_half_a_point_from_the_share(yes: int, no: int) -> None:
    if yes + no:
        share = Fraction(yes, yes + no)
        assert abs(whole_percent(share) - share * 100) <= Fraction(1, 2)


def test_the_trace_gives_the_count_the_rounding_and_the_band(crc: Framework) -> None:
    question = crc.key_questions["2.1.3"]
    result = rate_question(question, Tally(99, 101, 6), CRC, None)
    assert result.trace == (
        (
            f"2.1.3 {question.name}: 99 of 200 relevant cases sufficient; 6 not applicable; "
            "99/200 is 49.50 per cent, published as 50 (halves go up)."
        ),
        "50 per cent is in the band Requires improvement (50 to 64).",
    )


@pytest.mark.parametrize(
    ("yes", "relevant", "words"),
    [
        (9899, 19999, "49.497 per cent, published as 49."),
        (84, 128, "65.63 per cent, published as 66."),
        (99, 200, "49.50 per cent, published as 50 (halves go up)."),
        (1, 3, "33.33 per cent, published as 33."),
        (1, 2, "50 per cent."),
    ],
)
def test_the_trace_never_shows_a_half_that_is_none(
    crc: Framework, yes: int, relevant: int, words: str
) -> None:
    result = rate_question(crc.key_questions["2.1.3"], Tally(yes, relevant - yes), CRC, None)
    assert result.trace[0].endswith(words)


def test_a_question_with_no_relevant_case_has_no_percentage(crc: Framework) -> None:
    result = rate_question(crc.key_questions["2.1.3"], Tally(0, 0, 4), CRC, None)
    assert (result.percent, result.band, result.interval, result.share) == (None,) * 4
    assert "no relevant case" in result.trace[0]


def triggers(yes: int, no: int, rules: Rules = CRC) -> list[str]:
    return [flag.trigger for flag in panel_flags(Tally(yes, no), rules)]


def test_within_five_points_of_a_boundary_is_flagged_on_both_sides() -> None:
    assert triggers(450, 550) == ["near_boundary"]
    assert triggers(440, 560) == []
    assert triggers(550, 450) == ["near_boundary"]
    assert triggers(560, 440) == []
    assert triggers(600, 400) == ["near_boundary"]


def test_one_case_that_would_change_the_band_is_flagged_with_its_numbers() -> None:
    flags = panel_flags(Tally(49, 51), CRC)
    assert [flag.trigger for flag in flags] == ["near_boundary", "one_case"]
    assert "50 of 100 sufficient, which is Requires improvement" in flags[1].words


def test_five_cases_or_fewer_are_flagged_and_six_are_not() -> None:
    assert "few_cases" in triggers(5, 0)
    assert "few_cases" not in triggers(6, 0)


def test_a_single_case_can_change_the_band_only_downwards_when_all_are_sufficient() -> None:
    words = [flag.words for flag in panel_flags(Tally(1, 0), CRC) if flag.trigger == "one_case"]
    assert len(words) == 1
    assert "0 of 1 sufficient, which is Inadequate" in words[0]
