"""One key question: calibrate its criteria, estimate its share, say what it is worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from assay.assurance.forecast.audits import Audits
from assay.assurance.forecast.basis import Basis
from assay.assurance.forecast.calibration import TOGETHER, Calibrated, calibrate, together
from assay.assurance.forecast.futures import Believed
from assay.assurance.forecast.margins import Margin, margin
from assay.assurance.forecast.prediction import (
    Audited,
    Estimate,
    Numbers,
    audits_alone,
    prediction_powered,
)
from assay.assurance.forecast.settings import Settings
from assay.assurance.forecast.states import MET, NOT_MET, Codes, Shown
from assay.rating.inputs import Answer
from assay.rating.tally import Tally, tally
from assay.standards.framework import PERCENT_TOP

OWN_SAMPLE = "the standard has a sample of its own"
FEW_AUDITS = "too few audits for criteria to help"


@dataclass(frozen=True, slots=True)
class Studied:
    """A key question with what could be made of it.

    Attributes:
        number: Its number.
        answers: Audited case to answer.
        counts: Their tally.
        more_audits: How many more are needed before it can be forecast; 0 if it can.
        calibration: The criteria that bear on it.
        used: Criteria that helped.
        left_out: Criteria that did not, each with the reason.
        believed: What is believed of it; None if it can't be forecast.
        alone: What the audits alone would say; None likewise.
        weight: How far the criteria were heeded.
    """

    number: str
    answers: Mapping[str, Answer]
    counts: Tally
    more_audits: int
    calibration: tuple[Calibrated, ...]
    used: tuple[str, ...]
    left_out: Mapping[str, str]
    believed: Believed | None
    alone: Margin | None
    weight: float


def study(number: str, siblings: Sequence[str], basis: Basis) -> Studied:
    """Study one key question.

    Args:
        number: Its number.
        siblings: Key questions of its standard: a case that answers one was read on it.
        basis: What the forecast is made from.

    Returns:
        What could be made of it.
    """
    audits, shown, rules = basis.audits, basis.shown, basis.rules
    answers = answers_to(number, audits)
    counts = tally((number, answer) for answer in answers.values()).get(number, Tally())
    calibration = calibrate_question(number, basis.criteria[number], answers, shown, rules)
    read = sum(not said.keys().isdisjoint(siblings) for said in audits.answers.values())
    own_sample = read * PERCENT_TOP < rules.read_together_percent.value * len(audits.answers)
    heeded, left_out = _heeded(calibration, counts, rules, own_sample=own_sample)
    more = _more(counts, len(answers), rules)
    believed, alone, weight = None, None, 0.0
    if not more:
        predictors = _predictors(heeded, calibration, shown)
        audited = _audited(answers, predictors, shown, None if own_sample else shown.cases)
        estimate = (prediction_powered if heeded else audits_alone)(audited, basis.seed)
        alone, weight = margin(audited, audits_alone(audited, basis.seed)), estimate.weight
        believed = _believed(number, answers, audits, estimate, audited)
    return Studied(
        number=number,
        answers=answers,
        counts=counts,
        more_audits=more,
        calibration=calibration,
        used=tuple(heeded),
        left_out=left_out,
        believed=believed,
        alone=alone,
        weight=weight,
    )


def calibrate_all(basis: Basis) -> tuple[Calibrated, ...]:
    """Set every criterion against every key question it bears on.

    Args:
        basis: What a forecast would be made from.

    Returns:
        Calibration, key question by key question.
    """
    return tuple(
        done
        for number, names in basis.criteria.items()
        for done in calibrate_question(
            number, names, answers_to(number, basis.audits), basis.shown, basis.rules
        )
    )


def answers_to(number: str, audits: Audits) -> dict[str, Answer]:
    """Audited case to its answer to one key question, where it has one."""
    return {case: said[number] for case, said in audits.answers.items() if number in said}


def calibrate_question(
    number: str,
    criteria: Sequence[str],
    answers: Mapping[str, Answer],
    shown: Shown,
    rules: Settings,
) -> tuple[Calibrated, ...]:
    """Set the criteria of one key question, those that apply to any case, against its answers."""
    places = shown.of(list(answers))
    codes = {name: shown.codes[name][places] for name in criteria if shown.codes[name].any()}
    return calibrate(number, codes, list(answers.values()), rules)


def not_weak(calibration: Sequence[Calibrated]) -> list[str]:
    """Criteria that are not weak, one by one."""
    return [
        done.criterion
        for done in calibration
        if done.label != "weak" and done.criterion != TOGETHER
    ]


def _heeded(
    calibration: Sequence[Calibrated], counts: Tally, rules: Settings, *, own_sample: bool
) -> tuple[list[str], dict[str, str]]:
    """The predictors to use, and why each of the others is not one."""
    left_out = {done.criterion: done.reason for done in calibration if done.label != "agrees"}
    agreeing = [done.criterion for done in calibration if done.label == "agrees"]
    few = (
        counts.relevant < rules.least_for_criteria.value
        or min(counts.sufficient, counts.insufficient) < rules.least_each_answer.value
    )
    if own_sample or few:
        why = OWN_SAMPLE if own_sample else FEW_AUDITS
        return [], {**dict.fromkeys(agreeing, why), **left_out}
    return agreeing, left_out


def _more(counts: Tally, audits: int, rules: Settings) -> int:
    """Audits still needed, if as many of them are relevant as so far."""
    missing = rules.least_relevant.value - counts.relevant
    if missing <= 0:
        return 0
    return ceil(missing * audits / counts.relevant) if counts.relevant else missing


def _predictors(
    heeded: Sequence[str], calibration: Sequence[Calibrated], shown: Shown
) -> list[Codes]:
    """States over the whole caseload of what is heeded."""
    parts = not_weak(calibration)
    return [
        together([shown.codes[part] for part in parts]) if name == TOGETHER else shown.codes[name]
        for name in heeded
    ]


def _audited(
    answers: Mapping[str, Answer], predictors: Sequence[Codes], shown: Shown, cases: int | None
) -> Audited:
    columns = [_as_numbers(codes) for codes in predictors]
    every = np.stack(columns, axis=1) if columns else np.zeros((shown.cases, 0))
    said = list(answers.values())
    return Audited(
        sufficient=np.array([answer == "yes" for answer in said], dtype=np.float64),
        relevant=np.array([answer != "not_applicable" for answer in said], dtype=np.float64),
        predictors=every[shown.of(list(answers))],
        means=every.mean(axis=0),
        cases=cases,
    )


def _as_numbers(codes: Codes) -> Numbers:
    """Met is 1 and not met 0; whatever is neither takes their mean and so says nothing."""
    met, failed = int((codes == MET).sum()), int((codes == NOT_MET).sum())
    neither = met / (met + failed) if met + failed else 0.0
    numbers: Numbers = np.where(codes == MET, 1.0, np.where(codes == NOT_MET, 0.0, neither))
    return numbers


def _believed(
    number: str,
    answers: Mapping[str, Answer],
    audits: Audits,
    estimate: Estimate,
    audited: Audited,
) -> Believed:
    where = [place for place, case in enumerate(audits.answers) if case in answers]
    residual, answer = np.zeros(len(audits.answers)), np.zeros(len(audits.answers))
    residual[where] = estimate.residual
    share = float(audited.sufficient.sum() / audited.relevant.sum())
    answer[where] = audited.sufficient - share * audited.relevant
    part = float(audited.relevant.sum()) / len(audits.answers)
    return Believed(number, margin(audited, estimate), residual, answer, part)
