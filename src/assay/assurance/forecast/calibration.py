"""Whether a criterion agrees with auditors: its result against their answer, case by case.

Only "met" and "not met" are set against the answers "yes" and "no". A case that is due,
excused, untellable or that the criterion does not apply to is counted and shown beside
them, and so is an answer of "not applicable"; neither is ever taken for agreement.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from assay.assurance.forecast.settings import Settings
from assay.assurance.forecast.states import MET, NO_ROW, NOT_MET, STATES, Codes
from assay.rating.agreement import Coefficient, cohens_kappa
from assay.rating.inputs import Answer
from assay.rating.intervals import interval
from assay.rating.results import Interval
from assay.standards.framework import PERCENT_TOP

Label = Literal["agrees", "weak", "too few"]
TOGETHER = "together"
"""Stands where a criterion's id does: the criteria of a key question that are not weak, met
where every one that could be judged is."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of some cases, with its 95 per cent interval; None where there are no cases."""

    count: int
    of: int

    @property
    def share(self) -> Fraction | None:
        """The part, exactly."""
        return Fraction(self.count, self.of) if self.of else None

    @property
    def interval(self) -> Interval | None:
        """Its Wilson interval."""
        return None if self.share is None else interval(self.share, self.of, None)

    def __str__(self) -> str:
        """As a reader of a table wants it: "12 of 30 (25 to 58%)"."""
        found = self.interval
        return f"{self.count} of {self.of} ({found.low:.0f} to {found.high:.0f}%)" if found else "-"


@dataclass(frozen=True, slots=True)
class Calibrated:
    """One criterion beside one key question.

    Attributes:
        criterion: Its id, or `TOGETHER`.
        question: Key question number.
        table: State and answer to the number of audited cases.
        agreed: Met and sufficient, or not met and insufficient, of those judged both ways.
        false_comfort: Insufficient cases that the criterion finds met.
        false_alarm: Sufficient cases that the criterion finds not met.
        kappa: Agreement beyond chance.
        label: Whether it may help the forecast.
        reason: Why it has that label.
    """

    criterion: str
    question: str
    table: Mapping[tuple[str, Answer], int]
    agreed: Part
    false_comfort: Part
    false_alarm: Part
    kappa: Coefficient | None
    label: Label
    reason: str


def calibrate(
    question: str,
    codes: Mapping[str, Codes],
    answers: Sequence[Answer],
    rules: Settings,
) -> tuple[Calibrated, ...]:
    """Set every criterion of a key question against the auditors' answers.

    Args:
        question: Its number.
        codes: Criterion to its states in the audited cases.
        answers: The answers, in the same order.
        rules: The set levels.

    Returns:
        One entry for each criterion, then one for those not weak together if there are two.
    """
    each = [_one(name, question, states, answers, rules) for name, states in codes.items()]
    heeded = [done.criterion for done in each if done.label != "weak"]
    if len(heeded) > 1:
        both = together([codes[name] for name in heeded])
        each.append(_one(TOGETHER, question, both, answers, rules))
    return tuple(each)


def together(codes: Sequence[Codes]) -> Codes:
    """Several criteria as one: not met where one is not met, met where all judged are met."""
    stacked = np.stack(codes)
    failed, met = (stacked == NOT_MET).any(axis=0), (stacked == MET).any(axis=0)
    return np.where(failed, NOT_MET, np.where(met, MET, NO_ROW)).astype(np.int8)


def _one(
    name: str, question: str, codes: Codes, answers: Sequence[Answer], rules: Settings
) -> Calibrated:
    table = Counter((STATES[code], answer) for code, answer in zip(codes, answers, strict=True))
    right = table["met", "yes"] + table["not met", "no"]
    comfort, alarm = table["met", "no"], table["not met", "yes"]
    agreed = Part(right, right + comfort + alarm)
    kappa = cohens_kappa(_pairs(table))
    label, reason = _label(table, agreed, kappa, rules)
    return Calibrated(
        criterion=name,
        question=question,
        table=dict(table),
        agreed=agreed,
        false_comfort=Part(comfort, comfort + table["not met", "no"]),
        false_alarm=Part(alarm, alarm + table["met", "yes"]),
        kappa=kappa,
        label=label,
        reason=reason,
    )


def _pairs(table: Mapping[tuple[str, Answer], int]) -> list[tuple[Answer, Answer]]:
    """The criterion's result as an answer, beside the auditor's."""
    said: dict[str, Answer] = {"met": "yes", "not met": "no"}
    return [
        (said[state], answer)
        for (state, answer), count in table.items()
        if state in said and answer != "not_applicable"
        for _ in range(count)
    ]


def _label(
    table: Mapping[tuple[str, Answer], int],
    agreed: Part,
    kappa: Coefficient | None,
    rules: Settings,
) -> tuple[Label, str]:
    least, level = rules.least_each_result.value, rules.least_agreement_percent.value
    for state in ("met", "not met"):
        found = table[state, "yes"] + table[state, "no"]
        if found < least:
            return "too few", f"{state} in only {found} of the audited cases; {least} are needed"
    if agreed.share is not None and agreed.share * PERCENT_TOP < level:
        return "weak", f"agrees in {agreed.count} of {agreed.of} cases, below {level} per cent"
    if kappa is None or kappa.low is None or kappa.low <= 0:
        return "weak", "agrees no more than chance might"
    return "agrees", f"agrees in {agreed.count} of {agreed.of} cases, beyond chance"
