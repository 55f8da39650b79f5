"""Intervals, and the chance of each band."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from assay.rating.chances import question_chances, standard_chances
from assay.rating.inputs import Assessments
from assay.rating.intervals import interval
from assay.rating.rate import rate
from assay.rating.tally import Tally
from assay.standards.framework import Framework, Rules
from assay.standards.load import load_framework

RULES = load_framework("crc-2019").latest
counts = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts)
def test_without_a_population_the_interval_is_wilsons_as_scipy_has_it(
    count: tuple[int, int],
) -> None:
    sufficient, relevant = count
    ours = interval(Fraction(sufficient, relevant), relevant, None)
    theirs = stats.binomtest(sufficient, relevant).proportion_ci(0.95, method="wilson")
    assert ours.low == pytest.approx(theirs.low * 100, abs=0.051)
    assert ours.high == pytest.approx(theirs.high * 100, abs=0.051)


@given(counts, st.integers(2, 50))
def test_the_larger_the_part_read_the_narrower_the_interval(
    count: tuple[int, int], part: int
) -> None:
    sufficient, relevant = count
    share = Fraction(sufficient, relevant)
    wide = interval(share, relevant, None)
    narrow = interval(share, relevant, Fraction(1, part))
    assert wide.low - 0.05 <= narrow.low <= narrow.high <= wide.high + 0.05


def test_reading_every_case_leaves_no_uncertainty() -> None:
    found = interval(Fraction(41, 100), 100, Fraction(1))
    assert (found.low, found.high) == (41.0, 41.0)
    assert "every case was read" in found.method


def test_the_method_is_said_in_words() -> None:
    known = interval(Fraction(1, 2), 150, Fraction(150, 12600)).method
    assert known.startswith("95% Wilson score interval")
    assert "finite-population correction (about 12,600 such cases)" in known
    assert "not given" in interval(Fraction(1, 2), 150, None).method


@given(counts, st.none() | st.integers(1, 40))
def test_chances_are_probabilities_that_add_up(count: tuple[int, int], part: int | None) -> None:
    sufficient, relevant = count
    chances = question_chances(
        Tally(sufficient, relevant - sufficient), RULES, Fraction(1, part) if part else None
    )
    assert sum(chances.values()) == pytest.approx(1, abs=0.003)
    assert all(0 <= chance <= 1 for chance in chances.values())


def test_reading_every_case_makes_its_band_certain() -> None:
    chances = question_chances(Tally(64, 36), RULES, Fraction(1))
    assert chances == {
        "Inadequate": 0.0,
        "Requires improvement": 1.0,
        "Good": 0.0,
        "Outstanding": 0.0,
    }


def test_an_exact_half_per_cent_of_everyone_falls_in_the_upper_band() -> None:
    assert question_chances(Tally(99, 101), RULES, Fraction(1))["Requires improvement"] == 1.0
    assert question_chances(Tally(98, 102), RULES, Fraction(1))["Inadequate"] == 1.0


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 60), st.integers(1, 60))
def test_a_standard_with_one_question_has_that_questions_chances(yes: int, no: int) -> None:
    cases = [{"2.1.1": "yes"}] * yes + [{"2.1.1": "no"}] * no
    whole = standard_chances(cases, ["2.1.1"], RULES, None)
    single = question_chances(Tally(yes, no), RULES, None)
    for rating, chance in single.items():
        assert whole[rating] == pytest.approx(chance, abs=0.05)


def test_a_standard_is_at_least_as_likely_to_be_low_as_any_of_its_questions(
    assessed: Callable[..., Assessments], crc: Framework, rules: Rules
) -> None:
    cases = assessed({"2.1.1": (50, 50), "2.1.2": (52, 48), "2.1.3": (51, 49)})
    standard = rate(crc, rules=rules, assessments=cases).standards[4]
    worst = max(question.chances["Inadequate"] for question in standard.key_questions)
    assert standard.chances["Inadequate"] >= worst - 0.03


def test_a_known_population_makes_a_standard_surer(
    assessed: Callable[..., Assessments], crc: Framework, rules: Rules
) -> None:
    cases = assessed(dict.fromkeys(("2.1.1", "2.1.2", "2.1.3"), (53, 47)))
    unknown = rate(crc, rules=rules, assessments=cases).standards[4]
    known = rate(crc, rules=rules, assessments=cases, populations={"2.1": 120}).standards[4]
    assert known.chances["Requires improvement"] > unknown.chances["Requires improvement"]
