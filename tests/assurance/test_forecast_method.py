"""The forecast on services whose truth is known: what its figures promise, they keep."""

import numpy as np
import pytest
from benchmarks.forecast import holds, measure, saving

from assay.assurance.forecast.margins import margin
from assay.assurance.forecast.prediction import (
    Audited,
    audits_alone,
    prediction_powered,
    survey_regression,
)

SERVICES = 120


def test_intervals_hold_the_truth_as_often_as_they_say_and_criteria_save_reading() -> None:
    """A quick version of benchmarks/forecast.py; the noise of so few services is allowed for."""
    found = measure(SERVICES, seed=3)
    held = np.mean([holds(each.helped, each.truth) for each in found])
    assert abs(held - 0.95) < 0.02 + 2 * (0.95 * 0.05 / SERVICES) ** 0.5
    strong = [each for each in found if each.strength == "strong"]
    ratio, low, high = saving(strong, seed=1)
    assert 1.1 < low < ratio < high
    nothing, _, _ = saving([each for each in found if each.strength == "none"], seed=1)
    assert nothing == pytest.approx(1, abs=0.02)
    moved = [abs(each.helped.share - each.without_useless.share) for each in found]
    assert np.mean(moved) < 0.003
    off = np.mean([each.helped.share - each.truth for each in found])
    assert abs(off) < 0.01


@pytest.mark.long
def test_over_a_thousand_services_intervals_are_within_two_points_of_what_they_say() -> None:
    found = measure(1_000, seed=1)
    for some in (found, [each for each in found if each.used]):
        held = np.mean([holds(each.helped, each.truth) for each in some])
        assert abs(held - 0.95) < 0.02


@pytest.fixture(scope="module")
def audited() -> Audited:
    """Audits of 400 cases of 4,000; one criterion sees most faults and one sees none."""
    random = np.random.default_rng(5)
    good = random.random(4_000) < 0.6
    sees = np.where(good, 1.0, random.random(4_000) < 0.2)
    blind = (random.random(4_000) < 0.5).astype(float)
    every = np.stack([sees, blind], axis=1)
    read = random.permutation(4_000)[:400]
    ones = np.ones(400)
    return Audited(good[read].astype(float), ones, every[read], every.mean(axis=0), 4_000)


def test_prediction_and_survey_regression_agree_and_are_closer_than_audits_alone(
    audited: Audited,
) -> None:
    alone, powered, survey = (
        way(audited, 1) for way in (audits_alone, prediction_powered, survey_regression)
    )
    assert powered.share == pytest.approx(survey.share, abs=0.005)
    assert powered.variance < alone.variance / 2
    assert powered.weight > 0.9
    assert margin(audited, powered).worth > 2 * margin(audited, alone).worth


def test_a_useless_criterion_alone_gets_no_weight(audited: Audited) -> None:
    blind = Audited(
        audited.sufficient, audited.relevant, audited.predictors[:, 1:], audited.means[1:], 4_000
    )
    alone, powered = audits_alone(blind, 1), prediction_powered(blind, 1)
    assert powered.share == pytest.approx(alone.share, abs=0.005)
    assert powered.variance == pytest.approx(alone.variance, rel=0.02)


def test_reading_more_of_the_caseload_narrows_the_interval_down_to_nothing() -> None:
    answers = np.array([1.0] * 60 + [0.0] * 40)
    widths = []
    for cases in (None, 1_000, 200, 100):
        audited = Audited(answers, np.ones(100), np.zeros((100, 0)), np.zeros(0), cases)
        low, high = margin(audited, audits_alone(audited, 1)).interval()
        widths.append(high - low)
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] < 0.03


def test_an_interval_of_none_or_all_sufficient_is_not_of_no_width() -> None:
    for answers, share in ((np.zeros(40), 0.0), (np.ones(40), 1.0)):
        audited = Audited(answers, np.ones(40), np.zeros((40, 0)), np.zeros(0), None)
        low, high = margin(audited, audits_alone(audited, 1)).interval()
        assert low <= share <= high
        assert 0.04 < high - low < 0.12
